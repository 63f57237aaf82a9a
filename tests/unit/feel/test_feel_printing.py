"""Printing and parsing are each other's inverse, and our parser reads what the grammar says."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from engine.feel import tree
from engine.feel.errors import FeelSyntaxError
from engine.feel.parser import parse_expression, parse_unary_tests
from engine.feel.printing import print_expression, print_unary_tests
from tests.unit.feel.random_trees import ODD_NAMES, TESTS, TREES
from tests.unit.feel.reference_grammar import EXPRESSION, by_grammar
from tests.unit.feel.reference_grammar import TESTS as UNARY

GENTLE = settings(
    max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)


@GENTLE
@given(TREES)
def test_what_is_printed_is_read_as_the_same_tree(root: tree.Node) -> None:
    text = print_expression(root, ODD_NAMES)
    assert parse_expression(text, ODD_NAMES) == root, text


@GENTLE
@given(TESTS)
def test_printed_unary_tests_are_read_as_the_same(root: tree.Tests) -> None:
    text = print_unary_tests(root, ODD_NAMES)
    assert parse_unary_tests(text, ODD_NAMES) == root, text


@GENTLE
@given(TREES)
def test_the_parser_reads_what_the_grammar_says(root: tree.Node) -> None:
    text = print_expression(root, ODD_NAMES)
    assert by_grammar(text, EXPRESSION, ODD_NAMES) == root, text


TEXTS = [
    # Precedence and direction.
    "1 + 2 * 3 ** 2 ** -1 - 4 / 2",
    "-a.b[1](2)",
    "a or b and c = d and not(e) or f",
    "(a or b) or c or (d or e)",
    "a < b < c instance of number",
    "a between 1 + 2 and 3 and b",
    # The many forms of `in`.
    "a in (1, < 5, [2..3]) and b in (1) + 2 or c in (1..5) or d in >= 3 or e in (> 4) or f in [1, 2][1]",
    # What reaches to the right as far as it can.
    "1 + if a then b else c + d",
    "for a in for b in c return d, e in 1..3 return a[b][1]",
    "some a in [1, 2], b in a satisfies every c in b satisfies c > 1 and a",
    "function(a: list<context<b: number>>, c) external {x: a}",
    # Brackets of all kinds.
    "[(1..2), ]1..2[, [1..2), (< 3), [], {}]",
    '{"a b": 1, c d: [1][1], if: 2}.if',
    "f(a: 1, b c: 2)(3, 4)()",
    "x instance of function<number, list<string>>->range<date and time>",
    "date and time and time(a) and date",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_canonical_text_stays_as_it_is(text: str) -> None:
    root = parse_expression(text)
    assert root == by_grammar(text, EXPRESSION)
    printed = print_expression(root)
    assert parse_expression(printed) == root
    assert print_expression(parse_expression(printed)) == printed


BROKEN = ["1 +", "(1", "[1..2", "a b: 1", "{a 1}", "if a then b", "for a in b", "f(a: 1, 2)", "f(1, a: 2)", "1 in ()"]


@pytest.mark.parametrize("text", BROKEN)
def test_what_the_grammar_refuses_is_refused(text: str) -> None:
    assert by_grammar(text, EXPRESSION) is None
    with pytest.raises(FeelSyntaxError):
        parse_expression(text)


@pytest.mark.parametrize("text", ["-", "-1", "not(1, < 2)", "not(a) and b", '(1..3), 4, "x"', "not(a)", "> 1, ? = 3"])
def test_unary_tests_are_read_as_the_grammar_says(text: str) -> None:
    assert parse_unary_tests(text) == by_grammar(text, UNARY)


def test_texts_are_written_in_one_form() -> None:
    written: dict[str, Any] = {
        "1+2*3": "1 + 2 * 3",
        "((a))": "a",
        'if(a)then(b)else"x"': 'if a then b else "x"',
        "]1..2[": "(1..2)",
        "(date) and (time)": "(date) and time",
        "罚款  金额>=10000": "罚款 金额 >= 10000",
    }
    assert {text: print_expression(parse_expression(text)) for text in written} == written
