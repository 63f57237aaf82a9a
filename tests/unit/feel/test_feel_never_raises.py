"""Whatever the text and the data: compiling gives an expression or a syntax error, evaluating gives a value."""

import contextlib
import datetime as dt
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.feel import FeelSyntaxError, compile_expression, compile_unary_tests, tree
from engine.feel.functions.registry import BUILTINS
from engine.feel.jsonform import to_json
from engine.feel.printing import print_expression
from tests.unit.feel.random_trees import ODD_NAMES, TREES

WORDS = [
    *"()[]{}.,:+-*/<>=?",
    *("..", "**", "<=", ">=", "!=", "and", "or", "in", "between", "if", "then", "else", "for", "return", "some"),
    *("every", "satisfies", "instance of", "function", "null", "true", "not", "a", "b", "金额", "item", "partial"),
    *("1", "0", "2.5", "1e3", '"x"', '""', '@"P1D"', '@"2026-03-02"', '@"P1Y"', '@"10:00:00Z"', "number", "list<"),
    *(
        "count",
        "sum",
        "date",
        "string",
        "matches",
        "replace",
        "substring",
        "range",
        "sort",
        "string join",
        "date and time",
    ),
]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.text(max_size=5),
    st.dates(),
    st.times(),
    st.datetimes(timezones=st.one_of(st.none(), st.just(dt.UTC))),
    st.timedeltas(),
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("ab"), inner), max_leaves=8
)
CALLS = sorted(BUILTINS)
"""Every built-in function, as the registry knows it once the compiler is imported."""

OPERATORS = ["+", "-", "*", "/", "**", "=", "!=", "<", "<=", "and", "or", "in", ".."]
GENTLE = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], database=None
)


@GENTLE
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join), VALUES, VALUES)
def test_any_row_of_words_is_refused_or_evaluates(text: str, a: object, b: object) -> None:
    context = {"a": a, "b": b, "金额": Decimal(1)}
    with contextlib.suppress(FeelSyntaxError):
        to_json(compile_expression(text).evaluate(context))
    with contextlib.suppress(FeelSyntaxError):
        assert compile_unary_tests(text).matches(a, context) in {True, False}


@GENTLE
@given(st.text(max_size=30))
def test_any_text_is_refused_or_evaluates(text: str) -> None:
    with contextlib.suppress(FeelSyntaxError):
        compile_expression(text).evaluate({})


@GENTLE
@given(VALUES, VALUES, st.sampled_from(OPERATORS))
def test_operators_take_any_values(a: object, b: object, operator: str) -> None:
    text = "for x in a..b return x" if operator == ".." else f"a {operator} b"
    compile_expression(text).evaluate({"a": a, "b": b})


@GENTLE
@given(VALUES, VALUES, st.sampled_from(CALLS))
def test_built_in_functions_take_any_values(a: object, b: object, name: str) -> None:
    assert len(CALLS) > 80
    for text in (f"{name}()", f"{name}(a)", f"{name}(a, b)", f"{name}(a, b, a)", f"[a][{name}(item)]"):
        compile_expression(text).evaluate({"a": a, "b": b})


@GENTLE
@given(TREES, VALUES, VALUES)
def test_any_expression_evaluates_over_any_data(root: tree.Node, a: object, b: object) -> None:
    expression = compile_expression(print_expression(root, ODD_NAMES), names=ODD_NAMES)
    evaluation = expression.explain({"a": a, "b": b, "金额": a, "full name": b})
    assert not [reason for reason in evaluation.reasons if reason.startswith("The evaluation failed")]
    to_json(evaluation.value)
