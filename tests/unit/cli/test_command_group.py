"""The `guiju` group: light to load, clear when it refuses."""

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from engine.kernel.errors import Conflict, Fault, Invalid
from web.cli import main as group


class Held(Conflict):
    """Expected a free task, but {holder} holds it."""

    code = "held"
    zh = "任务已由{holder}签收。"


def invoke(error: Exception, monkeypatch: pytest.MonkeyPatch, *, locale: str = "C") -> object:
    @click.command()
    def fail() -> None:
        raise error

    monkeypatch.setenv("LC_ALL", locale)
    monkeypatch.setattr(group.LazyGroup, "get_command", lambda *_: fail)
    return CliRunner().invoke(group.main, ["anything"])


def test_a_refusal_is_a_sentence_on_standard_error_and_exit_code_one(monkeypatch: pytest.MonkeyPatch) -> None:
    result = invoke(Held(holder="王芳"), monkeypatch)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Expected a free task, but 王芳 holds it.\n"


def test_a_chinese_terminal_is_answered_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    assert invoke(Held(holder="王芳"), monkeypatch, locale="zh_CN.UTF-8").stderr == "任务已由王芳签收。\n"


def test_every_fault_is_listed_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    fault = Fault("no-form", "缺少表单。", "The form is missing.", {"file": "a.bpmn", "line": 7, "element": "Decide"})
    result = invoke(Invalid(faults=[fault, fault]), monkeypatch)
    assert result.stderr.count("a.bpmn:7:Decide  The form is missing.") == 2


def test_what_the_system_refuses_is_a_sentence_and_exit_code_two(monkeypatch: pytest.MonkeyPatch) -> None:
    result = invoke(FileNotFoundError(2, "No such file or directory", "x.bpmn"), monkeypatch)
    assert result.exit_code == 2
    assert "x.bpmn" in result.stderr


def test_the_list_of_commands_speaks_both_languages_and_offers_what_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    english = CliRunner().invoke(group.main, ["--help"]).output
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    chinese = CliRunner().invoke(group.main, ["--help"]).output
    assert "Work off jobs and timers" in english
    assert "启动后台作业" in chinese


def test_listing_the_commands_loads_neither_the_web_application_nor_the_database() -> None:
    program = "import sys; from web.cli.main import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    listed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    modules = set(listed.split())
    assert "web.cli.main" in modules
    assert modules.isdisjoint({"flask", "sqlalchemy", "procrastinate", "psycopg", "SpiffWorkflow"})


def test_every_command_on_offer_is_described_in_the_reference_and_can_be_asked_for_help() -> None:
    reference = Path(__file__).parents[3] / "docs" / "reference" / "command-line.md"
    described = re.findall(r"^### `guiju ([a-z-]+)", reference.read_text(encoding="utf-8"), re.MULTILINE)
    offered = group.main.list_commands(click.Context(group.main))
    assert offered
    assert sorted(described) == sorted(offered)
    for name in offered:
        assert CliRunner().invoke(group.main, [name, "--help"]).exit_code == 0
