"""Very many timers and messages of one case: rows follow each step, and no step looks at all of them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from engine.commands.claim_task import claim_task
from engine.commands.complete_task import complete_task
from engine.kernel.clock import TravelClock
from tests.driving.casework import Casework, logins
from tests.driving.district import District
from tests.integration.messages.conftest import Deploy, line, task

ITEMS = 40
CATCH = '<intermediateCatchEvent id="Wait"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
LOOP = (
    f"<multiInstanceLoopCharacteristics><loopCardinality>{ITEMS}</loopCardinality></multiInstanceLoopCharacteristics>"
)
REMINDED = """<boundaryEvent id="Due" attachedToRef="Each" cancelActivity="false"><timerEventDefinition>
<timeCycle>R3/P1D</timeCycle></timerEventDefinition></boundaryEvent><endEvent id="Told"/>
<sequenceFlow id="told" sourceRef="Due" targetRef="Told"/>"""
INSIDE = line('<startEvent id="In"/>', task("Each", "逐个"), CATCH, '<endEvent id="Out"/>').replace(
    'id="flow', 'id="in'
)

Ask = Callable[..., list[Any]]


def armed(ask: Ask) -> int:
    return int(ask("select count(*) from timer where status = 'armed'")[0][0])


def awaited(ask: Ask) -> int:
    return int(ask("select count(*) from message_wait")[0][0])


def test_rows_of_timers_and_messages_follow_each_step(
    district: District, deploy: Deploy, post: Callable[..., UUID], ask: Ask
) -> None:
    many = f'<subProcess id="Many">{LOOP}{INSIDE}{REMINDED}</subProcess>'
    deploy("many", line('<startEvent id="S"/>', task("Ask", "询问"), many, '<endEvent id="E"/>'))
    case = Casework.begun(district, "many", by="王强")
    case.do("询问", {"办理人": "王强"})
    tasks = [row[0] for row in ask("select id from task where name_zh = '逐个' order by id")]
    assert (len(tasks), armed(ask), awaited(ask)) == (ITEMS, ITEMS, 0)
    login = logins()["王强"]
    for task_id in tasks[3:8]:
        district.do(login, claim_task, task_id=task_id)
        district.do(login, complete_task, task_id=task_id, data={})
    assert (armed(ask), awaited(ask)) == (ITEMS - 5, 5)
    for count in (1, 2):
        post("answer")
        district.work_off()
        assert awaited(ask) == 5 - count
    clock = district.edge.clock
    assert isinstance(clock, TravelClock)
    clock.travel(timedelta(days=1, minutes=1))
    district.let_fall_due()
    # Every cycle has fired once and is armed for its next beat.
    assert armed(ask) == ITEMS - 5
    assert ask("select count(*) from timer where status = 'fired'") == [(ITEMS - 5,)]
    assert ask('select waits from "case" where id = :case', case=case.case_id) == [(ITEMS - 5 + 3,)]
