"""What of a rule that fired the record can hold, and what it keeps apart."""

from types import SimpleNamespace
from typing import Any

import pytest

from engine.decisions import read_decisions
from engine.feel import compile_expression
from engine.kernel.typed_json import dump
from engine.runtime import DecisionMade
from engine.settlement.explaining import explained

MODEL = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
<inputData id="a" name="a"/><decision id="d" name="D"><informationRequirement><requiredInput href="#a"/>
</informationRequirement><decisionTable><input label="a"><inputExpression><text>a</text></inputExpression></input>
<output name="r"/><rule><inputEntry><text>-</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


def kept(text: str, *private: str) -> tuple[Any, Any]:
    model = read_decisions(MODEL, file="m.dmn")
    decided = model.decide("d", {"a": compile_expression(text).evaluate({})})
    procedure: Any = SimpleNamespace(decisions={"d": model}, private_names=frozenset(private))
    bodies, apart = explained([DecisionMade("T", "P", "d", decided.value, decided.fired)], procedure)
    assert dump(bodies)
    return bodies[0]["fired"][0]["inputs"], apart


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # Values of documents stay as they are.
        ("1.50", compile_expression("1.50").evaluate({})),
        ('"x"', "x"),
        ("null", None),
        # What no document has a place for is its text, inside lists and contexts too.
        ("[1..5]", "[1..5]"),
        ("[{r: (1..2)}]", [{"r": "(1..2)"}]),
        ('date("99999-01-01")', "99999-01-01"),
    ],
)
def test_an_input_is_kept_as_the_record_can_hold_it(text: str, value: Any) -> None:
    assert kept(text) == ({"a": value}, {})


def test_an_input_that_reads_a_sensitive_name_is_kept_apart_under_its_place() -> None:
    assert kept('"x"', "a") == ({}, {"decided.0.fired.0.a": "x"})


ECHO = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
<inputData id="a" name="a"/><inputData id="n" name="n"/>
<decision id="d" name="D"><informationRequirement><requiredInput href="#a"/></informationRequirement>
<informationRequirement><requiredInput href="#n"/></informationRequirement>{logic}</decision></definitions>"""
CELLS = """<decisionTable><input label="a"><inputExpression><text>a</text></inputExpression></input><output name="r"/>
<output name="s"/><rule><inputEntry><text>-</text></inputEntry><outputEntry><text>{r}</text></outputEntry>
<outputEntry><text>{s}</text></outputEntry></rule></decisionTable>"""
CONTEXT = "<context><contextEntry><variable name='t'/>{table}</contextEntry></context>"


def echoed(logic: str) -> tuple[Any, Any]:
    model = read_decisions(ECHO.format(logic=logic).encode(), file="m.dmn")
    decided = model.decide("d", {"a": 1, "n": "ZHANG"})
    procedure: Any = SimpleNamespace(decisions={"d": model}, private_names=frozenset({"n"}))
    (body,), apart = explained([DecisionMade("T", "P", "d", decided.value, decided.fired)], procedure)
    assert dump([body])
    return body, apart


def test_a_cell_that_repeats_a_sensitive_name_keeps_its_result_and_the_value_apart() -> None:
    body, apart = echoed(CELLS.format(r='"Dear " + n', s="a + 1"))
    assert "ZHANG" not in str(body)
    assert (body["value"], body["is_value_private"]) == (None, True)
    assert body["fired"][0]["outputs"] == {"s": 2}
    assert body["fired"][0]["private_outputs"] == ["r"]
    assert apart == {
        "decided.0.outputs.0.r": "Dear ZHANG",
        "decided.0.value": {"r": "Dear ZHANG", "s": 2},
    }


@pytest.mark.parametrize(
    ("logic", "value"),
    [
        # Constants, what reads open names, and a yes or no about a person.
        (CELLS.format(r='"light"', s="a"), {"r": "light", "s": 1}),
        (CELLS.format(r='"light"', s='n = "ZHANG"'), {"r": "light", "s": True}),
        ('<literalExpression><text>n = "ZHANG"</text></literalExpression>', True),
    ],
)
def test_a_result_that_repeats_nothing_stays_in_sight(logic: str, value: Any) -> None:
    body, apart = echoed(logic)
    assert (body["value"], apart) == (value, {})
    assert "is_value_private" not in body
    assert all("private_outputs" not in rule for rule in body["fired"])


@pytest.mark.parametrize(
    "logic",
    [
        # Logic that is no table may repeat whatever it rests on, even around a table.
        "<literalExpression><text>upper case(n)</text></literalExpression>",
        CONTEXT.format(table=CELLS.format(r="1", s="2")),
    ],
)
def test_a_value_of_other_logic_is_kept_apart(logic: str) -> None:
    body, apart = echoed(logic)
    assert (body["value"], body["is_value_private"], set(apart)) == (None, True, {"decided.0.value"})
