"""Static checks of the shipped scenarios: they parse, and speak only of steps, tasks, fields and people that exist."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler

from engine.bpmn.vocabulary import HUMAN_KINDS

ROOT = Path(__file__).parents[3]
FEATURES = sorted((ROOT / "features").glob("*/*.feature"))
ROWS = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)
NEGATIVE = "S03 S04 S14 S15 S16 S17 S24 S26 S27 S28 S29 S30 S31 S32 S37 S40 S41 S42 S43 S60"


def patterns() -> list[re.Pattern[str]]:
    """Return the documented steps: what stands in corner brackets varies."""
    steps = ROWS.findall((ROOT / "docs/reference/gherkin-steps.md").read_text())
    assert steps
    return [re.compile(re.sub("「[^」]+」", "「([^」]+)」", step)) for step in steps]


def scenarios(path: Path) -> Iterator[dict[str, Any]]:
    """Return the scenarios of a file, outlines filled in."""
    document = Parser().parse(path.read_text())
    assert document["feature"]["language"] == "zh-CN"
    yield from Compiler().compile({**document, "uri": str(path)})


def rows(step: dict[str, Any]) -> list[dict[str, str]]:
    """Return the rows of a step's table by its headings."""
    table = step.get("argument", {}).get("dataTable", {}).get("rows", [])
    cells = [[cell["value"] for cell in row["cells"]] for row in table]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[1:]] if cells else []


@pytest.fixture
def labels(compiled) -> dict[str, set[str]]:
    """Field labels of every human task, by the task's name."""
    found = {}
    for key in ("complaint-intake", "ordinary-penalty"):
        procedure = compiled(key)
        for element in procedure.elements.values():
            if element.kind in HUMAN_KINDS and element.human:
                form = procedure.forms[element.human.form or ""]
                found[element.name] = {field.label("zh") for field in form.fields if "." not in field.path}
                found[element.name] |= {"等待"}
    return found


@pytest.mark.parametrize("path", FEATURES, ids=lambda path: path.stem)
def test_every_step_is_a_documented_one(path: Path) -> None:
    known = patterns()
    for scenario in scenarios(path):
        for step in scenario["steps"]:
            assert any(pattern.fullmatch(step["text"]) for pattern in known), step["text"]


@pytest.mark.parametrize("path", FEATURES, ids=lambda path: path.stem)
def test_scenarios_name_tasks_fields_and_people_that_exist(path: Path, labels, chart) -> None:
    people = {person["name"] for person in chart["person"]}
    for scenario in scenarios(path):
        for step in scenario["steps"]:
            done = re.match(r"「(.+?)」(?:办理|修改|查看|的待办中没?有)「(.+)」", step["text"])
            reached = re.match(r"(?:另一)?案件已办到「(.+)」", step["text"])
            task = done[2] if done else reached[1] if reached else None
            assert task is None or task in labels, step["text"]
            assert not done or done[1] in people, step["text"]
            for row in rows(step) if task else []:
                assert row["字段"] in labels[row.get("环节", task)], row


def test_every_negative_scenario_of_the_slice_has_its_tag() -> None:
    tags = {tag["name"] for path in FEATURES for scenario in scenarios(path) for tag in scenario["tags"]}
    assert {f"@{name}" for name in NEGATIVE.split()} <= tags


def test_every_feature_belongs_to_a_bundle(bundled_features) -> None:
    assert {str(path.relative_to(ROOT)) for path in FEATURES} == bundled_features
