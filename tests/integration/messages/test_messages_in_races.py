"""Messages and signals that come while cases begin to wait, end or start: each has its one effect, none is lost."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from engine.commands.complete_task import complete_task
from engine.commands.deliver_message import deliver_message
from engine.commands.perform import perform
from engine.kernel.actor import system_actor
from engine.kernel.ids import new_id
from tests.driving.casework import Casework
from tests.driving.district import District
from tests.integration.messages.conftest import Deploy, at_once, line, task

ROUNDS = 24
CATCH = '<intermediateCatchEvent id="Wait"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
KEYED = (
    '<intermediateCatchEvent id="Wait"><extensionElements><guiju:correlation key="note"/></extensionElements>'
    '<messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
)
HEAR = '<intermediateCatchEvent id="Wait"><signalEventDefinition signalRef="s"/></intermediateCatchEvent>'
START, END = '<startEvent id="S"/>', '<endEvent id="E"/>'

Post = Callable[..., UUID]
Ask = Callable[..., list[Any]]


def body(catch: str) -> str:
    return line(START, task("Ask", "询问"), catch, task("Read", "阅读"), END)


def begun(district: District, key: str = "waiting") -> Casework:
    return Casework.begun(district, key, by="王强")


def begins_to_wait(case: Casework, note: str = "x") -> Callable[[], Any]:
    actor, task_id = case.district.actor("wangqiang"), case.open_steps["询问"]
    return partial(
        perform,
        case.district.edge,
        actor,
        complete_task,
        request_key=str(new_id()),
        task_id=task_id,
        data={"note": note},
    )


def delivery(district: District, message_id: UUID) -> Callable[[], Any]:
    actor = system_actor(district.tenant_id)
    return partial(perform, district.edge, actor, deliver_message, request_key=str(new_id()), message_id=message_id)


def waits(case: Casework) -> bool:
    return case.open_steps == {}


def test_a_message_that_comes_while_a_case_begins_to_wait_is_never_missed(
    district: District, deploy: Deploy, post: Post, ask: Ask
) -> None:
    deploy("waiting", body(CATCH))
    for _ in range(ROUNDS):
        case = begun(district)
        at_once(begins_to_wait(case), delivery(district, post("answer")))
        district.work_off()
        assert list(case.open_steps) == ["阅读"]
    assert ask("select status, count(*) from message_in group by 1") == [("delivered", ROUNDS)]
    assert ask("select count(*) from message_wait") == [(0,)]


def test_of_two_messages_for_one_wait_one_is_kept(district: District, deploy: Deploy, post: Post, ask: Ask) -> None:
    deploy("waiting", body(CATCH))
    for number in range(1, ROUNDS // 2 + 1):
        case = begun(district)
        begins_to_wait(case)()
        at_once(*(delivery(district, post("answer")) for _ in range(2)))
        district.work_off()
        assert list(case.open_steps) == ["阅读"]
        states = dict(ask("select status, count(*) from message_in group by 1"))
        # The one kept in the round before has met this round's wait before either of the two was sent.
        assert states["delivered"] + states["kept"] == 2 * number


def test_of_two_waits_for_one_message_one_gets_it(district: District, deploy: Deploy, post: Post, ask: Ask) -> None:
    deploy("waiting", body(CATCH))
    for _ in range(ROUNDS // 2):
        cases = [begun(district), begun(district)]
        at_once(*map(begins_to_wait, cases), delivery(district, post("answer")))
        district.work_off()
        assert sorted(map(waits, cases)) == [False, True]
        at_once(delivery(district, post("answer")))
        district.work_off()
        assert not any(map(waits, cases))
    assert ask("select distinct status from message_in") == [("delivered",)]


def test_one_message_delivered_by_many_workers_has_one_effect(
    district: District, deploy: Deploy, post: Post, ask: Ask
) -> None:
    deploy("waiting", body(CATCH))
    for _ in range(ROUNDS // 3):
        cases = [begun(district) for _ in range(3)]
        for case in cases:
            begins_to_wait(case)()
        at_once(*[delivery(district, post("answer"))] * 4)
        assert sorted(map(waits, cases)) == [False, True, True]
        for _ in range(2):
            delivery(district, post("answer"))()


def test_a_message_finds_the_case_of_its_key_among_many(
    district: District, deploy: Deploy, post: Post, ask: Ask
) -> None:
    deploy("waiting", body(KEYED))
    cases = {str(number): begun(district) for number in range(6)}
    messages = {key: post("answer", correlation={"number": key}) for key in reversed(cases)}
    at_once(
        *(begins_to_wait(case, key) for key, case in cases.items()),
        *(delivery(district, messages[key]) for key in ("0", "3")),
    )
    district.work_off()
    district.work_off()
    reached = dict(ask("select correlation, target_case_id from message_in"))
    assert {key: reached[f'{{"number":"{key}"}}'] for key in cases} == {key: one.case_id for key, one in cases.items()}
    post("answer")
    post("answer", correlation={"number": "7"})
    district.work_off()
    assert ask("select count(*) from message_in where status = 'kept'") == [(2,)]


@pytest.mark.parametrize("_round", range(4))
def test_a_signal_reaches_all_that_wait_and_nobody_twice(
    district: District, deploy: Deploy, post: Post, ask: Ask, _round: int
) -> None:
    deploy("waiting", body(HEAR))
    early, late = [begun(district) for _ in range(4)], [begun(district) for _ in range(3)]
    for case in early:
        begins_to_wait(case)()
    at_once(*map(begins_to_wait, late), partial(post, "alarm", kind="signal"), district.work_off)
    district.work_off()
    assert not any(map(waits, early))
    heard = sum(not waits(case) for case in late)
    assert ask("select status, count(*) from signal_delivery group by 1") == [("delivered", len(early) + heard)]
    assert ask("select count(*) from message_wait") == [(len(late) - heard,)]
