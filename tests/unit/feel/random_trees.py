"""Random trees of FEEL, as the parser could have built them, for tests that hold for every expression."""

from decimal import Decimal

from hypothesis import strategies as st

from engine.feel import tree
from engine.feel.types import Type

ODD_NAMES = ("a-b", "date of birth in file", "税率/月", "is for sale", "a - b")
"""Names that hold keywords or operators; the parser must be told them."""

NAMES = st.sampled_from(
    [
        *("a", "b", "金额", "罚款 金额", "full name", "date", "time", "years", "days", "item", "partial", "x1", "not"),
        *("?", "external", "external id", "🐎", "_u", "instance", *ODD_NAMES),
    ]
)
PLAIN = st.sampled_from(["a", "b", "金额", "full name", "x1"])
TEXTS = st.text(max_size=6)
NUMBERS = st.one_of(
    st.integers(0, 10**40).map(Decimal),
    st.decimals(min_value=0, allow_nan=False, allow_infinity=False, places=3),
    st.sampled_from([Decimal("1E+30"), Decimal("1E-20"), Decimal("0.50")]),
)
LITERALS = st.one_of(
    NUMBERS.map(tree.Literal),
    TEXTS.map(tree.Literal),
    st.sampled_from([tree.Literal(value) for value in (True, False, None)]),
    st.sampled_from(["2026-03-02", "P1D", "-P1Y2M", "10:00:00Z", "no date"]).map(tree.AtLiteral),
    NAMES.map(tree.Name),
    NAMES.map(tree.Name),
)
TYPES = st.recursive(
    st.sampled_from(["number", "string", "date and time", "Any", "a.b"]).map(Type),
    lambda inner: st.one_of(
        st.builds(lambda name, part: Type(name, parts=(part,)), st.sampled_from(["list", "range"]), inner),
        st.dictionaries(PLAIN, inner, min_size=1, max_size=2).map(
            lambda entries: Type("context", entries=tuple(entries.items()))
        ),
        st.builds(lambda parts, result: Type("function", parts=tuple(parts), result=result), st.lists(inner), inner),
    ),
    max_leaves=3,
)
COMPARATORS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])


def _logical(parts: list[tree.Node], kind: type[tree.Conjunction] | type[tree.Disjunction]) -> tree.Node:
    """Join parts as the parser does: what the first part joins itself is taken in."""
    first, *more = parts
    return kind((*(first.parts if isinstance(first, kind) else (first,)), *more))


def _test(inner: st.SearchStrategy[tree.Node]) -> st.SearchStrategy[tree.Node]:
    return st.one_of(inner, st.builds(tree.Test, COMPARATORS, inner))


def _bindings(inner: st.SearchStrategy[tree.Node]) -> st.SearchStrategy[tuple[tree.Binding, ...]]:
    binding = st.builds(tree.Binding, PLAIN, inner, st.one_of(st.none(), inner))
    return st.lists(binding, min_size=1, max_size=2).map(tuple)


def _composites(inner: st.SearchStrategy[tree.Node]) -> st.SearchStrategy[tree.Node]:
    several = st.lists(inner, max_size=3).map(tuple)
    pairs = st.lists(st.tuples(PLAIN, inner), min_size=1, max_size=2).map(tuple)
    entries = st.lists(st.tuples(st.one_of(NAMES, TEXTS), inner), max_size=3).map(tuple)
    parts = st.lists(inner, min_size=2, max_size=3)
    parameters = st.lists(st.tuples(PLAIN, st.one_of(st.none(), TYPES)), max_size=2).map(tuple)
    return st.one_of(
        st.builds(tree.Path, inner, NAMES.filter(lambda name: name != "?")),
        st.builds(tree.Filter, inner, inner),
        st.builds(tree.Call, inner, several),
        st.builds(tree.NamedCall, inner, pairs),
        st.builds(tree.Arithmetic, st.sampled_from(["+", "-", "*", "/", "**"]), inner, inner),
        st.builds(tree.Negative, inner),
        st.builds(tree.Comparison, COMPARATORS, inner, inner),
        st.builds(_logical, parts, st.sampled_from([tree.Conjunction, tree.Disjunction])),
        st.builds(tree.Between, inner, inner, inner),
        st.builds(tree.In, inner, st.lists(_test(inner), min_size=1, max_size=3).map(tuple)),
        st.builds(tree.InstanceOf, inner, TYPES),
        st.builds(tree.Conditional, inner, inner, inner),
        st.builds(tree.Loop, _bindings(inner), inner),
        st.builds(tree.Quantified, st.booleans(), _bindings(inner), inner),
        st.builds(tree.Function, parameters, inner, st.booleans()),
        st.builds(tree.ListOf, several),
        st.builds(tree.ContextOf, entries),
        st.builds(tree.Interval, inner, inner, st.booleans(), st.booleans()),
        st.builds(tree.ComparedRange, COMPARATORS, inner),
    )


TREES = st.recursive(LITERALS, _composites, max_leaves=8)
"""Any expression."""

TESTS = st.one_of(
    st.just(tree.Tests(negated=False, items=())),
    st.builds(tree.Tests, st.booleans(), st.lists(_test(TREES), min_size=1, max_size=3).map(tuple)),
)
"""Any unary tests."""
