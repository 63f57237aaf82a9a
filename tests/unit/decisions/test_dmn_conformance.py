"""What DMN 1.5 says of decisions, chapters 6 to 11: models and results of our own, whatever kit is at hand."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from engine.decisions import DecisionFile, DecisionModel, read_together
from engine.feel import compile_expression

FOLDER = Path(__file__).parent / "conformance"
CURRENT = "https://www.omg.org/spec/DMN/20230324/MODEL/"
NAMESPACES = {
    "1.2": "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "1.3": "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "1.4": "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "1.5": CURRENT,
}
NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
CLOCK = {"now": lambda: NOW, "today": NOW.date}


def same(actual: Any, expected: Any) -> bool:
    """Tell whether two values are the same, in type and in every part."""
    if isinstance(expected, list) and isinstance(actual, list):
        return len(actual) == len(expected) and all(map(same, actual, expected))
    if isinstance(expected, dict) and isinstance(actual, dict):
        return actual.keys() == expected.keys() and all(same(actual[key], expected[key]) for key in expected)
    if isinstance(expected, (dt.time, dt.datetime)) and type(actual) is type(expected):
        return actual == expected and actual.utcoffset() == expected.utcoffset()
    return type(actual) is type(expected) and bool(actual == expected)


def lines(name: str) -> Iterator[tuple[str, str]]:
    """Yield the heading and the text of each line that states a case."""
    heading = ""
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            heading = line.removeprefix("== ")
        elif line and not line.startswith("#"):
            yield heading, line


def value(text: str) -> Any:
    return compile_expression(text).evaluate({}, functions=CLOCK)


@pytest.mark.parametrize(("heading", "line"), list(lines("feel.txt")))
def test_an_expression_gives_what_the_specification_says(heading: str, line: str) -> None:
    text, _, expected = line.rpartition(" -> ")
    evaluation = compile_expression(text).explain({}, functions=CLOCK)
    assert same(evaluation.value, value(expected)), (heading, evaluation)
    assert evaluation.value is not None or expected == "null"


@cache
def models(version: str) -> dict[str, DecisionModel]:
    """Read every model of the folder together, as if written for a version of DMN."""
    files = [
        DecisionFile(file.name, file.read_bytes().replace(CURRENT.encode(), NAMESPACES[version].encode()))
        for file in sorted(FOLDER.glob("*.dmn"))
    ]
    return read_together(files)


CASES = list(lines("cases.txt"))


@pytest.mark.parametrize("version", NAMESPACES)
@pytest.mark.parametrize(("file", "line"), CASES)
def test_a_decision_gives_what_the_specification_says(version: str, file: str, line: str) -> None:
    asked, _, answer = line.rpartition(" -> ")
    name, inputs = asked.split(" | ", 1)
    expected, has_rules, rules = answer.partition(" |")
    decided = models(version)[file].decide(name, value(inputs), functions=CLOCK)
    assert same(decided.value, value(expected)), decided
    if has_rules:
        assert [rule.number for rule in decided.fired] == [int(number) for number in rules.split()]


def test_every_decision_of_the_models_is_decided_in_some_case() -> None:
    asked = {(file, line.split(" | ")[0]) for file, line in CASES}
    there = {(file, info.name) for file, model in models("1.5").items() for info in model.decisions}
    # These are decided as a requirement of others.
    inner = {
        ("imported.dmn", "greeting"),
        ("imported.dmn", "limit"),
        ("scopes.dmn", "inner"),
        ("scopes.dmn", "decision name"),
        ("scopes.dmn", "variable name"),
        ("services.dmn", "base"),
        ("services.dmn", "twice"),
        ("services.dmn", "label"),
        ("services.dmn", "const"),
        ("types.dmn", "a function of a type"),
    }
    assert there - asked <= inner


def test_numbers_of_cases_are_decimals() -> None:
    assert type(value("1")) is Decimal
