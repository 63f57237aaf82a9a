"""Checks expressions against the names and types that are known where they stand."""

from collections.abc import Collection, Mapping

from engine.feel import tree
from engine.feel.checking.checker import Checker
from engine.feel.checking.findings import FeelFinding, Findings
from engine.feel.checking.kinds import (
    BOOLEAN,
    DATE,
    DATE_TIME,
    MONTHS,
    NUMBER,
    SECONDS,
    STRING,
    TIME,
    FeelType,
    canonical,
    context_of,
    feel_type,
    fits,
    list_of,
    range_of,
    words,
)
from engine.feel.checking.scopes import Sight
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import parsed, parsed_tests
from engine.feel.types import ANY

__all__ = [
    "ANY",
    "BOOLEAN",
    "DATE",
    "DATE_TIME",
    "MONTHS",
    "NUMBER",
    "SECONDS",
    "STRING",
    "TIME",
    "FeelFinding",
    "FeelType",
    "check_expression",
    "check_unary_tests",
    "context_of",
    "examine",
    "feel_type",
    "infer_type",
    "list_of",
    "range_of",
]


def check_expression(
    text: str,
    *,
    schema: Mapping[str, FeelType],
    functions: Collection[str] = (),
    expected: FeelType | None = None,
    names: Collection[str] = (),
) -> tuple[FeelFinding, ...]:
    """Return what cannot be right in an expression; nothing where all may be well.

    `schema` gives the type of every name in sight, `functions` the names of functions that the host hands in,
    `expected` the type the value must have, `names` further names with operators or keywords, such as entries.
    """
    return examine(text, schema=schema, functions=functions, expected=expected, names=names)[1]


def infer_type(
    text: str, *, schema: Mapping[str, FeelType], functions: Collection[str] = (), names: Collection[str] = ()
) -> FeelType:
    """Return the type of what an expression gives; `Any` where it cannot be told."""
    return examine(text, schema=schema, functions=functions, names=names)[0]


def check_unary_tests(
    text: str,
    *,
    tested: FeelType,
    schema: Mapping[str, FeelType],
    functions: Collection[str] = (),
    names: Collection[str] = (),
) -> tuple[FeelFinding, ...]:
    """Return what cannot be right in a cell of a decision table whose input is of the type `tested`."""
    try:
        tests = parsed_tests(text, {*schema, *names})
    except FeelSyntaxError as error:
        return (_syntax(error),)
    findings = Findings(text)
    tested = canonical(tested)
    sight = _sight(schema, functions).inner({"?": tested})
    for test in tests.items:
        Checker(findings).test(test, tested, sight)
    return findings.all()


def examine(
    text: str,
    *,
    schema: Mapping[str, FeelType],
    functions: Collection[str] = (),
    expected: FeelType | None = None,
    names: Collection[str] = (),
) -> tuple[FeelType, tuple[FeelFinding, ...]]:
    """Return the type of what an expression gives, and what cannot be right in it."""
    try:
        root = parsed(text, {*schema, *names})
    except FeelSyntaxError as error:
        return ANY, (_syntax(error),)
    findings = Findings(text)
    kind = Checker(findings).type_of(root, _sight(schema, functions))
    if expected is not None and not fits(kind, canonical(expected)):
        _note_result(findings, root, kind, canonical(expected))
    return kind, findings.all()


def _sight(schema: Mapping[str, FeelType], functions: Collection[str]) -> Sight:
    return Sight({name: canonical(kind) for name, kind in schema.items()}, functions=functions)


def _syntax(error: FeelSyntaxError) -> FeelFinding:
    return FeelFinding("feel.syntax", error.zh, error.en, error.line, error.column)


def _note_result(findings: Findings, root: tree.Node, kind: FeelType, expected: FeelType) -> None:
    (kind_zh, kind_en), (wanted_zh, wanted_en) = words(kind), words(expected)
    findings.add(
        root.at,
        "feel.result",
        zh="结果应为{wanted_zh}，实为{kind_zh}。",
        en="The result should be {wanted_en}, but is {kind_en}.",
        kind_zh=kind_zh,
        kind_en=kind_en,
        wanted_zh=wanted_zh,
        wanted_en=wanted_en,
    )
