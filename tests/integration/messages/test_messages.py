"""Messages and signals across cases and procedures: kept for a time, known again, starting cases."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from engine.commands.cancel_case import cancel_case
from engine.commands.resume_case import resume_case
from engine.commands.send_message import send_message
from engine.commands.send_signal import send_signal
from engine.commands.suspend_case import suspend_case
from engine.kernel.clock import TravelClock
from engine.messages.errors import MessageKeyReused, MessageUnfit
from engine.organization.errors import MissingPermission
from engine.work.pulses import expire_messages
from tests.driving.casework import Casework
from tests.driving.district import District
from tests.integration.messages.conftest import Deploy, at_once, line, task

START, END = '<startEvent id="S"/>', '<endEvent id="E"/>'
CATCH = '<intermediateCatchEvent id="Wait"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
HEAR = '<intermediateCatchEvent id="Wait"><signalEventDefinition signalRef="s"/></intermediateCatchEvent>'
WAITING = line(START, task("Ask", "询问"), CATCH, task("Read", "阅读"), END)
HEARING = line(START, task("Ask", "询问"), HEAR, task("Read", "阅读"), END)
BEGUN = '<startEvent id="B"><messageEventDefinition messageRef="b"/></startEvent>'
KEYED = (
    '<startEvent id="B"><extensionElements><guiju:correlation key="about"/></extensionElements>'
    '<messageEventDefinition messageRef="b"/></startEvent>'
)
ALARMED = '<startEvent id="B"><signalEventDefinition signalRef="s"/></startEvent>'
UNIT = {"unit": "SQUAD_01"}

Post = Callable[..., UUID]
Ask = Callable[..., list[Any]]


def waiting(district: District, key: str = "waiting") -> Casework:
    case = Casework.begun(district, key, by="王强")
    case.do("询问", {"办理人": "王强"})
    return case


def travel(district: District, **span: float) -> None:
    clock = district.edge.clock
    assert isinstance(clock, TravelClock)
    clock.travel(timedelta(**span))


def test_a_message_is_kept_until_its_time_is_over_and_then_on_record(
    district: District, deploy: Deploy, post: Post, ask: Ask
) -> None:
    deploy("waiting", WAITING)
    post("answer", keep=timedelta(days=2))
    district.work_off()
    travel(district, days=1)
    assert expire_messages(district.edge) == 0
    travel(district, days=2)
    # Over, though no worker has noticed yet: it must not reach whoever begins to wait now.
    late = waiting(district)
    district.work_off()
    assert late.open_steps == {}
    assert expire_messages(district.edge) == 1
    assert expire_messages(district.edge) == 0
    assert ask("select status from message_in") == [("expired",)]
    assert ask("select count(*) from event where kind = 'message:expired'") == [(1,)]


def test_a_message_that_may_not_wait_is_given_up_at_once(district: District, post: Post, ask: Ask) -> None:
    post("answer", keep=timedelta(0))
    district.work_off()
    assert ask("select status from message_in") == [("expired",)]


def test_the_same_message_sent_twice_is_one_message(district: District, deploy: Deploy, ask: Ask) -> None:
    deploy("waiting", WAITING)
    case, wish = waiting(district), {"name": "answer", "payload": {"note": "y"}, "key": "bank-4711"}
    first = district.do("tianye", send_message, **wish)
    assert district.do("tianye", send_message, **wish).detail == first.detail
    answers = at_once(*[lambda: district.do("tianye", send_message, **{**wish, "key": "bank-4712"})] * 3)
    assert len({answer.detail["message"] for answer in answers}) == 1
    district.work_off()
    assert list(case.open_steps) == ["阅读"]
    assert sorted(ask("select status from message_in")) == [("delivered",), ("kept",)]
    assert case.document["note"] == "y"


def test_another_message_under_the_same_key_is_refused(district: District, ask: Ask) -> None:
    district.do("tianye", send_message, name="answer", payload={"a": 1}, key="k")
    with pytest.raises(MessageKeyReused):
        district.do("tianye", send_message, name="answer", payload={"a": 2}, key="k")
    with pytest.raises(MessageKeyReused):
        district.do("tianye", send_signal, name="answer", payload={"a": 1}, key="k")
    assert ask("select count(*) from message_in") == [(1,)]


@pytest.mark.parametrize(
    "wish",
    [
        {"name": "", "payload": {}},  # no name
        {"name": "x" * 201, "payload": {}},  # too long a name
        {"name": "a", "payload": {"x": "\0"}},  # what PostgreSQL cannot store
        {"name": "a", "payload": {}, "keep": timedelta(days=-1)},  # over before it is sent
        {"name": "a", "payload": {}, "keep": timedelta(days=9999)},  # kept for ever
    ],
)
def test_a_message_that_cannot_be_kept_is_refused(district: District, wish: dict[str, Any]) -> None:
    with pytest.raises(MessageUnfit):
        district.do("tianye", send_message, **wish)


def test_only_whoever_may_send_messages_does(district: District) -> None:
    for command in (send_message, send_signal):
        with pytest.raises(MissingPermission):
            district.do("wangqiang", command, name="answer", payload={})


def test_a_message_starts_a_case_of_the_live_version_alone(
    district: District, deploy: Deploy, post: Post, ask: Ask
) -> None:
    deploy("begun", line(BEGUN, task("Old", "旧"), END))
    deploy("begun", line(BEGUN, task("New", "新"), END))
    post("begin", payload=UNIT)
    district.work_off()
    assert ask("select name_zh from task where definition_key = 'begun'") == [("新",)]


def test_one_case_at_a_time_starts_for_a_correlation(district: District, deploy: Deploy, post: Post, ask: Ask) -> None:
    deploy("begun", line(KEYED, task("Do", "办"), END))
    for about in ("a", "a", "b", "a"):
        post("begin", payload={**UNIT, "about": about})
    at_once(district.work_off, district.work_off)
    cases = ask("select id, data->>'about' from \"case\" where definition_key = 'begun' order by 2")
    assert [about for _, about in cases] == ["a", "b"]
    assert ask("select count(*) from message_in where status = 'kept'") == [(2,)]
    # When it has ended the next of the messages that were kept starts one.
    Casework(district, cases[0][0]).do("办", {"办理人": "王强"})
    district.work_off()
    assert ask("select count(*) from \"case\" where definition_key = 'begun'") == [(3,)]
    assert ask("select count(*) from message_in where status = 'kept'") == [(1,)]


def test_a_signal_reaches_cases_of_all_procedures_and_starts_others(
    district: District, deploy: Deploy, ask: Ask
) -> None:
    throw = '<intermediateThrowEvent id="T"><signalEventDefinition signalRef="s"/></intermediateThrowEvent>'
    deploy("hearing", HEARING)
    deploy("alarmed", line(ALARMED, task("Do", "办"), END))
    unit = (
        '<intermediateThrowEvent id="T"><extensionElements><guiju:input name="unit" value="&quot;SQUAD_01&quot;"/>'
        '</extensionElements><signalEventDefinition signalRef="s"/></intermediateThrowEvent>'
    )
    deploy("alarming", line(START, task("Ask", "询问"), unit, task("Read", "阅读"), END))
    assert throw != unit
    cases = [waiting(district, "hearing") for _ in range(3)]
    thrower = waiting(district, "alarming")
    assert list(thrower.open_steps) == ["阅读"]
    district.work_off()
    assert [list(case.open_steps) for case in cases] == [["阅读"]] * 3
    assert ask("select origin_case_id from \"case\" where definition_key = 'alarmed'") == [(thrower.case_id,)]
    # Signals are not kept: who begins to wait afterwards hears nothing.
    assert waiting(district, "hearing").open_steps == {}
    district.work_off()
    assert ask("select count(*) from message_wait") == [(1,)]


def test_a_signal_reaches_its_own_case_in_the_same_step_and_once(district: District, deploy: Deploy, ask: Ask) -> None:
    body = (
        '<startEvent id="S"/><parallelGateway id="F"/>'
        + task("Begin", "开头")
        + task("Ask", "询问")
        + '<intermediateThrowEvent id="T"><signalEventDefinition signalRef="s"/></intermediateThrowEvent>'
        + HEAR
        + task("Read", "阅读")
        + '<endEvent id="E"/><endEvent id="E2"/>'
        + "".join(
            f'<sequenceFlow id="{one}_{other}" sourceRef="{one}" targetRef="{other}"/>'
            for one, other in (
                ("S", "Begin"),
                ("Begin", "F"),
                ("F", "Ask"),
                ("Ask", "T"),
                ("T", "E"),
                ("F", "Wait"),
                ("Wait", "Read"),
            )
        )
        + '<sequenceFlow id="z" sourceRef="Read" targetRef="E2"/>'
    )
    deploy("both", body)
    case = Casework.begun(district, "both", by="王强")
    case.do("开头")
    case.do("询问", {"办理人": "王强"})
    assert list(case.open_steps) == ["阅读"]
    district.work_off()
    assert ask("select count(*) from signal_delivery") == [(0,)]
    assert case.seq == 3


def test_a_suspended_case_hears_the_signal_when_it_is_resumed(district: District, deploy: Deploy) -> None:
    deploy("hearing", HEARING)
    case = waiting(district, "hearing")
    district.do("liuzhiyuan", suspend_case, case_id=case.case_id, reason="等待裁决")
    district.do("tianye", send_signal, name="alarm", payload={})
    district.work_off()
    assert case.open_steps == {}
    district.do("liuzhiyuan", resume_case, case_id=case.case_id, reason="裁决已作出")
    district.work_off()
    assert list(case.open_steps) == ["阅读"]


def test_a_case_that_is_cancelled_meanwhile_is_passed_by(district: District, deploy: Deploy, ask: Ask) -> None:
    deploy("hearing", HEARING)
    case = waiting(district, "hearing")
    district.do("tianye", send_signal, name="alarm", payload={})
    district.do("liuzhiyuan", cancel_case, case_id=case.case_id, reason="误立")
    district.work_off()
    assert case.status == "cancelled"
    assert ask("select status from signal_delivery") == [("missed",)]
