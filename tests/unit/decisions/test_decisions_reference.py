"""The reference of decisions is true: every example of a policy and of a boxed expression gives what it says."""

import re
from pathlib import Path
from typing import Any

import pytest

from engine.decisions import read_decisions
from engine.decisions.boxed import READERS
from engine.decisions.checks import check_decisions
from engine.decisions.policies import AGGREGATORS, POLICIES
from engine.feel import compile_expression

TEXT = (Path(__file__).parents[3] / "docs/reference/decisions.md").read_text(encoding="utf-8")
NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"
BOXES = [
    (logic, inputs, given)
    for logic, answers in re.findall(r"```xml\n(.*?)```\n((?:`[^\n]*` gives `[^\n]*`\n)+)", TEXT, re.DOTALL)
    for inputs, given in re.findall(r"`([^\n]*)` gives `([^\n]*)`", answers)
]
ROWS = re.findall(r"^\| `([A-Z ]+)`[^|]*\| `(\{[^`]*\})` \| `([^`]*)` \| ([\d, ]*)\|$", TEXT, re.MULTILINE)
LETTERS, NUMBERS = ('"A"', '"B"', '"C"'), ("1", "2", "4")


def value(text: str) -> Any:
    return compile_expression(text).evaluate({})


def model(logic: str, inputs: dict[str, Any]) -> bytes:
    data = "".join(f'<inputData id="i{name}" name="{name}"/>' for name in inputs)
    needs = "".join(
        f'<informationRequirement><requiredInput href="#i{name}"/></informationRequirement>' for name in inputs
    )
    return (
        f'<definitions xmlns="{NAMESPACE}" name="m" namespace="urn:m">{data}'
        f'<decision id="d" name="D">{needs}{logic}</decision></definitions>'
    ).encode()


@pytest.mark.parametrize(("logic", "inputs", "given"), BOXES)
def test_a_boxed_expression_gives_what_the_reference_says(logic: str, inputs: str, given: str) -> None:
    content = model(logic, value(inputs))
    read = read_decisions(content, file="m.dmn")
    assert read.decide("d", value(inputs)).value == value(given)
    assert [fault for fault in check_decisions(content, model=read) if fault.severity == "error"] == []


@pytest.mark.parametrize(("policy", "inputs", "given", "rules"), ROWS)
def test_a_policy_gives_what_the_reference_says(policy: str, inputs: str, given: str, rules: str) -> None:
    aggregation = f' aggregation="{policy}"' if policy in AGGREGATORS else ""
    results = NUMBERS if aggregation else LETTERS
    cells = "".join(
        f"<rule><inputEntry><text>&gt; {above}</text></inputEntry>"
        f"<outputEntry><text>{result}</text></outputEntry></rule>"
        for above, result in zip((0, 10, 100), results, strict=True)
    )
    listed = "" if aggregation else '<outputValues><text>"C", "B", "A"</text></outputValues>'
    logic = (
        f'<decisionTable hitPolicy="{"COLLECT" if aggregation else policy}"{aggregation}><input><inputExpression>'
        f'<text>n</text></inputExpression></input><output name="r">{listed}</output>{cells}</decisionTable>'
    )
    decided = read_decisions(model(logic, value(inputs)), file="m.dmn").decide("d", value(inputs))
    assert decided.value == value(given)
    assert [rule.number for rule in decided.fired] == [int(number) for number in rules.replace(",", " ").split()]


def test_every_policy_aggregation_and_boxed_expression_has_an_example() -> None:
    assert {policy for policy, *_ in ROWS} == POLICIES | AGGREGATORS
    shown = " ".join(logic for logic, *_ in BOXES)
    for name in READERS:
        assert f"<{name}" in shown, name
