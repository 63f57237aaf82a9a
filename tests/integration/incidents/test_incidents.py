"""A step that cannot be taken leaves the case where it was, and an incident that somebody deals with."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from engine.audit.verification import verify_tenant
from engine.cases.errors import GatePassedBy
from engine.commands.cancel_case import cancel_case
from engine.commands.complete_task import complete_task
from engine.commands.retry_incident import retry_incident
from engine.commands.save_draft import save_draft
from engine.commands.send_message import send_message
from engine.commands.send_signal import send_signal
from engine.commands.skip_incident import skip_incident
from engine.commands.withdraw_incident import withdraw_incident
from engine.incidents.errors import (
    DraftChanged,
    IncidentClosed,
    IncidentOpened,
    IncidentUnderway,
    NoCaseToChange,
    SkipUnfit,
)
from engine.kernel.clock import TravelClock
from engine.kernel.database import driver
from engine.organization.errors import MissingPermission
from engine.runtime.errors import ExecutionFailed
from engine.work.pulses import fire_due_timers
from tests.driving.casework import Casework
from tests.driving.district import District
from tests.integration.messages.conftest import Deploy, line, task

START, END = '<startEvent id="S"/>', '<endEvent id="E"/>'
DIVIDE = '<scriptTask id="Sum" name="计算"><script>{share: 100 / number(note)}</script></scriptTask>'
FAILING = line(START, task("Ask", "询问"), DIVIDE, task("Read", "阅读"), END)
CHOICE = (
    line(START, task("Ask", "询问"), '<exclusiveGateway id="X" name="去向"/>')
    + task("Read", "阅读")
    + task("Other", "另办")
    + END
    + "".join(
        f'<sequenceFlow id="{one}_{other}" sourceRef="{one}" targetRef="{other}">{condition}</sequenceFlow>'
        for one, other, condition in (
            # The proof cannot read these, so that the gap between them is not seen before a case comes to it.
            ("X", "Read", '<conditionExpression>lower case(note) = "a"</conditionExpression>'),
            ("X", "Other", '<conditionExpression>lower case(note) = "b"</conditionExpression>'),
            ("Read", "E", ""),
            ("Other", "E", ""),
        )
    )
)
LATE = (
    '<intermediateCatchEvent id="T"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>'
    "</intermediateCatchEvent>"
)
CATCH = '<intermediateCatchEvent id="Wait"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
HEAR = '<intermediateCatchEvent id="Wait"><signalEventDefinition signalRef="s"/></intermediateCatchEvent>'
BEGUN = '<startEvent id="B"><messageEventDefinition messageRef="b"/></startEvent>'

Ask = Callable[..., list[Any]]


def stopped(district: District, deploy: Deploy, body: str = FAILING, note: str = "0") -> tuple[Casework, UUID]:
    """Return a case of which a person has completed the first step in vain, and the step."""
    deploy("failing", body)
    case = Casework.begun(district, "failing", by="王强")
    task_id = case.open_steps["询问"]
    with pytest.raises(IncidentOpened):
        submit(district, task_id, note)
    return case, task_id


def submit(district: District, task_id: UUID, note: str) -> None:
    district.do("wangqiang", complete_task, task_id=task_id, data={"note": note})


def incident(ask: Ask) -> UUID:
    [(identity,)] = ask("select id from incident where status = 'open'")
    return identity


def states(ask: Ask) -> list[tuple[Any, ...]]:
    return ask("select element, kind, status, attempts from incident order by id")


def travel(district: District, **span: float) -> None:
    clock = district.edge.clock
    assert isinstance(clock, TravelClock)
    clock.travel(timedelta(**span))


def kinds(case: Casework, ask: Ask) -> list[str]:
    return [kind for (kind,) in ask("select kind from event where case_id = :case order by seq", case=case.case_id)]


def test_a_failed_step_is_undone_noted_and_kept_as_a_draft(district: District, deploy: Deploy, ask: Ask) -> None:
    deploy("failing", FAILING)
    case = Casework.begun(district, "failing", by="王强")
    task_id = case.open_steps["询问"]
    with pytest.raises(IncidentOpened) as refusal:
        submit(district, task_id, "0")
    assert "计算" in refusal.value.sentence("zh")
    assert "保存为草稿" in refusal.value.sentence("zh")
    assert "100 / number(note)" in refusal.value.sentence("en")
    assert list(case.open_steps) == ["询问"]
    assert district.worksheet("wangqiang", task_id).values == {"note": "0"}
    assert states(ask) == [("Sum", "script", "open", 1)]
    assert kinds(case, ask) == ["case:started", "incident:opened"]
    with pytest.raises(IncidentOpened):
        submit(district, task_id, "0")
    assert states(ask) == [("Sum", "script", "open", 2)]
    with district.looking("wangqiang") as ctx:
        assert verify_tenant(driver(ctx.session), district.tenant_id, is_intact=bool).is_sound


def test_whoever_corrects_the_form_closes_the_incident(district: District, deploy: Deploy, ask: Ask) -> None:
    case, task_id = stopped(district, deploy)
    submit(district, task_id, "4")
    assert list(case.open_steps) == ["阅读"]
    assert states(ask) == [("Sum", "script", "resolved", 1)]


def test_an_incident_that_is_retried_in_vain_is_open_again(district: District, deploy: Deploy, ask: Ask) -> None:
    case, _ = stopped(district, deploy)
    district.do("tianye", retry_incident, incident_id=incident(ask))
    with pytest.raises(IncidentUnderway):
        district.do("tianye", retry_incident, incident_id=incident(ask))
    district.work_off()
    assert states(ask) == [("Sum", "script", "open", 2)]
    assert list(case.open_steps) == ["询问"]
    assert kinds(case, ask)[1:] == ["incident:opened", "incident:retried", "incident:opened"]


def test_what_failed_is_skipped_with_values_in_its_stead(district: District, deploy: Deploy, ask: Ask) -> None:
    case, _ = stopped(district, deploy)
    wish = {"incident_id": incident(ask), "reason": "按全额计算", "values": {"share": 100}}
    district.do("tianye", skip_incident, **wish)
    district.work_off()
    assert states(ask) == [("Sum", "script", "skipped", 1)]
    assert list(case.open_steps) == ["阅读"]
    assert case.document["share"] == 100
    assert ask("select record ? 'Sum' from \"case\" where id = :case", case=case.case_id) == [(False,)]
    # The step counts as done by whoever did it, not by whoever let the case go on.
    assert kinds(case, ask)[-2:] == ["incident:skipped", "task:completed"]
    with pytest.raises(IncidentClosed):
        district.do("tianye", skip_incident, **{**wish, "incident_id": ask("select id from incident")[0][0]})


def test_a_gateway_without_a_way_is_left_by_the_flow_that_is_given(
    district: District, deploy: Deploy, ask: Ask
) -> None:
    case, _ = stopped(district, deploy, CHOICE, "c")
    assert states(ask) == [("X", "gateway", "open", 1)]
    for flow in (None, "flow0"):
        with pytest.raises(SkipUnfit):
            district.do("tianye", skip_incident, incident_id=incident(ask), reason="走另办", flow=flow)
    district.do("tianye", skip_incident, incident_id=incident(ask), reason="走另办", flow="X_Other")
    district.work_off()
    assert list(case.open_steps) == ["另办"]


def test_a_timer_that_fails_holds_up_no_other(district: District, deploy: Deploy, ask: Ask) -> None:
    deploy("failing", line(START, task("Ask", "询问"), LATE, DIVIDE, task("Read", "阅读"), END))
    cases = [Casework.begun(district, "failing", by="王强") for _ in range(3)]
    for case, note in zip(cases, ("0", "0", "4"), strict=True):
        submit(district, case.open_steps["询问"], note)
    travel(district, hours=2)
    assert fire_due_timers(district.edge) == 3
    assert [list(case.open_steps) for case in cases] == [[], [], ["阅读"]]
    assert fire_due_timers(district.edge) == 0
    assert [state[:3] for state in states(ask)] == [("Sum", "script", "open")] * 2
    [(first,)] = ask("select id from incident where case_id = :case", case=cases[0].case_id)
    district.do("tianye", skip_incident, incident_id=first, reason="不需要", values={"share": 1})
    district.work_off()
    assert list(cases[0].open_steps) == ["阅读"]
    district.do("liuzhiyuan", cancel_case, case_id=cases[1].case_id, reason="误立")
    assert sorted(state[2] for state in states(ask)) == ["skipped", "withdrawn"]


def test_case_data_is_corrected_and_the_step_taken_anew(district: District, deploy: Deploy, ask: Ask) -> None:
    deploy("failing", line(START, task("Ask", "询问"), LATE, DIVIDE, task("Read", "阅读"), END))
    case = Casework.begun(district, "failing", by="王强")
    submit(district, case.open_steps["询问"], "0")
    travel(district, hours=2)
    fire_due_timers(district.edge)
    wish = {"incident_id": incident(ask), "changes": {"note": "5"}, "reason": "笔误"}
    district.do("tianye", retry_incident, **wish)
    district.work_off()
    assert states(ask) == [("Sum", "script", "resolved", 1)]
    assert case.document["share"] == 20
    [(body,)] = ask("select convert_from(body, 'utf8')::jsonb from event where kind = 'incident:corrected'")
    assert (body["before"], body["after"]) == ({"note": "0"}, {"note": "5"})


@pytest.mark.parametrize(("event", "send", "name"), [(CATCH, send_message, "answer"), (HEAR, send_signal, "alarm")])
def test_what_is_sent_and_cannot_be_taken_waits_for_a_decision(
    district: District, deploy: Deploy, ask: Ask, event: str, send: Any, name: str
) -> None:
    deploy("failing", line(START, task("Ask", "询问"), event, DIVIDE, task("Read", "阅读"), END))
    case = Casework.begun(district, "failing", by="王强")
    submit(district, case.open_steps["询问"], "0")
    district.do("tianye", send, name=name, payload={})
    district.work_off()
    assert states(ask) == [("Sum", "script", "open", 1)]
    assert case.status == "active"
    district.do("tianye", skip_incident, incident_id=incident(ask), reason="不需要")
    district.work_off()
    assert list(case.open_steps) == ["阅读"]
    assert states(ask) == [("Sum", "script", "skipped", 1)]


def test_a_message_that_can_start_no_case_is_an_incident_of_its_own(
    district: District, deploy: Deploy, ask: Ask
) -> None:
    deploy("begun", line(BEGUN, task("Do", "办"), END))
    district.do("tianye", send_message, name="begin", payload={"unit": "NOWHERE"})
    district.work_off()
    assert states(ask) == [("", "delivery", "open", 1)]
    for command in (skip_incident, retry_incident):
        given = {"reason": "x", **({"changes": {"a": "1"}} if command is retry_incident else {})}
        with pytest.raises(NoCaseToChange):
            district.do("tianye", command, incident_id=incident(ask), **given)
    district.do("tianye", retry_incident, incident_id=incident(ask))
    district.work_off()
    assert states(ask) == [("", "delivery", "open", 2)]
    district.do("tianye", withdraw_incident, incident_id=incident(ask), reason="发错了")
    assert states(ask) == [("", "delivery", "withdrawn", 2)]


GATED = (
    '<userTask id="Decide" name="决定" guiju:performer="OFFICER_LEAD" guiju:unit=\'"SQUAD_01"\''
    ' guiju:form="{key}-form">'
    '<extensionElements><guiju:gate condition="share > 10" basis="法" reason="份额不足"/></extensionElements>'
    "</userTask>"
)


@pytest.mark.parametrize("values", [None, {"share": 100}, {"other": 1}])
def test_nothing_is_skipped_that_a_gate_rests_on(
    district: District, deploy: Deploy, ask: Ask, values: dict[str, Any] | None
) -> None:
    stopped(district, deploy, line(START, task("Ask", "询问"), DIVIDE, GATED, END))
    with pytest.raises((GatePassedBy, SkipUnfit)):
        district.do("tianye", skip_incident, incident_id=incident(ask), reason="赶时间", values=values)
    assert states(ask) == [("Sum", "script", "open", 1)]
    assert ask("select decision from incident") == [(None,)]


def test_nobody_hands_in_what_somebody_else_goes_on_filling_in(district: District, deploy: Deploy, ask: Ask) -> None:
    _, task_id = stopped(district, deploy)
    district.do("wangqiang", save_draft, task_id=task_id, data={"note": "7"}, revision=1)
    with pytest.raises(DraftChanged):
        district.do("tianye", retry_incident, incident_id=incident(ask))
    district.do("tianye", withdraw_incident, incident_id=incident(ask), reason="由办理人重新提交")


def test_only_whoever_may_handle_incidents_does(district: District, deploy: Deploy, ask: Ask) -> None:
    stopped(district, deploy)
    for command in (retry_incident, skip_incident, withdraw_incident):
        with pytest.raises(MissingPermission):
            district.do("wangqiang", command, incident_id=incident(ask), reason="x")


def test_a_case_that_cannot_start_leaves_nothing(district: District, deploy: Deploy, ask: Ask) -> None:
    # The first step is somebody's, but what is attached to it cannot be armed.
    timer = (
        '<boundaryEvent id="Late" attachedToRef="Ask"><timerEventDefinition><timeDuration>= note</timeDuration>'
        '</timerEventDefinition></boundaryEvent><endEvent id="E2"/>'
        '<sequenceFlow id="l" sourceRef="Late" targetRef="E2"/>'
    )
    deploy("failing", line(START, task("Ask", "询问"), END) + timer)
    with pytest.raises(ExecutionFailed, match="Late"):
        Casework.begun(district, "failing", by="王强")
    assert ask("select count(*) from incident") == [(0,)]
    assert ask("select count(*) from \"case\" where definition_key = 'failing'") == [(0,)]
