"""The cells of decision tables: which values pass."""

import datetime as dt
from typing import Any

import pytest

from engine.feel import compile_unary_tests

ROWS: list[tuple[str, Any, bool]] = [
    # A dash, or nothing given, passes everything.
    ("-", 1, True),
    ("-", None, True),
    # Equality with a literal; types must agree.
    ('"FINE"', "FINE", True),
    ('"FINE"', "WARNING", False),
    ("5", "5", False),
    ("true", True, True),
    ("true", False, False),
    # Comparisons and ranges.
    ("<= 200", 200, True),
    ("< 200", 200, False),
    ("[1..5)", 5, False),
    ("]1..5]", 5, True),
    ('> @"2026-03-01"', dt.date(2026, 3, 2), True),
    ("!= 3", 4, True),
    # Any of several, none of several.
    ('"A", "B"', "B", True),
    ('not("A", "B")', "B", False),
    ('not("A", "B")', "C", True),
    ("not(< 5)", 7, True),
    # Other data in a cell.
    ("> threshold", 60, True),
    ("threshold", 50, True),
    ("[low..threshold]", 20, True),
    # The tested value by name, and a condition that is simply true.
    ("? > 3 and ? < 9", 5, True),
    ('contains(?, "餐")', "餐饮店", True),
    ("threshold > 10", "anything", True),
    # A list holds the value.
    ("[1, 2, 3]", 2, True),
    ("kinds", "吊销", True),
    # Null passes only where it is asked for.
    ("null", None, True),
    ("> 3", None, False),
    ("not(null)", None, False),
]

CONTEXT = {"threshold": 50, "low": 10, "kinds": ["吊销", "降级"]}


@pytest.mark.parametrize(("text", "value", "passes"), ROWS)
def test_a_value_passes_a_cell(text: str, value: Any, passes: bool) -> None:
    assert compile_unary_tests(text).matches(value, CONTEXT) is passes
