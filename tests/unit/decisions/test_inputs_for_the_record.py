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
