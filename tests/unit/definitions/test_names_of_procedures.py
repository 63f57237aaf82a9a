"""Names that expressions of a procedure rest on: filled by somebody, in the type they are used in."""

import json

import pytest

from engine.bpmn import Model, Process, SourceFile, read_model
from engine.decisions import read_decisions
from engine.definitions.formulas import uses
from engine.definitions.names import checked_names
from engine.definitions.schemas import OPEN, schema_of
from engine.kernel.errors import Fault
from forms import Form, read_form

FIELDS = [
    {"type": "number", "key": "amount", "label": "x", "properties": {"label.en": "x"}},
    {"type": "textfield", "key": "title", "label": "x", "properties": {"label.en": "x"}},
    {"type": "checkbox", "key": "done", "label": "x", "properties": {"label.en": "x"}},
    {"type": "datetime", "subtype": "date", "key": "day", "label": "x", "dateLabel": "x",
     "properties": {"label.en": "x"}},
    {
        "type": "checklist", "key": "tags", "label": "x", "values": [{"label": "a", "value": "a"}],
        "properties": {"label.en": "x", "option.a.en": "a"},
    },
]  # fmt: skip
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:guiju="urn:guiju:bpmn:1" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:t">'
)
DECISION = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:d">
<inputData id="a" name="amount"/><inputData id="q" name="quota"/><decision id="Grade" name="Grade">
<informationRequirement><requiredInput href="#a"/></informationRequirement>
<informationRequirement><requiredInput href="#q"/></informationRequirement>
<literalExpression><text>amount &gt; quota</text></literalExpression></decision></definitions>"""


def form() -> Form:
    content = {
        "type": "default", "id": "facts", "schemaVersion": 19, "properties": {"title": "x", "title.en": "x"},
        "components": [{**each, "id": f"f{at}"} for at, each in enumerate(FIELDS)],
    }  # fmt: skip
    return read_form(json.dumps(content).encode(), file="f.form")


def drawn(inside: str, after: str = "", attributes: str = "") -> Model:
    """Return a model whose process P has a task with the form, and whatever else is given."""
    text = (
        f'{HEAD}<process id="P" name="主" isExecutable="true" {attributes}>'
        f'<userTask id="Fill" name="填写" guiju:form="facts"/>{inside}</process>{after}</definitions>'
    )
    return read_model([SourceFile("p.bpmn", text.encode())])


def schema(model: Model, name: str = "P") -> dict[str, str]:
    found = schema_of(model.processes[name], model, {"facts": form()}, {}, {})
    return {key: str(kind) for key, kind in found.items()}


def faults(model: Model, *, is_called: bool = False, decides: bool = False) -> list[Fault]:
    decisions = {"Grade": read_decisions(DECISION, file="d.dmn")} if decides else {}
    process: Process = model.processes["P"]
    return list(checked_names(process, model, {"facts": form()}, decisions, operations={}, is_called=is_called))


def codes(model: Model, **how: bool) -> list[tuple[str, str]]:
    return [(fault.code, fault.severity) for fault in faults(model, **how)]


def flow(condition: str) -> str:
    return (
        '<exclusiveGateway id="G"/><endEvent id="E"/><sequenceFlow id="f" sourceRef="G" targetRef="E">'
        f'<conditionExpression xsi:type="tFormalExpression">{condition}</conditionExpression></sequenceFlow>'
    )


def task(extension: str, attributes: str = "") -> str:
    return f'<userTask id="T" name="x" {attributes}><extensionElements>{extension}</extensionElements></userTask>'


def instances(inside: str) -> str:
    return (
        '<userTask id="T"><multiInstanceLoopCharacteristics guiju:collection="tags" guiju:item="tag">'
        f"{inside}</multiInstanceLoopCharacteristics></userTask>"
    )


UNKNOWN, WRONG = ("feel.unknown-name", "error"), ("feel.comparison", "error")

PLACES = [
    # Conditions of flows: names, types, and a value that is no condition.
    (flow("amount > 5 and done"), []),
    (flow("amont > 5"), [UNKNOWN]),
    (flow('amount > "5"'), [WRONG]),
    (flow("amount + 1"), [("feel.result", "warning")]),
    # Gates, claims and when they are made.
    (task('<guiju:gate condition="done and case.number != null"/>'), []),
    (task('<guiju:gate condition="finished"/>'), [UNKNOWN]),
    (task('<guiju:once name="n" key="title" when="done"/>'), []),
    (task('<guiju:once name="n" key="tittle"/>'), [UNKNOWN]),
    (task('<guiju:once name="n" key="title" when="dnoe"/>'), [UNKNOWN]),
    # Unit and assignee.
    (task("", 'guiju:unit="case.unit"'), []),
    (task("", 'guiju:unit="unit_of_case"'), [UNKNOWN]),
    # Completion conditions see how many instances there are, and what anybody fills.
    (instances("<completionCondition>numberOfCompletedInstances &gt; 1</completionCondition>"), []),
    (instances("<completionCondition>enough</completionCondition>"), [UNKNOWN]),
    (instances("<completionCondition>amount = title</completionCondition>"), [WRONG]),
    # An ad-hoc subprocess ends by a condition.
    ('<adHocSubProcess id="A"><completionCondition>done</completionCondition></adHocSubProcess>', []),
    ('<adHocSubProcess id="A"><completionCondition>dnoe</completionCondition></adHocSubProcess>', [UNKNOWN]),
    # A complex gateway counts what has arrived.
    ('<complexGateway id="C"><activationCondition>activationCount &gt; 1</activationCondition></complexGateway>', []),
    ('<complexGateway id="C"><activationCondition>arrived &gt; 1</activationCondition></complexGateway>', [UNKNOWN]),
    # Scripts fill what their context names; later readers may rest on it.
    ('<scriptTask id="S"><script>{twice: amount * 2}</script></scriptTask>' + flow("twice > 5"), []),
    ('<scriptTask id="S"><script>{twice: amont * 2}</script></scriptTask>', [UNKNOWN]),
    ('<scriptTask id="S"><script>{twice: title * 2}</script></scriptTask>', [("feel.operands", "error")]),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "expected"), PLACES)
def test_an_expression_is_checked_where_it_stands(inside: str, expected: list[tuple[str, str]]) -> None:
    assert codes(drawn(inside)) == expected


def test_what_form_fields_give_has_their_type() -> None:
    known = schema(drawn(""))
    assert {key: known[key] for key in ("amount", "title", "done", "day", "tags")} == {
        "amount": "number",
        "title": "string",
        "done": "boolean",
        "day": "date",
        "tags": "list<string>",
    }


def test_what_a_script_computes_as_a_whole_may_hold_any_name() -> None:
    model = drawn('<scriptTask id="S"><script>if done then {a: 1} else {b: 2}</script></scriptTask>' + flow("a = 1"))
    assert OPEN in schema(model)
    assert codes(model) == [("feel.unknown-name", "warning")]


def called(inputs: str, *, reads: str = "fine > 1") -> Model:
    """Return a model that calls a process Q, which decides on what it was given."""
    call = (
        f'<callActivity id="Call" name="核对" calledElement="Q"><extensionElements>{inputs}</extensionElements>'
        "</callActivity>"
    )
    inner = f'<process id="Q" name="核对规程" isExecutable="true">{flow(reads)}</process>'
    return drawn(call, after=inner)


def test_a_called_process_is_checked_with_the_names_that_its_caller_gives() -> None:
    assert codes(called('<guiju:input name="fine" value="amount"/>')) == []


def test_a_name_that_a_caller_does_not_give_is_told_with_the_call() -> None:
    (fault,) = faults(called('<guiju:input name="total" value="amount"/>'))
    assert (fault.code, fault.severity, fault.where["call"]) == ("feel.unknown-name", "error", "Call")
    assert fault.zh.startswith("被“核对”调用的“核对规程”：流转条件第1个字符：没有名为“fine”")
    assert fault.en.startswith("In “核对规程”, called by “核对”: ")


def test_a_procedure_that_others_call_leaves_unknown_names_to_them() -> None:
    assert codes(drawn(flow("fine > 1")), is_called=True) == []
    assert codes(drawn(flow('amount > "1"')), is_called=True) == [WRONG]


def test_what_a_call_gives_back_is_read_from_the_called_process() -> None:
    given = '<guiju:input name="fine" value="amount"/><guiju:output name="verdict" value="{}"/>'
    assert codes(called(given.replace("{}", "fine"))) == []
    assert codes(called(given.replace("{}", "title"))) == [UNKNOWN]


def test_an_input_that_a_decision_needs_and_nobody_fills_is_told() -> None:
    (fault,) = faults(drawn('<businessRuleTask id="B" guiju:decision="Grade" guiju:result="grade"/>'), decides=True)
    assert (fault.code, fault.severity, fault.where["field"]) == ("name-unfilled", "error", "quota")
    assert fault.where["element"] == "B"


def test_what_a_message_brings_need_not_be_known() -> None:
    caught = (
        '<intermediateCatchEvent id="M"><extensionElements><guiju:output name="reply" value="text"/>'
        '</extensionElements><messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
    )
    model = drawn(caught + flow('reply = "yes"'), after='<message id="m" name="answer"/>')
    assert codes(model) == []


def test_every_kind_of_expression_is_looked_at() -> None:
    model = drawn(
        task(
            '<guiju:gate condition="done"/><guiju:once name="n" key="title" when="done"/>',
            'guiju:unit="case.unit" guiju:assignee="title"',
        )
        + flow("done")
        + '<scriptTask id="S"><script>{a: 1}</script></scriptTask>'
        + '<complexGateway id="C"><activationCondition>true</activationCondition></complexGateway>'
        + '<adHocSubProcess id="A" guiju:unit="case.unit"><completionCondition>done</completionCondition>'
        "</adHocSubProcess>" + instances("<completionCondition>done</completionCondition>").replace('id="T"', 'id="I"'),
        attributes='guiju:caseTitle="title"',
    )
    told = [use.en for use in uses(model.processes["P"])]
    assert sorted(told) == sorted(
        [
            "the title of the case",
            "the condition",
            "the unit",
            "the assignee",
            "the gate",
            "what may be done once",
            "when something may be done once",
            "the script",
            "the activation condition",
            "the completion condition",
            "the unit",
            "the collection",
            "the completion condition",
        ]
    )
