"""What a diagram is refused for, and where the fault points."""

import pytest

from engine.bpmn import SourceFile, read_model
from engine.kernel.errors import Invalid

TASKS = '<task id="A"/><task id="B"/><subProcess id="S"><task id="C"/></subProcess>'

AB = '<sequenceFlow id="f" sourceRef="A" targetRef="B"/><task id="A"/><task id="B"/>'


def faults(act, *args, **named):
    with pytest.raises(Invalid) as caught:
        act(*args, **named)
    return caught.value.faults


BODIES = [
    # A flow from nowhere.
    ('<task id="A"/><sequenceFlow id="f" sourceRef="X" targetRef="A"/>', "dangling-reference", "f"),
    # A flow without a target.
    ('<task id="A"/><sequenceFlow id="f" sourceRef="A"/>', "missing-attribute", "f"),
    # A flow into a subprocess.
    (TASKS + '<sequenceFlow id="f" sourceRef="A" targetRef="C"/>', "flow-across-scopes", "f"),
    # A flow written in another scope than its ends.
    (
        TASKS.replace("</subProcess>", '<sequenceFlow id="f" sourceRef="A" targetRef="B"/></subProcess>'),
        "flow-across-scopes",
        "f",
    ),
    # A default flow of somebody else.
    (
        '<task id="A" default="f"/><task id="B"/><sequenceFlow id="f" sourceRef="B" targetRef="A"/>',
        "default-not-outgoing",
        "A",
    ),
    # A flow back to the start.
    ('<startEvent id="A"/><task id="B"/><sequenceFlow id="f" sourceRef="B" targetRef="A"/>', "flow-into-start", "f"),
    # A flow after the end.
    ('<endEvent id="A"/><task id="B"/><sequenceFlow id="f" sourceRef="A" targetRef="B"/>', "flow-out-of-end", "f"),
    # A boundary event on a gateway.
    ('<exclusiveGateway id="G"/><boundaryEvent id="E" attachedToRef="G"/>', "boundary-host", "E"),
    # A boundary event on nothing.
    ('<boundaryEvent id="E" attachedToRef="G"/>', "boundary-host", "E"),
    # A lane with a stranger.
    ('<laneSet><lane id="L"><flowNodeRef>X</flowNodeRef></lane></laneSet><task id="A"/>', "dangling-reference", "L"),
    # A message nobody declared.
    ('<startEvent id="A"><messageEventDefinition messageRef="m"/></startEvent>', "dangling-reference", "A"),
    # A message task with an undeclared message.
    ('<receiveTask id="A" messageRef="m"/>', "dangling-reference", "A"),
    # A shared definition nobody wrote.
    ('<startEvent id="A"><eventDefinitionRef>x</eventDefinitionRef></startEvent>', "dangling-reference", "A"),
    # A misspelt element.
    ('<usrTask id="A"/>', "unknown-element", "A"),
    # A misspelt extension attribute would silently drop a rule.
    ('<userTask id="A" guiju:preformer="X"/>', "unknown-extension", "A"),
    # A misspelt extension element.
    ('<userTask id="A"><extensionElements><guiju:gait/></extensionElements></userTask>', "unknown-extension", None),
    # A truth value that is none, and a choice that does not exist.
    ('<task id="T"/><boundaryEvent id="A" attachedToRef="T" cancelActivity="maybe"/>', "bad-value", "A"),
    ('<eventBasedGateway id="A" eventGatewayType="Some"/>', "bad-value", "A"),
    # A task of a choreography.
    ('<choreographyTask id="A"/>', "choreography", "A"),
    # An id used twice.
    ('<task id="A"/><task id="A"/>', "duplicate-id", "A"),
    # A node without an id.
    ("<task/>", "missing-id", None),
    # A script in another language.
    ('<scriptTask id="A" scriptFormat="javascript"><script>1</script></scriptTask>', "not-feel", "A"),
    # A condition in another language.
    (
        AB.replace("/>", '><conditionExpression language="python">x</conditionExpression></sequenceFlow>', 1),
        "not-feel",
        "f",
    ),
    # A condition that does not parse.
    (
        AB.replace("/>", "><conditionExpression>amount &gt;</conditionExpression></sequenceFlow>", 1),
        "feel-syntax",
        "f",
    ),
    # A gate that does not parse.
    ('<userTask id="A" guiju:gate="1 +"/>', "feel-syntax", "A"),
    # A gate without a condition.
    ('<userTask id="A"><extensionElements><guiju:gate/></extensionElements></userTask>', "missing-attribute", "A"),
    # A claim without a name.
    (
        '<userTask id="A"><extensionElements><guiju:once key="x"/></extensionElements></userTask>',
        "missing-attribute",
        "A",
    ),
    # An input without a value.
    (
        '<callActivity id="A"><extensionElements><guiju:input name="x"/></extensionElements></callActivity>',
        "missing-attribute",
        "A",
    ),
    # A timer without a time.
    ('<intermediateCatchEvent id="A"><timerEventDefinition/></intermediateCatchEvent>', "bad-timer", "A"),
    # Many of nothing.
    ('<task id="A"><multiInstanceLoopCharacteristics/></task>', "bad-loop", "A"),
    # A maximum that is no number.
    ('<task id="A"><standardLoopCharacteristics loopMaximum="few"/></task>', "bad-number", "A"),
]


@pytest.mark.parametrize(("body", "code", "element"), BODIES)
def test_a_defect_is_refused_by_name_and_place(read, body, code, element):
    found = faults(read, body)
    assert [fault.code for fault in found] == [code]
    assert found[0].where.get("element") == element
    assert found[0].where["file"] == "p.bpmn"
    assert found[0].where["line"] == 3
    assert found[0].zh
    assert found[0].en


def test_a_collaboration_must_not_point_nowhere(read):
    roots = """<collaboration id="c"><participant id="a" processRef="P"/><participant id="b" processRef="Q"/>
      <messageFlow id="m" sourceRef="A" targetRef="X"/></collaboration><process id="P"><task id="A"/></process>"""
    found = faults(read, roots=roots)
    assert [(fault.where["element"], fault.code) for fault in found] == [
        ("b", "dangling-reference"),
        ("m", "dangling-reference"),
    ]


NO_PROPERTY = """<collaboration id="c"><correlationKey id="k"><correlationPropertyRef>x</correlationPropertyRef>
</correlationKey></collaboration><process id="P"><task id="A"/></process>"""
NO_MESSAGE = """<correlationProperty id="k"><correlationPropertyRetrievalExpression messageRef="x">
<messagePath>a</messagePath>
</correlationPropertyRetrievalExpression></correlationProperty><collaboration id="c"><correlationKey id="y">
<correlationPropertyRef>k</correlationPropertyRef></correlationKey></collaboration><process id="P"/>"""
NO_EVENT = """<process id="P"><task id="k"><multiInstanceLoopCharacteristics behavior="One" oneBehaviorEventRef="x">
<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></task></process>"""

DANGLING = [
    # An operation, an item and a category nobody wrote.
    ('<process id="P"><serviceTask id="k" operationRef="x"/></process>', "k"),
    ('<process id="P"><dataObject id="k" itemSubjectRef="x"/></process>', "k"),
    ('<process id="P"><group id="k" categoryValueRef="x"/></process>', "k"),
    # A flow that a task lists and nobody drew.
    ('<process id="P"><task id="k"><incoming>x</incoming></task></process>', "k"),
    # A key of a property nobody wrote.
    (NO_PROPERTY, "k"),
    # A property in a message nobody wrote.
    (NO_MESSAGE, "k"),
    # A subscription to a key nobody wrote.
    ('<process id="P"><correlationSubscription id="k" correlationKeyRef="x"/></process>', "k"),
    # A reference to an object nobody drew.
    ('<process id="P"><dataObjectReference id="k" dataObjectRef="x"/></process>', "k"),
    # A behavior with an event nobody defined.
    (NO_EVENT, "k"),
]


@pytest.mark.parametrize(("roots", "element"), DANGLING)
def test_a_reference_to_nothing_is_refused(read, roots, element):
    assert [(fault.code, fault.where.get("element")) for fault in faults(read, roots=roots)] == [
        ("dangling-reference", element)
    ]


def test_every_fault_of_every_file_is_said_at_once(document):
    files = [
        SourceFile("a.bpmn", document('<process id="A"><usrTask id="x"/>\n<boundaryEvent id="y"/></process>')),
        SourceFile("b.bpmn", b"<definitions"),
    ]
    assert [(fault.code, fault.where["file"]) for fault in faults(read_model, files)] == [
        ("unknown-element", "a.bpmn"),
        ("boundary-host", "a.bpmn"),
        ("broken-xml", "b.bpmn"),
    ]


def test_two_files_cannot_both_define_a_process(document):
    files = [SourceFile(name, document('<process id="A"><task id="x"/></process>')) for name in ("a.bpmn", "b.bpmn")]
    assert [fault.code for fault in faults(read_model, files)] == ["duplicate-process"]


BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="P" name="&b;"/></definitions>"""

BPMN = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
XINCLUDE = "http://www.w3.org/2001/XInclude"
FILES = [
    # An older BPMN.
    (b'<definitions xmlns="http://schema.omg.org/spec/BPMN/2.0"><process id="P"/></definitions>', "not-bpmn"),
    # What is written in another file.
    (
        f'<definitions {BPMN} xmlns:x="{XINCLUDE}"><x:include href="f"/><process id="P"/></definitions>'.encode(),
        "xinclude",
    ),
    # A choreography, which tells of messages and not of work.
    (f'<definitions {BPMN}><choreography id="c"/></definitions>'.encode(), "choreography"),
    # A thousand subprocesses in each other.
    (
        f"<definitions {BPMN}>{'<process>' * 1000}{'</process>' * 1000}</definitions>".encode(),
        "broken-xml",
    ),
    # An encoding nobody knows.
    (b'<?xml version="1.0" encoding="klingon"?><d/>', "broken-xml"),
    # An entity bomb.
    (BOMB, "doctype"),
    # The same in another encoding.
    (BOMB.decode().replace('version="1.0"', 'version="1.0" encoding="UTF-16"').encode("utf-16"), "doctype"),
    # An encoding expat does not know.
    (BOMB.replace(b'"1.0"', b'"1.0" encoding="GB18030"'), "doctype"),
    # A file of this machine.
    (b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>', "doctype"),
    # A document type elsewhere.
    (b'<!DOCTYPE d SYSTEM "http://example.invalid/d.dtd"><d/>', "doctype"),
    # Not XML.
    (b"PK\x03\x04", "broken-xml"),
    # Nothing.
    (b"", "broken-xml"),
    # XML, but no diagram.
    (b"<html/>", "not-bpmn"),
    # A diagram without a process.
    (b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "no-process"),
]


@pytest.mark.parametrize(("content", "code"), FILES)
def test_a_file_that_cannot_be_trusted_or_understood_is_refused(content, code):
    found = faults(read_model, [SourceFile("x.bpmn", content)])
    assert [fault.code for fault in found] == [code]
    assert found[0].where["file"] == "x.bpmn"


def test_a_file_of_more_than_fifty_megabytes_is_not_read():
    found = faults(read_model, [SourceFile("x.bpmn", b" " * (50 * 1024 * 1024 + 1))])
    assert [fault.code for fault in found] == ["too-large"]


def test_chinese_encodings_are_read(document):
    text = document('<process id="P" name="立案"><task id="A"/></process>').decode()
    content = text.replace("UTF-8", "GB18030").encode("gb18030")
    assert read_model([SourceFile("x.bpmn", content)]).processes["P"].name == "立案"


def test_kinds_that_are_numbered_apart_may_use_the_same_number(document):
    roots = (
        '<signal id="s1" name="go"/><process id="P"><startEvent id="s1"><signalEventDefinition signalRef="s1"/>'
        '</startEvent><task id="A"/><sequenceFlow id="f" sourceRef="s1" targetRef="A"/></process>'
    )
    start = read_model([SourceFile("x.bpmn", document(roots))]).processes["P"].elements["s1"]
    assert [trigger.name for trigger in start.triggers] == ["go"]


def test_two_definitions_with_one_id_are_refused(document):
    roots = '<signal id="s1" name="go"/><message id="s1" name="stop"/><process id="P"><task id="A"/></process>'
    found = faults(read_model, [SourceFile("x.bpmn", document(roots))])
    assert [(fault.code, fault.where["element"]) for fault in found] == [("duplicate-id", "s1")]
