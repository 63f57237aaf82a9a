"""A service task that names an operation is done by a worker: once, again after a failure, or not at all."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from engine.audit.verification import verify_tenant
from engine.commands.cancel_case import cancel_case
from engine.commands.complete_task import complete_task
from engine.commands.reassign_task import reassign_task
from engine.commands.resume_case import resume_case
from engine.commands.retry_incident import retry_incident
from engine.commands.skip_incident import skip_incident
from engine.commands.suspend_case import suspend_case
from engine.jobs.queue import cancel
from engine.kernel.clock import TravelClock
from engine.kernel.database import driver, transaction
from engine.tasks.errors import TaskOfMachine
from engine.work.errands import do_errand, note_given_up
from engine.work.pulses import renew_due_errands
from tests.driving.casework import Casework
from tests.driving.district import District
from tests.integration.errands.conftest import Finish, Machine
from tests.integration.messages.conftest import Deploy, line, task

START, END = '<startEvent id="S"/>', '<endEvent id="E"/>'
TAKE = '<extensionElements><guiju:input name="text" value="note"/></extensionElements>'
SERVE = f'<serviceTask id="Serve" name="查询" guiju:operation="machine.ask">{TAKE}</serviceTask>'
ASKING = line(START, task("Ask", "询问"), SERVE, task("Read", "阅读"), END)
CAUGHT = (
    ASKING
    + '<boundaryEvent id="Missing" attachedToRef="Serve"><errorEventDefinition/></boundaryEvent>'
    + task("Search", "查找")
    + '<sequenceFlow id="toSearch" sourceRef="Missing" targetRef="Search"/>'
    + '<endEvent id="E2"/><sequenceFlow id="toEnd" sourceRef="Search" targetRef="E2"/>'
)
BREAKING = line(
    START,
    task("Ask", "询问"),
    SERVE,
    '<scriptTask id="Sum" name="计算"><script>{share: 100 / number(result)}</script></scriptTask>',
    task("Read", "阅读"),
    END,
)

Ask = Callable[..., list[Any]]


def begun(district: District, deploy: Deploy, body: str = ASKING, note: str = "甲") -> Casework:
    """Return a case whose first step is done, so that a machine is to be asked."""
    deploy("asking", body)
    case = Casework.begun(district, "asking", by="王强")
    district.do("wangqiang", complete_task, task_id=case.open_steps["询问"], data={"note": note})
    return case


def travel(district: District, seconds: float) -> None:
    clock = district.edge.clock
    assert isinstance(clock, TravelClock)
    clock.travel(timedelta(seconds=seconds))


def errands(ask: Ask) -> list[tuple[Any, ...]]:
    return ask("select status, attempt, failures from errand order by task_id")


def incident(ask: Ask) -> UUID:
    [(identity,)] = ask("select id from incident where status = 'open'")
    return identity


def states(ask: Ask) -> list[tuple[Any, ...]]:
    return ask("select element, kind, status, attempts from incident order by id")


def test_a_worker_asks_once_and_the_case_goes_on(
    district: District, deploy: Deploy, machine: Machine, ask: Ask, work: Finish
) -> None:
    case = begun(district, deploy)
    assert list(case.open_steps) == ["查询"]
    assert machine.asked == []
    work()
    assert list(case.open_steps) == ["阅读"]
    assert case.document["result"] == "甲"
    [request] = machine.asked
    assert dict(request.inputs) == {"text": "甲", "count": None}
    assert errands(ask) == [("done", 1, 0)]
    assert ask("select record #>> '{Serve,by}' from \"case\"") == [(None,)]
    with district.looking("wangqiang") as ctx:
        assert verify_tenant(driver(ctx.session), district.tenant_id, is_intact=bool).is_sound


def test_a_second_run_of_the_same_job_does_nothing(
    district: District, deploy: Deploy, machine: Machine, work: Finish
) -> None:
    case = begun(district, deploy)
    task_id = case.open_steps["查询"]
    work()
    do_errand(district.edge, district.tenant_id, task_id, 1)
    assert len(machine.asked) == 1
    assert list(case.open_steps) == ["阅读"]


def test_a_failed_attempt_is_made_again_after_growing_pauses_then_a_person_is_asked(
    district: District, deploy: Deploy, machine: Machine, ask: Ask, work: Finish
) -> None:
    case = begun(district, deploy)
    machine.refuses()
    machine.refuses()
    machine.refuses()
    work()
    assert errands(ask) == [("open", 2, 1)]
    travel(district, 9)
    assert renew_due_errands(district.edge) == 0
    travel(district, 1)
    assert renew_due_errands(district.edge) == 1
    work()
    travel(district, 19)
    assert renew_due_errands(district.edge) == 0
    travel(district, 1)
    renew_due_errands(district.edge)
    work()
    assert states(ask) == [("Serve", "operation", "open", 1)]
    assert ask("select sentence_zh from incident") == [("机器正忙",)]
    assert errands(ask)[0][0] == "stuck"
    district.do("tianye", retry_incident, incident_id=incident(ask))
    work()
    assert states(ask) == [("Serve", "operation", "resolved", 1)]
    assert list(case.open_steps) == ["阅读"]
    assert len({request.key for request in machine.asked}) == 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        # A bug in the operation.
        (ZeroDivisionError("x"), "操作出错（ZeroDivisionError: x）"),
        # No answer in time.
        (lambda: __import__("time").sleep(1.5) or {}, "1 秒内没有回答"),
    ],
)
def test_what_goes_wrong_inside_an_operation_is_told_in_words(
    district: District, deploy: Deploy, machine: Machine, ask: Ask, work: Finish, answer: Any, said: str
) -> None:
    begun(district, deploy)
    machine.answers.append(answer)
    work()
    assert ask("select status, failures, said_zh from errand") == [("open", 1, said)]


def test_an_error_of_the_business_is_caught_where_the_diagram_catches_it(
    district: District, deploy: Deploy, machine: Machine, ask: Ask, work: Finish
) -> None:
    case = begun(district, deploy, CAUGHT)
    machine.reports("GONE", hint="已注销")
    work()
    assert list(case.open_steps) == ["查找"]
    assert case.document["hint"] == "已注销"
    assert errands(ask) == [("withdrawn", 1, 0)]


def test_an_error_nobody_catches_leaves_the_case_where_it_is(
    district: District, deploy: Deploy, machine: Machine, ask: Ask, work: Finish
) -> None:
    case = begun(district, deploy)
    machine.reports("GONE")
    work()
    assert case.status == "active"
    assert states(ask) == [("Serve", "operation", "open", 1)]
    assert "GONE" in ask("select sentence_zh from incident")[0][0]
    district.do("tianye", skip_incident, incident_id=incident(ask), reason="人工已核对", values={"result": "无"})
    work()
    assert list(case.open_steps) == ["阅读"]
    assert case.document["result"] == "无"
    assert states(ask) == [("Serve", "operation", "skipped", 1)]
    assert ask("select record ? 'Serve' from \"case\"") == [(False,)]
    assert len(machine.asked) == 1


def test_corrected_data_reach_the_operation(
    district: District, deploy: Deploy, machine: Machine, ask: Ask, work: Finish
) -> None:
    case = begun(district, deploy)
    machine.refuses(temporary=False)
    work()
    district.do("tianye", retry_incident, incident_id=incident(ask), changes={"note": "乙"}, reason="写错")
    work()
    assert [request.inputs["text"] for request in machine.asked] == ["甲", "乙"]
    assert case.document["result"] == "乙"


def test_a_step_that_fails_behind_the_operation_is_retried_without_asking_again(
    district: District, deploy: Deploy, machine: Machine, ask: Ask, work: Finish
) -> None:
    case = begun(district, deploy, BREAKING)
    machine.answers.append({"result": "0"})
    work()
    assert list(case.open_steps) == ["查询"]
    assert states(ask) == [("Sum", "script", "open", 1)]
    assert renew_due_errands(district.edge) == 0
    district.do("tianye", skip_incident, incident_id=incident(ask), reason="不分", values={"share": 1})
    work()
    assert list(case.open_steps) == ["阅读"]
    assert len(machine.asked) == 1
    assert case.document["result"] == "0"


def test_the_job_of_a_lost_worker_is_found_by_its_lease(
    district: District, deploy: Deploy, machine: Machine, ask: Ask, work: Finish
) -> None:
    case = begun(district, deploy)
    [(job,)] = ask("select job_id from errand")
    travel(district, 61)
    assert renew_due_errands(district.edge) == 1
    assert errands(ask) == [("open", 1, 0)], "the job is in the queue still"
    with transaction(district.edge.database, district.tenant_id) as session:
        assert cancel(session, job)
    travel(district, 61)
    renew_due_errands(district.edge)
    work()
    assert errands(ask) == [("done", 2, 0)]
    assert list(case.open_steps) == ["阅读"]


def test_a_cancelled_case_asks_nobody(
    district: District, deploy: Deploy, machine: Machine, ask: Ask, work: Finish
) -> None:
    case = begun(district, deploy)
    district.do("chenjianguo", cancel_case, case_id=case.case_id, reason="重复")
    work()
    assert machine.asked == []
    assert errands(ask) == [("withdrawn", 1, 0)]


def test_a_suspended_case_waits_and_what_came_meanwhile_is_kept(
    district: District, deploy: Deploy, machine: Machine, ask: Ask, work: Finish
) -> None:
    case = begun(district, deploy)

    def suspend() -> dict[str, Any]:
        district.do("chenjianguo", suspend_case, case_id=case.case_id, reason="待查")
        return {"result": "丙"}

    machine.answers.append(suspend)
    work()
    assert list(case.open_steps) == ["查询"]
    district.do("chenjianguo", resume_case, case_id=case.case_id, reason="查清")
    travel(district, 1)
    renew_due_errands(district.edge)
    work()
    assert case.document["result"] == "丙"
    assert len(machine.asked) == 1


def test_nobody_does_it_in_place_of_the_machine(district: District, deploy: Deploy) -> None:
    case = begun(district, deploy)
    with pytest.raises(TaskOfMachine):
        district.do("chenjianguo", reassign_task, task_id=case.open_steps["查询"], login="wangqiang", reason="代办")


def test_many_items_are_asked_for_one_by_one(
    district: District, deploy: Deploy, machine: Machine, ask: Ask, work: Finish
) -> None:
    many = SERVE.replace(
        "</serviceTask>",
        "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>"
        "</serviceTask>",
    )
    case = begun(district, deploy, line(START, task("Ask", "询问"), many, task("Read", "阅读"), END))
    machine.refuses(temporary=False)
    machine.refuses(temporary=False)
    work()
    assert sorted(status for status, *_ in errands(ask)) == ["done", "stuck", "stuck"]
    district.do("tianye", retry_incident, incident_id=incident(ask))
    work()
    assert list(case.open_steps) == ["阅读"]


def test_giving_up_twice_is_noted_once(
    district: District, deploy: Deploy, machine: Machine, ask: Ask, work: Finish
) -> None:
    case = begun(district, deploy)
    task_id = case.open_steps["查询"]
    work()
    note_given_up(district.edge, district.tenant_id, task_id)
    assert states(ask) == []
