"""`guiju feel` and `guiju decide`: values as JSON, reasons on standard error, exit codes that scripts rely on."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from web.cli.main import main

PROCEDURES = Path(__file__).parents[3] / "processes"
MODEL = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="m" namespace="urn:m">
<inputData id="i" name="金额"/><decision id="Level" name="档次">
<informationRequirement><requiredInput href="#i"/></informationRequirement>
<decisionTable hitPolicy="UNIQUE"><input><inputExpression><text>金额</text></inputExpression></input><output/>
<rule id="r1"><description>小额</description><inputEntry><text>&lt; 100</text></inputEntry>
<outputEntry><text>"轻"</text></outputEntry></rule>
<rule id="r2"><inputEntry><text>&gt;= 100</text></inputEntry><outputEntry><text>"重"</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


def run(*arguments: str, locale: str = "C") -> Result:
    return CliRunner(env={"LC_ALL": locale, "LANG": locale}).invoke(main, list(arguments))


VALUES = [
    # Numbers keep all their digits and have no exponent.
    ("1 / 3", "0.3333333333333333333333333333333333"),
    ("10 ** 3", "1000"),
    ("-5 + 2", "-3"),
    # Dates, times and durations are ISO texts.
    ('date("2026-03-02") + duration("P1D")', '"2026-03-03"'),
    ('date and time("2026-03-02T09:30:00@Asia/Shanghai")', '"2026-03-02T09:30:00@Asia/Shanghai"'),
    ('duration("P14M")', '"P1Y2M"'),
    ('date("-0044-03-15")', '"-0044-03-15"'),
    # Composed values.
    ('{a: [1, "甲"], b: null}', '{"a": [1, "甲"], "b": null}'),
    ("= 1 + 1", "2"),
    # The clock and the calendar of worked days.
    ("today() instance of date", "true"),
    ('date("2026-09-30") + workdays(1)', '"2026-10-08"'),
]


@pytest.mark.parametrize(("text", "expected"), VALUES)
def test_a_value_is_printed_as_json(text: str, expected: str) -> None:
    result = run("feel", text)
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{expected}\n", "")


def test_the_context_gives_variables_with_exact_numbers() -> None:
    context = json.dumps({"罚款金额": 10000.10, "a-b": 1, "人": {"姓名": "王芳"}}, ensure_ascii=False)
    assert run("feel", "罚款金额 + a-b", "--context", context).stdout == "10001.1\n"
    assert run("feel", "人.姓名", "--context", context).stdout == '"王芳"\n'


def test_a_null_comes_with_its_reason_on_standard_error() -> None:
    result = run("feel", "a + 1")
    assert (result.exit_code, result.stdout) == (0, "null\n")
    assert "There is no value named a" in result.stderr
    assert "没有名为“a”的值" in run("feel", "a + 1", locale="zh_CN.UTF-8").stderr


def test_value_and_reasons_may_be_one_object() -> None:
    answer = json.loads(run("feel", 'number("x")', "--json").stdout)
    assert answer == {"value": None, "reasons": ["x is no number"]}


def test_text_that_is_no_feel_ends_with_one_and_the_place() -> None:
    result = run("feel", "1 +")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Line 1, column 4" in result.stderr
    assert "第1行第4列" in run("feel", "1 +", locale="zh_CN.UTF-8").stderr


@pytest.mark.parametrize("context", ["{", "[1]", "1", '{"a": NaN}', "null", ""])
def test_a_context_that_is_no_json_object_ends_with_two(context: str) -> None:
    result = run("feel", "1", "--context", context)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--context" in result.stderr


def test_hostile_text_ends_with_null_in_the_real_program() -> None:
    command = [sys.executable, "-m", "web.cli.main", "feel", "some i in 1..9999, j in 1..9999 satisfies false"]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (result.returncode, result.stdout) == (0, "null\n")
    assert "took too long" in result.stderr


@pytest.fixture
def model(tmp_path: Path) -> Path:
    file = tmp_path / "模型.dmn"
    file.write_text(MODEL, encoding="utf-8")
    return file


def test_a_decision_is_found_by_id_or_name(model: Path) -> None:
    for name in ("Level", "档次"):
        result = run("decide", str(model), name, "--input", '{"金额": 99.5}')
        assert (result.exit_code, result.stdout) == (0, '"轻"\n')


def test_the_rules_that_fired_are_explained(model: Path) -> None:
    answer = json.loads(run("decide", str(model), "Level", "--input", '{"金额": 5}', "--explain").stdout)
    assert answer["value"] == "轻"
    assert [(rule["rule"], rule["annotation"]) for rule in answer["fired"]] == [(1, "小额")]


def test_a_decision_without_its_input_is_null_with_a_reason(model: Path) -> None:
    result = run("decide", str(model), "Level")
    assert (result.exit_code, result.stdout) == (0, "null\n")
    assert result.stderr


def test_what_cannot_be_decided_ends_with_one_or_two(model: Path, tmp_path: Path) -> None:
    assert run("decide", str(model), "Nothing").exit_code == 1
    assert run("decide", str(tmp_path / "missing.dmn"), "Level").exit_code == 2
    assert run("decide", str(model), "Level", "--input", "{").exit_code == 2
    broken = tmp_path / "broken.dmn"
    broken.write_text(MODEL[:200], encoding="utf-8")
    result = run("decide", str(broken), "Level")
    assert result.exit_code == 1
    assert "broken.dmn" in result.stderr
