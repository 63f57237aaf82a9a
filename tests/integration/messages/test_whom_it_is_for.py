"""Whom messages and signals are for by the receiver's drawing: correlation keys, and starts of several events."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from engine.commands.claim_task import claim_task
from engine.commands.complete_task import complete_task
from tests.driving.casework import Casework, logins
from tests.driving.district import District
from tests.integration.messages.conftest import Deploy, line, task

START, END = '<startEvent id="S"/>', '<endEvent id="E"/>'
CATCH = '<intermediateCatchEvent id="Wait"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
KEYS = """<correlationProperty id="cp" name="number"><correlationPropertyRetrievalExpression messageRef="m">
<messagePath>order.number</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
<collaboration id="co"><participant id="pa" processRef="P_waiting"/>
<correlationKey id="k"><correlationPropertyRef>cp</correlationPropertyRef></correlationKey></collaboration>"""
SUBSCRIBED = """<correlationSubscription id="su" correlationKeyRef="k"><correlationPropertyBinding
correlationPropertyRef="cp"><dataPath>note</dataPath></correlationPropertyBinding></correlationSubscription>"""
BOTH = """<startEvent id="B" parallelMultiple="true"><messageEventDefinition messageRef="b"/>
<signalEventDefinition signalRef="s"/></startEvent>"""

Post = Callable[..., UUID]
Ask = Callable[..., list[Any]]


@pytest.fixture
def waiting(district: District, deploy: Deploy) -> Callable[[str], Casework]:
    """Return a function that lets a case wait for the message with a number."""
    deploy("waiting", line(START, task("Ask", "询问"), CATCH, task("Read", "阅读"), END) + SUBSCRIBED, KEYS)

    def wait(number: str) -> Casework:
        case = Casework.begun(district, "waiting", by="王强")
        login, task_id = logins()["王强"], case.open_steps["询问"]
        district.do(login, claim_task, task_id=task_id)
        district.do(login, complete_task, task_id=task_id, data={"note": number})
        return case

    return wait


def test_a_message_finds_the_case_whose_drawing_reads_its_number_in_it(
    district: District, waiting: Callable[[str], Casework], post: Post
) -> None:
    one, other = waiting("a"), waiting("b")
    post("answer", payload={"order": {"number": "b"}})
    district.work_off()
    assert (one.open_steps.keys(), other.open_steps.keys()) == (set(), {"阅读"})


def test_a_kept_message_is_read_anew_by_who_begins_to_wait(
    district: District, waiting: Callable[[str], Casework], post: Post, ask: Ask
) -> None:
    post("answer", payload={"order": {"number": "c"}})
    district.work_off()
    assert ask("select status from message_in") == [("kept",)]
    one, other = waiting("a"), waiting("c")
    district.work_off()
    assert (one.open_steps.keys(), other.open_steps.keys()) == (set(), {"阅读"})


def test_what_the_sender_says_comes_before_what_is_read(
    district: District, waiting: Callable[[str], Casework], post: Post
) -> None:
    one, other = waiting("a"), waiting("b")
    post("answer", payload={"order": {"number": "b"}}, correlation={"number": "a"})
    district.work_off()
    assert (one.open_steps.keys(), other.open_steps.keys()) == ({"阅读"}, set())


@pytest.mark.parametrize("first", ["message", "signal"])
def test_a_start_of_several_events_begins_one_case_and_waits_for_the_rest(
    district: District, deploy: Deploy, post: Post, ask: Ask, first: str
) -> None:
    deploy("several", line(BOTH, task("Do", "办"), END))
    given = {"message": ("begin", "message"), "signal": ("alarm", "signal")}
    second = next(kind for kind in given if kind != first)
    for kind in (first, second):
        name, sort = given[kind]
        post(name, kind=sort, payload={"unit": "SQUAD_01"})
        district.work_off()
        opened = ask("select name_zh from task where definition_key = 'several'")
        assert opened == ([("办",)] if kind == second else [])
    assert ask("select count(*) from \"case\" where definition_key = 'several'") == [(1,)]
