"""What the forms of a procedure tell the proof: options, what may be left empty, and what a call hands over."""

import json
from typing import Any

import pytest

from engine.bpmn import SourceFile, examine_model
from engine.verification.data.answers import facts_of
from engine.verification.data.writers import ANYTHING_OR_NOTHING, Facts
from engine.verification.soundness import judge_soundness
from forms import Form, read_form
from tests.unit.verification.drawing import document


def form(*components: dict[str, Any], name: str = "opinion") -> Form:
    english = {"label.en": "Result", **{f"option.{each}.en": each for each in ("AGREE", "REFUSE", "LATER")}}
    for component in components:
        offered = {f"option.{each['value']}.en" for each in component.get("values", ())}
        component["properties"] = {key: text for key, text in english.items() if key in {"label.en", *offered}}
    content = {
        "type": "default",
        "id": name,
        "schemaVersion": 18,
        "properties": {"title": "意见", "title.en": "Opinion"},
        "components": list(components),
    }
    return read_form(json.dumps(content).encode(), file=f"{name}.form")


def choice(*values: str, required: bool, **more: Any) -> dict[str, Any]:
    return {
        "type": "select",
        "key": "result",
        "id": "F",
        "label": "结果",
        "values": [{"value": value, "label": value} for value in values],
        "validate": {"required": required},
        **more,
    }


@pytest.mark.parametrize(
    ("component", "values"),
    [
        # one of the options, for nothing else is accepted
        (choice("AGREE", "REFUSE", required=True), ("AGREE", "REFUSE")),
        # nothing chosen is an answer as well
        (choice("AGREE", required=False), ("AGREE", None)),
        # what is hidden leaves nothing behind, required or not
        (choice("AGREE", required=True, conditional={"hide": "=today = null"}), ("AGREE", None)),
        # a box is ticked or not
        ({"type": "checkbox", "key": "result", "id": "F", "label": "是"}, (True, False)),
        # free text that must be there
        ({"type": "textfield", "key": "result", "id": "F", "label": "文", "validate": {"required": True}}, None),
        # free text that need not
        ({"type": "textfield", "key": "result", "id": "F", "label": "文"}, ANYTHING_OR_NOTHING),
    ],
)
def test_a_field_can_leave_what_it_offers(component: dict[str, Any], values: object) -> None:
    assert facts_of([form(component)]).forms["opinion"]["result"] == values


DRAWING = """
<process id="P" isExecutable="true">
  <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
  <userTask id="t" xmlns:guiju="urn:guiju:bpmn:1" guiju:form="opinion"/>
  <sequenceFlow id="f2" sourceRef="t" targetRef="x"/>
  <exclusiveGateway id="x"/>
  <sequenceFlow id="f3" sourceRef="x" targetRef="a"><conditionExpression>result = "AGREE"</conditionExpression>
  </sequenceFlow>
  <sequenceFlow id="f4" sourceRef="x" targetRef="b"><conditionExpression>result = "REFUSE"</conditionExpression>
  </sequenceFlow>
  <endEvent id="a"/><endEvent id="b"/>
</process>
"""


@pytest.mark.parametrize(
    ("component", "proved"),
    [
        # both answers have a way
        (choice("AGREE", "REFUSE", required=True), True),
        # whoever chooses nothing stands before the gateway for ever
        (choice("AGREE", "REFUSE", required=False), False),
        # an answer that no condition speaks of
        (choice("AGREE", "REFUSE", "LATER", required=True), False),
    ],
)
def test_an_answer_without_a_way_stops_the_case(component: dict[str, Any], *, proved: bool) -> None:
    found = judge_soundness(_model(DRAWING), follow_data=True, facts=facts_of([form(component)]))
    assert (found.is_proved, found.is_violated) == (proved, not proved)


CALLING = """
<process id="Caller" isExecutable="true">
  <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
  <userTask id="t" xmlns:guiju="urn:guiju:bpmn:1" guiju:form="opinion"/>
  <sequenceFlow id="f2" sourceRef="t" targetRef="c"/>
  <callActivity id="c" calledElement="Called">INPUT</callActivity>
  <sequenceFlow id="f3" sourceRef="c" targetRef="e"/><endEvent id="e"/>
</process>
<process id="Called" isExecutable="true">
  <startEvent id="s2"/><sequenceFlow id="g1" sourceRef="s2" targetRef="x"/>
  <exclusiveGateway id="x" default="g3"/>
  <sequenceFlow id="g2" sourceRef="x" targetRef="u"><conditionExpression>result = "AGREE"</conditionExpression>
  </sequenceFlow>
  <sequenceFlow id="g3" sourceRef="x" targetRef="e2"/>
  <userTask id="u"/><sequenceFlow id="g4" sourceRef="u" targetRef="e2"/><endEvent id="e2"/>
</process>
"""
HANDED = (
    '<extensionElements><guiju:input xmlns:guiju="urn:guiju:bpmn:1" name="result" value="result"/></extensionElements>'
)


@pytest.mark.parametrize(
    ("handed", "dead"),
    [
        # a called process sees what it is handed
        (HANDED, ()),
        # and nothing else of its caller, whatever that has written
        ("", ("u",)),
    ],
)
def test_a_called_process_begins_with_its_inputs(handed: str, dead: tuple[str, ...]) -> None:
    facts = facts_of([form(choice("AGREE", required=True))])
    model = _model(CALLING.replace("INPUT", handed))
    assert judge_soundness(model, ["Caller"], follow_data=True, facts=facts).dead == dead


def test_a_process_that_others_call_may_be_handed_anything() -> None:
    model = _model(CALLING.replace("INPUT", ""))
    del model.processes["Caller"]  # type: ignore[attr-defined]
    alone = judge_soundness(model, ["Called"], follow_data=True, facts=Facts())
    called = judge_soundness(model, ["Called"], follow_data=True, facts=Facts(called=frozenset({"Called"})))
    assert (alone.dead, called.dead) == (("u",), ())


def _model(content: str) -> Any:
    return examine_model([SourceFile("drawn.bpmn", document(content).encode())]).model
