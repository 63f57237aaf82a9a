"""Random text, data and trees for the expression language: a syntax error or a value, never anything else."""

import contextlib
import time

from hypothesis import given
from hypothesis import strategies as st

from engine.feel import FeelSyntaxError, check_expression, compile_expression, compile_unary_tests, tree
from engine.feel.jsonform import to_json
from engine.feel.parser import parse_expression
from engine.feel.printing import print_expression
from tests.unit.feel.random_trees import ODD_NAMES, TREES
from tests.unit.feel.test_feel_never_raises import VALUES, WORDS

SECONDS = 2.0
"""No text of this size may take longer, however busy the machine."""


def evaluate(text: str, context: dict[str, object]) -> None:
    """Compile, check and evaluate a text; only a syntax error may come of it."""
    began = time.thread_time()
    with contextlib.suppress(FeelSyntaxError):
        to_json(compile_expression(text).evaluate(context))
    with contextlib.suppress(FeelSyntaxError):
        compile_unary_tests(text).matches(context.get("a"), context)
    check_expression(text, schema={})
    assert time.thread_time() - began < SECONDS


def take(content: bytes) -> None:
    """Read bytes as an expression: the entry of coverage-guided fuzzing."""
    evaluate(content.decode("utf-8", "replace"), {"a": 1, "b": "x"})


@given(st.text(max_size=200), VALUES)
def test_any_text(text: str, value: object) -> None:
    evaluate(text, {"a": value})


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join), VALUES, VALUES)
def test_any_row_of_words(text: str, a: object, b: object) -> None:
    evaluate(text, {"a": a, "b": b})


@given(TREES, VALUES)
def test_any_tree(root: tree.Node, value: object) -> None:
    text = print_expression(root, ODD_NAMES)
    assert parse_expression(text, ODD_NAMES) == root
    evaluate(text, {"a": value, "b": value})
