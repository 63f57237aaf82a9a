"""What a multi-instance activity throws when its instances end."""

import pytest

from engine.bpmn import SourceFile, read_model

HEAD = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><message id="m1" name="m1"/>
<signal id="s1" name="s1"/><escalation id="X1" escalationCode="X1"/><error id="E1" errorCode="E1"/>
<signalEventDefinition id="signal" signalRef="s1"/><escalationEventDefinition id="escalation" escalationRef="X1"/>
<errorEventDefinition id="error" errorRef="E1"/><messageEventDefinition id="message" messageRef="m1"/>"""
SIGNAL = '<signalEventDefinition signalRef="s1"/>'
FLOWS = """<sequenceFlow id="f1" sourceRef="A" targetRef="N"/><sequenceFlow id="f2" sourceRef="B" targetRef="H"/>"""


def drawn(behavior: str, event: str, *, inside: str = "", beside: bool = True):
    loop = f"<multiInstanceLoopCharacteristics {behavior}><loopCardinality>3</loopCardinality>{inside}"
    return read_model(
        [
            SourceFile(
                "p.bpmn",
                f"""{HEAD}<process id="P"><userTask id="A">{loop}</multiInstanceLoopCharacteristics></userTask>
                <boundaryEvent id="B" attachedToRef="A" cancelActivity="{str(not beside).lower()}">{event}
                </boundaryEvent>
                <userTask id="H"/><userTask id="N"/>{FLOWS}</process></definitions>""".encode(),
            )
        ]
    )


EVERY = [
    # A signal, which others can hear as well.
    ("signal", SIGNAL),
    # An escalation.
    ("escalation", '<escalationEventDefinition escalationRef="X1"/>'),
]


@pytest.mark.parametrize(("thrown", "caught"), EVERY)
def test_none_throws_for_every_instance(play, thrown, caught):
    case = play(drawn(f'behavior="None" noneBehaviorEventRef="{thrown}"', caught))
    assert case.do("A").open == ["A", "A", "H"]
    assert case.do("A").open == ["A", "H", "H"]
    assert case.do("A").open.count("H") == 3
    assert "N" in case.open


def test_one_throws_for_the_first_instance(play):
    case = play(drawn('behavior="One" oneBehaviorEventRef="signal"', SIGNAL)).do("A", "A")
    assert case.open == ["A", "H"]
    assert [thrown.name for thrown in case.thrown] == ["s1"]


def test_what_is_thrown_may_interrupt_the_others(play):
    case = play(drawn('behavior="One" oneBehaviorEventRef="error"', "<errorEventDefinition/>", beside=False)).do("A")
    assert case.open == ["H"]
    assert case.do("H").status == "completed"


def test_an_error_that_nobody_catches_fails_the_case(play):
    assert play(drawn('behavior="One" oneBehaviorEventRef="error"', SIGNAL)).do("A").status == "failed"


def test_without_a_definition_an_unnamed_signal_is_meant_for_the_activity(play):
    case = play(drawn('behavior="One"', "<signalEventDefinition/>")).do("A")
    assert case.open == ["A", "A", "H"]
    assert case.thrown == []


def test_a_message_leaves_the_case(play):
    case = play(drawn('behavior="None" noneBehaviorEventRef="message"', SIGNAL)).do("A", "A")
    assert [(thrown.kind, thrown.name) for thrown in case.thrown] == [("message", "m1")] * 2


COMPLEX = f"""<complexBehaviorDefinition id="c1"><condition>numberOfCompletedInstances = 2 and ok</condition>
<event id="ev">{SIGNAL}</event></complexBehaviorDefinition>"""


def test_complex_throws_where_its_condition_holds_for_the_instance(play):
    case = play(drawn('behavior="Complex"', SIGNAL, inside=COMPLEX)).do("A", ok=True)
    assert case.open == ["A", "A"]
    assert case.do("A", ok=True).open == ["A", "H"]
    case = play(drawn('behavior="Complex"', SIGNAL, inside=COMPLEX)).do("A").do("A", ok=False)
    assert case.open == ["A"]
