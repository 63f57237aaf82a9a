"""The reference of the language is true: every example gives what it says, every function and limit is there."""

import datetime as dt
import re
from pathlib import Path

import pytest

from engine.calendar.expressions import CALENDAR_FUNCTIONS
from engine.feel import compile_expression, limits
from engine.feel.checking.calls import written
from engine.feel.functions.registry import BUILTINS
from engine.feel.jsonform import to_json

TEXT = (Path(__file__).parents[3] / "docs" / "reference" / "feel.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| [^\n]* \| `([^`\n]+)` \| `([^`\n]+)` \|$", re.MULTILINE)
EXAMPLES = [(example.replace("\\|", "|"), value) for example, value in ROW.findall(TEXT)]
NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
FUNCTIONS = {"now": lambda: NOW, "today": NOW.date, **CALENDAR_FUNCTIONS}


@pytest.mark.parametrize(("example", "value"), EXAMPLES)
def test_an_example_gives_what_the_reference_says(example: str, value: str) -> None:
    assert to_json(compile_expression(example).evaluate({}, functions=FUNCTIONS)) == value


def test_every_function_is_in_the_reference_with_an_example() -> None:
    assert len(BUILTINS) > 80
    shown = " ".join(example for example, _ in EXAMPLES)
    for name, signatures in BUILTINS.items():
        assert f"{name}(" in shown, name
        for signature in signatures:
            assert f"`{written(signature)}`" in TEXT, name


def test_every_limit_is_in_the_reference_with_its_value() -> None:
    constants = {name: value for name, value in vars(limits).items() if name.isupper()}
    assert constants
    for name, value in constants.items():
        assert f"(`{name}`) | {value:,} |" in TEXT or f"(`{name}`) | {value} |" in TEXT, name
