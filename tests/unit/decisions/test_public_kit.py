"""Runs the public Technology Compatibility Kit for DMN, where it is at hand, and holds the rate once reached."""

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from engine.decisions import DecisionFile, DecisionModel, read_together
from engine.feel.temporal import parse_date, parse_date_time, parse_duration, parse_time
from engine.kernel.errors import GuijuError

REPOSITORY = Path(__file__).parents[3]
KIT = Path(os.environ.get("GUIJU_KITS", REPOSITORY.parent / "shared")) / "dmn-tck"
NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
CLOCK = {"now": lambda: NOW, "today": NOW.date}

# What must be reached of each level, whatever else is said below.
REACHED = {"2": 1.0, "3": 0.98}

JAVA = "calls a class of Java: nothing in a model is ever executed, so the function is refused and gives null"

# Every result that differs from the kit's, with its reason; the test asks for exactly these.
MISSED: dict[str, dict[tuple[str, str], str]] = {
    "2": {},
    "3": {
        ("0076-feel-external-java", case): JAVA
        for case in (
            "boxed_001",
            "literal_001",
            "literal_002",
            "literal_005",
            "literal_006",
            "literal_007",
            "literal_010",
            "literal_011",
            "literal_012",
            "varargs_001",
        )
    },
}


@dataclass(frozen=True)
class Case:
    """One expected result of the kit."""

    file: Path
    id: str
    node: str
    inputs: dict[str, Any]
    expected: Any
    invocable: str | None


def local(element: Any) -> str:
    return etree.QName(element).localname


def parts(element: Any, *names: str) -> Iterator[Any]:
    return (child for child in element if isinstance(child.tag, str) and local(child) in names)


READERS = {
    "string": str,
    "boolean": lambda text: text == "true",
    "decimal": Decimal,
    "double": Decimal,
    "integer": Decimal,
    "int": Decimal,
    "long": Decimal,
    "float": Decimal,
    "date": parse_date,
    "time": parse_time,
    "dateTime": parse_date_time,
    "duration": parse_duration,
}


def value_of(element: Any) -> Any:
    """Read the kit's notation of a value: a list, components, or one typed text."""
    for child in parts(element, "list", "value"):
        if local(child) == "list":
            if child.get("{http://www.w3.org/2001/XMLSchema-instance}nil") == "true":
                return None
            return [value_of(item) for item in parts(child, "item")]
        return typed_text(child)
    components = {child.get("name"): value_of(child) for child in parts(element, "component")}
    return components or None


def typed_text(element: Any) -> Any:
    if element.get("{http://www.w3.org/2001/XMLSchema-instance}nil") == "true":
        return None
    kind = (element.get("{http://www.w3.org/2001/XMLSchema-instance}type") or "xsd:string").partition(":")[2]
    text = element.text or ""
    value = READERS[kind](text if kind == "string" else text.strip())
    return value if value is not None else ("beyond", text)


def cases(folder: Path) -> Iterator[Case]:
    for file in sorted(folder.glob("*.xml")):
        root = etree.parse(str(file)).getroot()
        model = folder / next(parts(root, "modelName")).text.strip()
        for case in parts(root, "testCase"):
            inputs = {node.get("name"): value_of(node) for node in parts(case, "inputNode")}
            for result in parts(case, "resultNode"):
                expected = next(parts(result, "expected"), None)
                wanted = value_of(expected) if expected is not None else None
                yield Case(model, case.get("id"), result.get("name"), inputs, wanted, case.get("invocableName"))


def same(actual: Any, expected: Any) -> bool:
    if isinstance(expected, Decimal) and isinstance(actual, Decimal):
        return abs(actual - expected) <= abs(expected) * Decimal("1e-8")
    if isinstance(expected, list) and isinstance(actual, list):
        return len(actual) == len(expected) and all(map(same, actual, expected))
    if isinstance(expected, dict) and isinstance(actual, dict):
        return actual.keys() == expected.keys() and all(same(actual[key], expected[key]) for key in expected)
    if isinstance(expected, (dt.time, dt.datetime)) and type(actual) is type(expected):
        return actual == expected and actual.utcoffset() == expected.utcoffset()
    return type(actual) is type(expected) and bool(actual == expected)


def model_of(file: Path) -> DecisionModel:
    files = [DecisionFile(other.name, other.read_bytes()) for other in sorted(file.parent.glob("*.dmn"))]
    return read_together(files, tolerant=True)[file.name]


def outcome(model: DecisionModel | GuijuError, case: Case) -> tuple[bool, Any]:
    if isinstance(model, GuijuError):
        return False, model
    try:
        decided = model.decide(case.invocable or case.node, case.inputs, functions=CLOCK)
    except GuijuError as refusal:
        return False, refusal
    return same(decided.value, case.expected), decided


def run_level(level: str) -> Iterator[tuple[Case, bool, Any]]:
    models: dict[Path, DecisionModel | GuijuError] = {}
    for folder in sorted((KIT / f"compliance-level-{level}").iterdir()):
        for case in cases(folder):
            if case.file not in models:
                try:
                    models[case.file] = model_of(case.file)
                except GuijuError as refusal:
                    models[case.file] = refusal
            passed, detail = outcome(models[case.file], case)
            yield case, passed, detail


@pytest.mark.parametrize("level", sorted(REACHED))
def test_the_public_kit_passes_as_far_as_reached(level: str, capsys: pytest.CaptureFixture[str]) -> None:
    if not KIT.is_dir():
        with capsys.disabled():
            print(f"\nThe DMN compatibility kit is not at {KIT}; set GUIJU_KITS to run it.")  # noqa: T201
        return
    results = list(run_level(level))
    assert results, "the kit is empty"
    missed = {(case.file.parent.name, case.id): detail for case, passed, detail in results if not passed}
    rate = 1 - len(missed) / len(results)
    with capsys.disabled():
        print(f"\nDMN kit, level {level}: {len(results) - len(missed)} of {len(results)} ({rate:.2%})")  # noqa: T201
        for (folder, name), reason in MISSED[level].items():
            print(f"  not {folder} {name}: {reason}")  # noqa: T201
    assert missed.keys() == MISSED[level].keys()
    assert rate >= REACHED[level]
    for (folder, name), reason in MISSED[level].items():
        if reason is JAVA:
            assert is_refused_java(missed[folder, name]), (folder, name)


def is_refused_java(detail: Any) -> bool:
    """Tell whether a result is null because a function outside the model was refused, and for no other reason."""
    return detail.value is None and str(detail.reasons[0]) == "A model may not contain external functions."
