"""A timer has its one effect when it is due, and waits while its case is suspended."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from engine.bpmn import SourceFile
from engine.commands.cancel_case import cancel_case
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.fire_timer import fire_timer
from engine.commands.perform import perform
from engine.commands.resume_case import resume_case
from engine.commands.suspend_case import suspend_case
from engine.kernel.actor import system_actor
from engine.kernel.clock import TravelClock
from engine.kernel.database import transaction
from engine.kernel.ids import new_id
from tests.driving.casework import Casework
from tests.driving.district import District

DRAWING = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:guiju="urn:guiju:bpmn:1" id="D">
<process id="Remind" name="催办" isExecutable="true" guiju:key="remind" guiju:owner="INTAKE_CENTRE">
<startEvent id="S"><outgoing>A</outgoing></startEvent><sequenceFlow id="A" sourceRef="S" targetRef="Answer"/>
<manualTask id="Answer" name="答复" guiju:performer="DISPATCHER" guiju:unit='"INTAKE_CENTRE"'>
<incoming>A</incoming><outgoing>B</outgoing></manualTask>
<boundaryEvent id="Late" attachedToRef="Answer" cancelActivity="false"><outgoing>C</outgoing>
<timerEventDefinition><timeDuration>PT24H</timeDuration></timerEventDefinition></boundaryEvent>
<sequenceFlow id="C" sourceRef="Late" targetRef="Urge"/>
<manualTask id="Urge" name="催办" guiju:performer="DISPATCHER" guiju:unit='"INTAKE_CENTRE"'>
<incoming>C</incoming><outgoing>F</outgoing></manualTask>
<sequenceFlow id="F" sourceRef="Urge" targetRef="E2"/><endEvent id="E2"><incoming>F</incoming></endEvent>
<sequenceFlow id="B" sourceRef="Answer" targetRef="E"/><endEvent id="E"><incoming>B</incoming></endEvent>
</process></definitions>"""
MANIFEST = """key = "remind"
title.zh = "催办"
title.en = "Remind"
owner = "INTAKE_CENTRE"
bpmn = "remind.bpmn"
"""


@pytest.fixture
def reminded(district: District) -> Casework:
    """A case whose first step is answered within a day, or somebody is urged."""
    files = [SourceFile("procedure.toml", MANIFEST.encode()), SourceFile("remind.bpmn", DRAWING.encode())]
    actor = system_actor(district.tenant_id)
    perform(district.edge, actor, deploy_procedure, request_key=str(new_id()), files=files, note="催办")
    receipt = district.start("wuqian", "remind")
    assert receipt.case_id is not None
    return Casework(district, receipt.case_id)


def timer_of(district: District) -> UUID:
    """Return the one timer there is."""
    with transaction(district.edge.database, district.tenant_id) as session:
        return session.scalars(text("select id from timer")).one()


def status_of(district: District) -> str:
    """Return the status of the one timer there is."""
    with transaction(district.edge.database, district.tenant_id) as session:
        return str(session.scalars(text("select status from timer")).one())


def travel(district: District, span: timedelta) -> None:
    """Let time pass."""
    clock = district.edge.clock
    assert isinstance(clock, TravelClock)
    clock.travel(span)


def fire(district: District) -> None:
    """Fire the timer, as the worker does for every one that it finds due."""
    actor = system_actor(district.tenant_id)
    perform(district.edge, actor, fire_timer, request_key=str(new_id()), timer_id=timer_of(district))


def test_a_timer_fires_when_it_is_due_and_once(district: District, reminded: Casework) -> None:
    travel(district, timedelta(hours=23))
    fire(district)
    assert list(reminded.open_steps) == ["答复"]
    travel(district, timedelta(hours=2))
    fire(district)
    assert list(reminded.open_steps) == ["答复", "催办"]
    fire(district)
    assert list(reminded.open_steps) == ["答复", "催办"]
    assert status_of(district) == "fired"


def test_a_timer_of_a_suspended_case_waits_until_it_is_resumed(district: District, reminded: Casework) -> None:
    district.do("wuqian", suspend_case, case_id=reminded.case_id, reason="等待鉴定")
    travel(district, timedelta(days=2))
    fire(district)
    assert list(reminded.open_steps) == ["答复"]
    assert status_of(district) != "fired"
    district.do("wuqian", resume_case, case_id=reminded.case_id, reason="鉴定完毕")
    fire(district)
    assert list(reminded.open_steps) == ["答复", "催办"]


def test_a_timer_of_a_step_that_is_done_or_a_case_that_is_over_is_cancelled(
    district: District, reminded: Casework
) -> None:
    district.do("wuqian", cancel_case, case_id=reminded.case_id, reason="误登记")
    assert status_of(district) == "cancelled"
    travel(district, timedelta(days=2))
    fire(district)
    assert reminded.open_steps == {}
