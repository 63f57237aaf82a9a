"""The lines `guiju play` answers with: one for each line, exact, and short where much is open."""

import json
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType

import pytest
from click.testing import CliRunner

from engine.feel.jsonform import from_json, to_json
from engine.feel.values import normal
from web.cli.exact import write_exactly
from web.cli.play import command

ITEMS = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="example">
  <process id="P"><startEvent id="S"/><userTask id="A"><multiInstanceLoopCharacteristics>
    <loopDataInputRef>items</loopDataInputRef><inputDataItem id="item" name="item"/></multiInstanceLoopCharacteristics>
  </userTask><sequenceFlow id="f" sourceRef="S" targetRef="A"/></process></definitions>"""

VALUES = [
    # Whole numbers of any length, parts with all their digits, and what binary fractions cannot hold.
    Decimal(7), Decimal("-1234567890123456789012345678.9012"), Decimal("1E+20"), Decimal("0.1"), Decimal("-0.30"),
    Decimal(1) / 3, 5, 2.5,
    # Texts that look like something else, and characters of every kind.
    "1", 'exact:"\\', "人🐎\n", "",
    # What is no JSON by itself, nested.
    date(2026, 1, 5), timedelta(hours=5), MappingProxyType({"a": [Decimal("1.10"), None, True]}), (1, "x"),
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES)
def test_values_are_written_as_the_language_writes_them(value):
    assert from_json(write_exactly({"v": value})) == from_json(to_json(normal({"v": value})))


def test_an_answer_of_any_size_is_written():
    many = [{"element": f"A{number}", "data": {"n": Decimal(number)}} for number in range(100_000)]
    assert len(json.loads(write_exactly({"open": many}))["open"]) == 100_000


def answers(folder, *lines):
    """Return what a run of the diagram answers to lines."""
    path = folder / "items.bpmn"
    path.write_text(ITEMS, encoding="utf-8")
    result = CliRunner().invoke(command, [str(path)], input="\n".join(lines))
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_every_line_is_answered_also_one_with_nothing_on_it(tmp_path):
    told = answers(tmp_path, '{"do":"start","data":{"items":[1]}}', "", "  ", '{"do":"state"}')
    assert [answer["ok"] for answer in told] == [True, False, False, True]
    assert told[1]["error"]["code"] == "not-json"


def test_an_item_is_told_with_what_it_sees_beyond_the_data_of_the_case(tmp_path):
    told = answers(tmp_path, '{"do":"start","data":{"items":[1,2],"other":"x"}}')[0]
    assert told["data"] == {"items": [1, 2], "other": "x"}
    assert [task["data"] for task in told["open"]] == [{"item": 1, "loopCounter": 1}, {"item": 2, "loopCounter": 2}]


def test_half_a_character_goes_out_as_the_escape_it_came_as(tmp_path):
    told = answers(tmp_path, r'{"do":"start","data":{"items":[1],"half":"\ud800"}}', '{"do":"state"}')
    assert [answer["data"]["half"] for answer in told] == ["\ud800", "\ud800"]
