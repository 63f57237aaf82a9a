"""What a drawing would drop of what people enter, and what says of itself that it is not to be run."""

import json

import pytest

from engine.bpmn import SourceFile, read_model
from engine.definitions.drawing import checked_drawing
from forms import read_form

FORM = {
    "type": "default",
    "id": "note-form",
    "schemaVersion": 19,
    "properties": {"title": "登记", "title.en": "Note"},
    "components": [
        {"type": "textfield", "id": f"f_{key}", "key": key, "label": key, "properties": {"label.en": key}, **more}
        for key, more in (("note", {}), ("amount", {}), ("shown", {"readonly": True}))
    ],
}
DIAGRAM = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:guiju="urn:guiju:bpmn:1">
<process id="P" {executable}><startEvent id="S"/><sequenceFlow id="f" sourceRef="S" targetRef="A"/>
<userTask id="A" name="登记" guiju:form="note-form">{inside}</userTask></process></definitions>"""
OUT = (
    '<ioSpecification><dataOutput id="o1" name="note"/>{more}<inputSet/><outputSet><dataOutputRefs>o1</dataOutputRefs>'
    "</outputSet></ioSpecification>"
)
GIVES = (
    "<dataOutputAssociation><targetRef>total</targetRef><assignment><from>amount * 2</from><to>total</to></assignment>"
    "</dataOutputAssociation>"
)
LOOP = '<multiInstanceLoopCharacteristics guiju:collection="list" guiju:item="one"/>'


def found(inside, executable='isExecutable="true"'):
    xml = DIAGRAM.format(inside=inside, executable=executable).encode()
    process = read_model([SourceFile("a.bpmn", xml)]).processes["P"]
    form = read_form(json.dumps(FORM).encode(), file="note.form")
    return list(checked_drawing(process, {"note-form": form}))


@pytest.mark.parametrize(
    ("inside", "lost"),
    [
        # Without data outputs everything reaches the case.
        ("", []),
        # Only what is declared leaves the task; what is only shown was never entered.
        (OUT.format(more=""), ["amount"]),
        # Both are declared.
        (OUT.format(more='<dataOutput id="o2" name="amount"/>'), []),
        # A formula reads the value on its way out.
        (OUT.format(more="") + GIVES, []),
        # Of several items the loop collects what they write.
        (OUT.format(more="") + LOOP, []),
    ],
)
def test_a_field_that_no_data_output_lets_out_is_refused_in_its_place(inside, lost):
    faults = found(inside)
    assert [fault.where["field"] for fault in faults] == lost
    for fault in faults:
        assert (fault.code, fault.severity) == ("field-lost", "error")
        assert (fault.where["element"], fault.where["line"]) == ("A", 3)
        assert "登记" in fault.zh
        assert "amount" in fault.en


@pytest.mark.parametrize(
    ("executable", "codes"),
    [
        ('isExecutable="true"', []),
        # Nothing is said.
        ("", []),
        ('isExecutable="false"', ["not-executable"]),
        ('isExecutable="0"', ["not-executable"]),
    ],
)
def test_a_process_marked_as_not_executable_is_a_warning(executable, codes):
    faults = found("", executable)
    assert [fault.code for fault in faults] == codes
    assert all(fault.severity == "warning" for fault in faults)
