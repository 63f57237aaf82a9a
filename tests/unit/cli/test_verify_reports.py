"""`guiju verify` for build servers: SARIF, JUnit, exit codes, and bundles whose forms are facts."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from tests.unit.verification.drawing import document, process
from web.cli.verify import command

ROOT = Path(__file__).parents[3]
SOUND = document(process("P", "s0 t1 e2"))


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(command, [str(each) for each in arguments])
    return result.exit_code, result.output


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """A drawing that waits for both of two ways of which one is taken."""
    path = tmp_path / "停 了.bpmn"
    path.write_text(document(process("P", "s0 x1 t2 p3 e4; x1 t5 p3")), "utf-8")
    return path


def test_sarif_names_rule_file_line_element_and_way(wrong: Path, tmp_path: Path) -> None:
    code, _ = run(wrong, "--sarif", tmp_path / "found.sarif")
    assert code == 1
    log = json.loads((tmp_path / "found.sarif").read_text("utf-8"))
    assert log["version"] == "2.1.0"
    [made] = log["runs"]
    rules = [rule["id"] for rule in made["tool"]["driver"]["rules"]]
    assert made["results"]
    for result in made["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in {"error", "warning"}
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"].endswith("/%E5%81%9C%20%E4%BA%86.bpmn")
        assert place["region"]["startLine"] >= 1
    deadlock = next(result for result in made["results"] if result["ruleId"] == "deadlock")
    [thread] = deadlock["codeFlows"][0]["threadFlows"]
    passed = [each["location"]["logicalLocations"][0]["name"] for each in thread["locations"]]
    assert passed[0] == "s0"
    assert "x1" in passed


def test_junit_counts_what_is_not_proved(wrong: Path, tmp_path: Path) -> None:
    sound = tmp_path / "sound.bpmn"
    sound.write_text(SOUND, "utf-8")
    code, _ = run(wrong, sound, "--junit", tmp_path / "found.xml")
    assert code == 1
    root = etree.fromstring((tmp_path / "found.xml").read_bytes())
    assert {name: root.get(name) for name in ("tests", "failures", "errors")} == {
        "tests": "2",
        "failures": "1",
        "errors": "0",
    }
    [failure] = root.xpath("//failure")
    assert failure.get("type") == "VIOLATED"
    assert "[deadlock]" in failure.text


@pytest.mark.parametrize("option", ["--sarif", "--junit"])
def test_a_report_about_nothing_wrong_is_written_as_well(tmp_path: Path, option: str) -> None:
    sound = tmp_path / "sound.bpmn"
    sound.write_text(SOUND, "utf-8")
    assert run(sound, option, tmp_path / "found")[0] == 0
    assert (tmp_path / "found").stat().st_size > 0


@pytest.mark.parametrize("option", ["--sarif", "--junit"])
@pytest.mark.parametrize(
    "content", ["\x01", "<a/>", "", '<process id="&#xFFFE;"/>', "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"]
)
def test_what_is_no_diagram_still_makes_a_report(tmp_path: Path, option: str, content: str) -> None:
    path = tmp_path / "odd.bpmn"
    path.write_text(content, "utf-8")
    assert run(path, option, tmp_path / "found")[0] == 1
    written = (tmp_path / "found").read_bytes()
    assert json.loads(written) if option == "--sarif" else etree.fromstring(written) is not None


def test_the_shipped_bundles_are_proved_with_what_their_forms_say() -> None:
    code, output = run(ROOT / "processes", "--json")
    assert code == 0
    files = json.loads(output)["files"]
    assert len(files) == 5
    assert {file["verdict"] for file in files} == {"PROVED"}


def bundle(folder: Path, *, values: list[str]) -> Path:
    """Write a bundle of one diagram and one form, whose options are given."""
    task = '<userTask id="k1" xmlns:guiju="urn:guiju:bpmn:1" guiju:form="opinion"/>'
    drawing = document(process("P", "s0 k1 x2 e3; x2 e4", task))
    for target, value in (("e3", "AGREE"), ("e4", "REFUSE")):
        head = f'<sequenceFlow id="f_x2_{target}" sourceRef="x2" targetRef="{target}"'
        told = f"<conditionExpression>result = &quot;{value}&quot;</conditionExpression>"
        drawing = drawing.replace(f"{head}/>", f"{head}>{told}</sequenceFlow>")
    english = {"label.en": "Result"} | {f"option.{value}.en": value for value in values}
    form = {
        "type": "default",
        "id": "opinion",
        "schemaVersion": 18,
        "properties": {"title": "意见", "title.en": "Opinion"},
        "components": [
            {
                "type": "select",
                "key": "result",
                "id": "F",
                "label": "结果",
                "properties": english,
                "values": [{"value": value, "label": value} for value in values],
                "validate": {"required": True},
            }
        ],
    }
    folder.mkdir()
    (folder / "p.bpmn").write_text(drawing, "utf-8")
    (folder / "opinion.form").write_text(json.dumps(form), "utf-8")
    (folder / "procedure.toml").write_text(
        'key = "p"\ntitle.zh = "甲"\ntitle.en = "A"\nowner = "O"\nbpmn = "p.bpmn"\nforms = ["opinion.form"]\n', "utf-8"
    )
    return folder


def test_the_forms_of_a_bundle_say_which_answers_there_are(tmp_path: Path) -> None:
    whole = bundle(tmp_path / "whole", values=["AGREE", "REFUSE"])
    assert "[deadlock]" not in run(whole)[1]
    # An answer that no condition speaks of stops the case.
    assert "[deadlock]" in run(bundle(tmp_path / "more", values=["AGREE", "REFUSE", "LATER"]))[1]
    # The diagram alone does not know of its forms.
    assert "[deadlock]" in run(whole / "p.bpmn")[1]


def test_a_form_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    folder = bundle(tmp_path / "broken", values=["AGREE", "REFUSE"])
    (folder / "opinion.form").write_text("{", "utf-8")
    code, output = run(folder, "--json")
    assert code == 1
    files = {file["file"]: file["verdict"] for file in json.loads(output)["files"]}
    assert files["opinion.form"] == "VIOLATED"
