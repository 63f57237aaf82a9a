"""Diagrams damaged at random: read, or refused with places; nothing else can happen."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from engine.bpmn import SourceFile, read_model
from engine.kernel.errors import Fault, Invalid
from engine.runtime import build_program

WHOLE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:guiju="urn:guiju:bpmn:1"
id="d" targetNamespace="t"><message id="m" name="m"/><signal id="s" name="s"/><error id="e" errorCode="e"/>
<signalEventDefinition id="one"/>
<correlationProperty id="cp" name="n"><correlationPropertyRetrievalExpression messageRef="m">
<messagePath>n</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
<collaboration id="c"><participant id="p" processRef="P"/><correlationKey id="k"><correlationPropertyRef>cp
</correlationPropertyRef></correlationKey></collaboration>
<process id="P"><dataObject id="o" name="x"/><dataObjectReference id="r" dataObjectRef="o"/>
<laneSet id="ls"><lane id="l" name="L"><flowNodeRef>A</flowNodeRef></lane></laneSet>
<startEvent id="S"><messageEventDefinition messageRef="m"/></startEvent>
<userTask id="A" guiju:performer="R" guiju:gate="x &gt; 1"><ioSpecification><dataInput id="i" name="x"/><inputSet>
<dataInputRefs>i</dataInputRefs></inputSet><outputSet/></ioSpecification><dataInputAssociation><sourceRef>r</sourceRef>
<targetRef>i</targetRef></dataInputAssociation>
<multiInstanceLoopCharacteristics behavior="One" oneBehaviorEventRef="one">
<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>
<boundaryEvent id="B" attachedToRef="A" cancelActivity="false"><timerEventDefinition><timeDuration>PT5M</timeDuration>
</timerEventDefinition></boundaryEvent>
<complexGateway id="G"><activationCondition>activationCount &gt; 1</activationCondition></complexGateway>
<subProcess id="E" triggeredByEvent="true"><startEvent id="ES"><errorEventDefinition errorRef="e"/></startEvent>
</subProcess>
<callActivity id="C" calledElement="P"/><adHocSubProcess id="H" ordering="Sequential"><task id="HT"/></adHocSubProcess>
<intermediateThrowEvent id="T"><linkEventDefinition name="l"/></intermediateThrowEvent>
<intermediateCatchEvent id="U"><linkEventDefinition name="l"/></intermediateCatchEvent><endEvent id="Z"/>
<sequenceFlow id="f1" sourceRef="S" targetRef="A"/><sequenceFlow id="f2" sourceRef="A" targetRef="G">
<conditionExpression>x = 1</conditionExpression></sequenceFlow><sequenceFlow id="f3" sourceRef="B" targetRef="G"/>
<sequenceFlow id="f4" sourceRef="G" targetRef="C"/><sequenceFlow id="f5" sourceRef="C" targetRef="H"/>
<sequenceFlow id="f6" sourceRef="H" targetRef="T"/><sequenceFlow id="f7" sourceRef="U" targetRef="Z"/></process>
</definitions>
"""
SPLINTERS = st.sampled_from(
    ['"', "<", ">", "/>", "</task>", "&", "x", " ", "id", "Ref", "P", "A", "true", "-1", "()", "[", "\x00", "立", "1"]
)


@given(st.lists(st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 12), SPLINTERS), min_size=1, max_size=4))
def test_a_damaged_diagram_is_read_or_refused(damages):
    text = WHOLE
    for position, length, splinter in damages:
        text = text[:position] + splinter + text[position + length :]
    check(text.encode("utf-8", "surrogatepass"))


@given(st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE)))
def test_a_diagram_of_which_a_part_is_lost_is_read_or_refused(one, other):
    first, last = sorted((one, other))
    check((WHOLE[:first] + WHOLE[last:]).encode())


@given(st.binary(max_size=200))
def test_bytes_that_are_no_diagram_are_refused(content):
    check(content)


def check(content: bytes) -> None:
    faults = faults_of(content)
    assert all(fault.where["file"] == "damaged.bpmn" and fault.zh and fault.en for fault in faults)


def faults_of(content: bytes) -> Sequence[Fault]:
    try:
        build_program(read_model([SourceFile("damaged.bpmn", content)]))
    except Invalid as error:
        return error.faults
    return ()
