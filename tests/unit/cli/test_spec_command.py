"""`guiju spec`: exit codes, text, Cucumber's JSON, JUnit's XML, the page, tags and proposals."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from engine.scenarios.reports.drawing import draw_coverage
from tests.driving.leave import ROOT, written_to
from web.cli.spec import command

FEATURE = """# language: zh-CN
@请假
功能: 请假
  @短
  场景: 短假
    当 「王强」发起「请假」
    而且 「王强」办理「申请」
      | 字段 | 值   |
      | 天数 | 3    |
      | 种类 | 短假 |
    那么 案件处于「已登记」
  @错
  场景: 不对的场景
    当 「王强」发起「请假」
    那么 系统拒绝
  @平台
  场景: 需要平台的场景
    那么 案件记录校验通过
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    written_to(tmp_path)
    (tmp_path / "leave.feature").write_text(FEATURE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUIJU_LANGUAGE", "zh")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments))


def test_text_says_what_failed_and_where(folder: Path) -> None:
    result = run(str(folder))
    assert result.exit_code == 1
    assert "✓ 短假" in result.stdout
    assert "leave.feature:15  那么 系统拒绝\n      系统没有拒绝" in result.stdout
    assert "- 需要平台的场景" in result.stdout
    assert "该步骤需要完整平台：案件记录的校验由平台执行。" in result.stdout
    assert "通过 1  未通过 1  跳过 1" in result.stdout
    assert "请假: 流程元素" in result.stdout


@pytest.mark.parametrize(("tags", "code"), [("@短", 0), ("@错", 1), ("@平台", 0), ("not @错", 0), ("@无", 2), ("(", 2)])
def test_exit_codes_tell_fine_failed_and_unplayable(folder: Path, tags: str, code: int) -> None:
    assert run("leave.feature", "--tags", tags).exit_code == code


def test_json_is_what_readers_of_cucumber_expect(folder: Path) -> None:
    result = run(str(folder / "leave.feature"), "--json")
    (feature,) = json.loads(result.stdout)
    assert (feature["uri"], feature["keyword"], feature["line"]) == ("leave.feature", "功能", 3)
    first, second, third = feature["elements"]
    assert [step["result"]["status"] for step in first["steps"]] == ["passed"] * 3
    assert first["steps"][1]["rows"][0] == {"cells": ["字段", "值"]}
    assert first["tags"] == [{"name": "@请假", "line": 5}, {"name": "@短", "line": 5}]
    assert second["steps"][1]["result"]["error_message"] == "系统没有拒绝"
    assert third["steps"][0]["result"]["status"] == "skipped"
    (coverage,) = feature["coverage"]
    assert coverage["flows"]["covered"] == 3
    assert coverage["marks"]["c"]["covered"] is True


def test_files_are_written_whatever_the_exit_code_is(folder: Path) -> None:
    result = run(".", "--junit", "r.xml", "--html", "r.html", "--coverage", "c.json", "--propose")
    assert result.exit_code == 1
    (suite,) = etree.parse("r.xml").getroot()
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("3", "1", "1")
    assert [child.tag for case in suite for child in case] == ["failure", "skipped"]
    page = Path("r.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert not re.search(r"(src|href)=", page)
    assert "不对的场景" in page
    told = json.loads(Path("c.json").read_text(encoding="utf-8"))
    assert told["summary"] == {"passed": 1, "failed": 1, "skipped": 1}
    assert told["proposals"]


def test_the_language_of_the_terminal_counts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIJU_LANGUAGE", "en")
    assert "nothing was refused" in run(str(folder)).stdout


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("当 「王强」办里「申请」", "leave.feature:19"),  # No such step.
        ("这不是步骤", "leave.feature:19"),  # No Gherkin.
    ],
)
def test_what_cannot_be_played_is_told_with_its_line(folder: Path, step: str, told: str) -> None:
    (folder / "leave.feature").write_text(f"{FEATURE.rstrip()}\n    {step}\n", encoding="utf-8")
    result = run(str(folder))
    assert (result.exit_code, told in result.stderr) == (2, True), result.stderr


@pytest.mark.parametrize("name", ["procedure.toml", "leave.bpmn", "ask.form"])
def test_a_broken_procedure_is_told_with_its_file(folder: Path, name: str) -> None:
    (folder / name).write_text("{", encoding="utf-8")
    result = run("leave.feature")
    assert result.exit_code == 2
    assert name in result.stderr


def test_a_folder_without_scenarios_cannot_be_played(tmp_path: Path) -> None:
    assert run(str(written_to(tmp_path))).exit_code == 2


def test_diagrams_are_drawn_with_what_was_gone_through() -> None:
    diagram = (ROOT / "processes/hearing/hearing.bpmn").read_bytes()
    flows = re.findall(rb'<bpmn:sequenceFlow id="(\w+)"', diagram) or re.findall(rb'sequenceFlow id="(\w+)"', diagram)
    marks = {flows[0].decode(): {"covered": True}, flows[1].decode(): {"covered": False}}
    drawn = etree.fromstring(draw_coverage(diagram, marks))
    states = {line.get("data-flow"): line.get("class") for line in drawn.iter("{*}polyline")}
    assert states[flows[0].decode()] == "covered"
    assert states[flows[1].decode()] == "missing"
