"""What a diagram may say that we do not run: refused by name, never run wrongly."""

from datetime import UTC, datetime

import pytest

from engine.kernel.errors import Invalid, NotFound
from engine.runtime import Environment, build_program, start
from engine.runtime.errors import AmbiguousStart, StartNotMet

ONE_OF_MANY = """<task id='X'><multiInstanceLoopCharacteristics behavior='Some'><loopCardinality>2</loopCardinality>
</multiInstanceLoopCharacteristics></task>""".replace("\n", "")
TWO_EVENTS = """<intermediateCatchEvent id='X'><messageEventDefinition messageRef='m1'/>
<linkEventDefinition name='l'/>
</intermediateCatchEvent>""".replace("\n", "")
NO_DATE = """<intermediateCatchEvent id='X'><timerEventDefinition><timeDate>PT5M</timeDate></timerEventDefinition>
</intermediateCatchEvent>""".replace("\n", "")
ELSEWHERE = "<intermediateCatchEvent id='C'><linkEventDefinition name='l'/></intermediateCatchEvent>"
UNDONE = """<boundaryEvent id='X' attachedToRef='A'><compensateEventDefinition/></boundaryEvent>
<association id='x' sourceRef='X' targetRef='H'/>
<userTask id='H' isForCompensation='true'/>"""
ALSO_UNDONE = "<association id='n' sourceRef='N' targetRef='H'/>\n"
UNDONE_OR_MESSAGE = "user A\n" + UNDONE.replace("<comp", "<messageEventDefinition messageRef='m1'/><comp")
HANDLER = """<subProcess id='X' triggeredByEvent='true'><startEvent id='s'><messageEventDefinition messageRef='m1'/>
</startEvent></subProcess>""".replace("\n", "")

REFUSED = [
    # Elements we have no behaviour for.
    ("<implicitThrowEvent id='X'/>", "unsupported-element"),
    # Ad-hoc subprocesses that begin by themselves, or hold nothing to begin.
    ("<adHocSubProcess id='X'><startEvent id='a'/><task id='b'/></adHocSubProcess>", "ad-hoc-start"),
    ("<adHocSubProcess id='X'/>", "ad-hoc-empty"),
    # Compensations of which it is not certain what they undo, or by what.
    ("user A; boundary X A compensate", "no-undo-handler"),
    ("<userTask id='X' isForCompensation='true'/>\nuser A\nA > X", "undo-handler-in-flow"),
    (f"user A; boundary N A compensate\n{ALSO_UNDONE}{UNDONE}", "several-undo-handlers"),
    (UNDONE_OR_MESSAGE, "undo-alone"),
    ("throw X compensate nowhere", "undo-target"),
    # A parallel gateway of events that begins nothing, and a beginning in the middle.
    ("<eventBasedGateway id='X' eventGatewayType='Parallel'/>", "parallel-events"),
    ("user A\n<receiveTask id='X' instantiate='true' messageRef='m1'/>\nA > X", "begins-in-flow"),
    # A multi-instance that throws nobody knows what.
    (ONE_OF_MANY, "behavior"),
    # Events that wait for what we cannot watch.
    ("end X cancel", "unsupported-event"),
    ("start X error E1", "unsupported-event"),
    ("<intermediateCatchEvent id='X'/>", "unsupported-event"),
    # An event subprocess that nothing starts, or that stands in the flow.
    ("<subProcess id='X' triggeredByEvent='true'><startEvent id='a'/></subProcess>", "event-subprocess"),
    ("<subProcess id='X' triggeredByEvent='true'/>", "event-subprocess"),
    (f"{HANDLER}\nboundary B X message m1", "event-subprocess"),
    # A compensation event subprocess that something else could start as well.
    (HANDLER.replace("id='X'", "id='U'").replace("id='s'><", "id='X'><compensateEventDefinition/><"), "undo-alone"),
    # A cancellation nobody catches.
    ("<transaction id='T'><endEvent id='X'><cancelEventDefinition/></endEvent></transaction>", "unsupported-event"),
    # A jump that is something else besides.
    (TWO_EVENTS, "several-events"),
    # Calls into the void, or into a process that cannot be called.
    ("call X Nobody", "unknown-process"),
    ("<callActivity id='X'/>", "unknown-process"),
    ("call X Q", "no-blank-start"),
    # A subprocess with two beginnings.
    ("<subProcess id='X'><startEvent id='a'/><startEvent id='b'/></subProcess>", "several-starts"),
    # A jump to nowhere, from nowhere, to another scope, or to several places.
    ("throw X link nowhere", "link-without-target"),
    ("catch X link nowhere", "link-without-source"),
    (f"throw X link l\n<subProcess id='P1'>{ELSEWHERE}</subProcess>", "link-without-target"),
    ("throw X link l; catch A link l; catch B link l", "several-link-targets"),
    # A task where only events compete.
    ("event X; user Y\nX > Y", "gateway-target"),
    # A text that is ISO 8601, but not what is asked for.
    (NO_DATE, "bad-time"),
    ("catch X timer 2026-13-77", "bad-time"),
]


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_it_is_refused_with_file_line_and_element(draw, text, code):
    with pytest.raises(Invalid) as caught:
        build_program(draw(text, Q="start q message m1"))
    fault = next(fault for fault in caught.value.faults if fault.code == code)
    assert (fault.where["element"], fault.where["file"]) == ("X", "0.bpmn")
    assert fault.where["line"] >= 1
    assert fault.zh
    assert fault.en


def test_everything_unsupported_is_said_at_once(draw):
    with pytest.raises(Invalid) as caught:
        build_program(draw("<implicitThrowEvent id='X'/>\n<implicitThrowEvent id='Y'/>"))
    assert [fault.where["element"] for fault in caught.value.faults] == ["X", "Y"]


def test_a_start_must_be_known_and_unambiguous(draw):
    program = build_program(draw("start S message m1; start T message m2; user A\nS > A; T > A"))
    environment = Environment(datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(AmbiguousStart):
        start(program, process="P", data={}, environment=environment)
    with pytest.raises(NotFound):
        start(program, process="P", data={}, environment=environment, start_event="X")
    with pytest.raises(NotFound):
        start(program, process="Nobody", data={}, environment=environment)


def test_a_case_that_a_condition_begins_needs_the_condition_met(draw):
    event = "<conditionalEventDefinition><condition>x > 5</condition></conditionalEventDefinition>"
    program = build_program(draw(f"<startEvent id='S'>{event}</startEvent>\nuser A\nS > A"))
    environment = Environment(datetime(2026, 11, 24, 1, 0, tzinfo=UTC))
    with pytest.raises(StartNotMet, match="x > 5"):
        start(program, process="P", data={"x": 1}, environment=environment)
    case = start(program, process="P", data={"x": 9}, environment=environment)
    assert [task.element for task in case.opened] == ["A"]
