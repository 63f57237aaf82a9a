"""Timers and messages reach the case that waits for them, once, and never one that is suspended."""

from datetime import timedelta
from uuid import UUID

import pytest

from engine.bpmn import SourceFile
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.perform import perform
from engine.commands.resume_case import resume_case
from engine.commands.suspend_case import suspend_case
from engine.kernel.actor import system_actor
from engine.kernel.context import Context
from engine.kernel.database import transaction
from engine.kernel.ids import new_id
from engine.messages.sending import send_messages
from engine.runtime import Thrown
from engine.work.pulses import fire_due_timers
from tests.driving.casework import Casework
from tests.driving.district import District

FORM = b"""{"type": "default", "id": "wait", "schemaVersion": 19, "properties": {"title": "x", "title.en": "x"},
"components": [{"type": "textfield", "id": "f_note", "key": "note", "label": "x", "properties": {"label.en": "x"}}]}"""
MANIFEST = b"""key = "waiting"
title.zh = "x"
title.en = "x"
owner = "x"
bpmn = "w/w.bpmn"
forms = ["w/w.form"]
"""
DIAGRAM = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:guiju="urn:guiju:bpmn:1"
  targetNamespace="urn:test">
  <message id="m" name="answer"/>
  <process id="Waiting" isExecutable="true" guiju:key="waiting">
    <startEvent id="Begin"/>
    <sequenceFlow id="f0" sourceRef="Begin" targetRef="Ask"/>
    <userTask id="Ask" name="询问" guiju:performer="OFFICER_LEAD" guiju:unit='"SQUAD_01"' guiju:form="wait"/>
    <sequenceFlow id="f1" sourceRef="Ask" targetRef="Wait"/>
    <intermediateCatchEvent id="Wait">{event}</intermediateCatchEvent>
    <sequenceFlow id="f2" sourceRef="Wait" targetRef="Read"/>
    <userTask id="Read" name="阅读" guiju:performer="OFFICER_LEAD" guiju:unit='"SQUAD_01"' guiju:form="wait"/>
    <sequenceFlow id="f3" sourceRef="Read" targetRef="End"/>
    <endEvent id="End"/>
  </process>
</definitions>"""
TIMER = "<timerEventDefinition><timeDuration>P2D</timeDuration></timerEventDefinition>"
MESSAGE = '<messageEventDefinition messageRef="m"/>'


def waiting(district: District, event: str) -> Casework:
    files = [
        SourceFile("w/procedure.toml", MANIFEST),
        SourceFile("w/w.bpmn", DIAGRAM.replace("{event}", event).encode()),
        SourceFile("w/w.form", FORM),
    ]
    actor = system_actor(district.tenant_id)
    perform(district.edge, actor, deploy_procedure, request_key=str(new_id()), files=files, note="x")
    case = Casework.begun(district, "waiting", by="王强")
    case.do("询问", {"办理人": "王强"})
    assert case.open_steps == {}
    return case


def answer(district: District) -> None:
    with transaction(district.edge.database, district.tenant_id) as session:
        ctx = Context(session, system_actor(district.tenant_id), district.edge.clock)
        send_messages(ctx, None, [Thrown("x", "message", "answer", {}, {})])
    district.work_off()


def halt(district: District, case_id: UUID) -> None:
    district.do("liuzhiyuan", suspend_case, case_id=case_id, reason="等待其他机关的裁决")


def let_go_on(district: District, case_id: UUID) -> None:
    district.do("liuzhiyuan", resume_case, case_id=case_id, reason="裁决已作出")


def test_a_timer_fires_once_when_it_is_due_and_not_before(district: District) -> None:
    case = waiting(district, TIMER)
    assert fire_due_timers(district.edge) == 0
    district.edge.clock.travel(timedelta(days=2, seconds=1))
    assert fire_due_timers(district.edge) == 1
    assert list(case.open_steps) == ["阅读"]
    assert fire_due_timers(district.edge) == 0


def test_a_timer_of_a_suspended_case_waits_until_it_is_resumed(district: District) -> None:
    case = waiting(district, TIMER)
    halt(district, case.case_id)
    district.edge.clock.travel(timedelta(days=3))
    # The workers do not even see it, so that suspended cases never crowd out others.
    assert fire_due_timers(district.edge) == 0
    assert case.status == "suspended"
    let_go_on(district, case.case_id)
    assert fire_due_timers(district.edge) == 1
    assert list(case.open_steps) == ["阅读"]


def test_a_message_reaches_the_case_that_waits_for_it(district: District) -> None:
    case = waiting(district, MESSAGE)
    answer(district)
    assert list(case.open_steps) == ["阅读"]


def test_a_message_to_a_suspended_case_is_kept_until_it_is_resumed(district: District) -> None:
    case = waiting(district, MESSAGE)
    halt(district, case.case_id)
    answer(district)
    assert (case.status, case.open_steps) == ("suspended", {})
    let_go_on(district, case.case_id)
    district.work_off()
    assert list(case.open_steps) == ["阅读"]


@pytest.mark.parametrize("times", [2])
def test_a_message_that_comes_early_is_kept_for_the_first_who_waits(district: District, times: int) -> None:
    for _ in range(times):
        answer(district)
    case = waiting(district, MESSAGE)
    district.work_off()
    assert list(case.open_steps) == ["阅读"]
