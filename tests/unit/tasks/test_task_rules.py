"""Preconditions of a task, as tables of who holds what."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from engine.bpmn import Element, SourceFile, read_model
from engine.kernel.actor import Actor, Seat
from engine.organization.duties import PersonFacts
from engine.tasks.errors import (
    DraftUnkeepable,
    FormRefused,
    GateClosed,
    NotYourQueue,
    SeatMissing,
    TaskNotOpen,
    TaskNotYours,
    TaskTaken,
)
from engine.tasks.rules import (
    clock_time,
    closed_gates,
    is_held_by,
    keepable,
    require_gates,
    require_held,
    require_open,
    require_queue,
    require_seat,
    require_unclaimed,
    works_queue,
)
from engine.tasks.values import LockedTask

MORNING = datetime(2026, 11, 24, 1, 14, tzinfo=UTC)
ME, OTHER = UUID(int=1), UUID(int=2)
TASK = LockedTask(
    id=UUID(int=9),
    case_id=UUID(int=8),
    key="k",
    element="Decide",
    scope=None,
    name_zh="作出处罚决定",
    name_en="Decide the penalty",
    form="decide",
    status="open",
    duty="decide",
    field=None,
    role="HEAD",
    unit="BUREAU_HQ",
    queue="HEAD@BUREAU_HQ",
    assignee_id=None,
    claimed_at=None,
    due_at=None,
    excluded=(),
    excluded_rules=(),
    created_at=MORNING,
    completed_at=None,
    completed_by=None,
    draft_revision=0,
    draft_at=None,
)
ACTOR = Actor(UUID(int=0), ME, "陈建国", "chenjianguo", (Seat("HEAD", "BUREAU_HQ"),))
STRANGER = replace(ACTOR, seats=(Seat("HEAD", "SQUAD_01"), Seat("FINANCE", "BUREAU_HQ")))
GATED = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:guiju="urn:guiju:bpmn:1" id="D">
<process id="P" isExecutable="true" guiju:key="p"><startEvent id="S"><outgoing>A</outgoing></startEvent>
<sequenceFlow id="A" sourceRef="S" targetRef="Decide"/>
<userTask id="Decide" name="Decide" guiju:performer="HEAD"><extensionElements>
<guiju:gate condition="record.Notice != null" basis="44" reason="no notice (zh)" reasonEn="no notice"/>
<guiju:gate condition="amount &lt;= 100"/></extensionElements><incoming>A</incoming><outgoing>B</outgoing></userTask>
<sequenceFlow id="B" sourceRef="Decide" targetRef="E"/><endEvent id="E"><incoming>B</incoming></endEvent></process>
</definitions>"""


@pytest.fixture(scope="module")
def gated() -> Element:
    """A task with a gate that has words and one that has none."""
    return read_model([SourceFile("p.bpmn", GATED)]).processes["P"].elements["Decide"]


@pytest.mark.parametrize(
    ("status", "zh", "en"),
    [("completed", "办结", "completed"), ("cancelled", "撤回", "withdrawn")],
)
def test_a_task_that_is_closed_says_by_whom_and_when(status: str, zh: str, en: str) -> None:
    closed = replace(TASK, status=status, completed_at=MORNING)
    with pytest.raises(TaskNotOpen) as refused:
        require_open(closed, person=lambda: "王芳")
    assert refused.value.sentence("zh") == f"任务“作出处罚决定”应当待办，但已由王芳于 2026-11-24 09:14 {zh}。"
    assert en in refused.value.sentence("en")
    assert "王芳" in refused.value.sentence("en")


def test_of_an_open_task_nobody_is_asked_who_closed_it() -> None:
    require_open(TASK, person=lambda: pytest.fail("asked"))
    require_unclaimed(ACTOR, TASK, holder=lambda: pytest.fail("asked"))


@pytest.mark.parametrize(
    ("holder", "may_claim", "holds"),
    [
        # nobody
        (None, True, False),
        # me
        (ME, True, True),
        # somebody else
        (OTHER, False, False),
    ],
)
def test_a_task_is_one_persons_at_a_time(holder: UUID | None, may_claim: bool, holds: bool) -> None:
    task = replace(TASK, assignee_id=holder, claimed_at=MORNING if holder else None)
    assert is_held_by(ACTOR, task) is holds
    if may_claim:
        require_unclaimed(ACTOR, task, holder=lambda: "王芳")
    else:
        with pytest.raises(TaskTaken, match="王芳 has held it since 2026-11-24 09:14"):
            require_unclaimed(ACTOR, task, holder=lambda: "王芳")
    if holds:
        require_held(ACTOR, task, holder=lambda: "王芳")
    else:
        with pytest.raises(TaskNotYours, match="王芳"):
            require_held(ACTOR, task, holder=lambda: "王芳")


def test_a_queue_is_a_role_in_a_unit_and_neither_alone() -> None:
    assert works_queue(ACTOR, TASK)
    require_queue(ACTOR, TASK)
    assert not works_queue(STRANGER, TASK)
    with pytest.raises(NotYourQueue) as refused:
        require_queue(STRANGER, TASK)
    assert "HEAD" in refused.value.sentence("zh")
    assert "BUREAU_HQ" in refused.value.sentence("zh")


def test_who_takes_a_task_over_sits_where_it_waits() -> None:
    person = PersonFacts(OTHER, "wangfang", "王芳")
    require_seat(TASK, person, seated=[PersonFacts(ME, "x", "甲"), person])
    with pytest.raises(SeatMissing, match="王芳"):
        require_seat(TASK, person, seated=[])
    assert TASK.seat == Seat("HEAD", "BUREAU_HQ")
    assert (TASK.name("zh-CN"), TASK.name("en")) == ("作出处罚决定", "Decide the penalty")


@pytest.mark.parametrize(
    ("names", "closed"),
    [
        # both hold
        ({"record": {"Notice": {"seq": 3}}, "amount": 5}, 0),
        # one does not
        ({"record": {}, "amount": 5}, 1),
        # a gate that cannot be told is closed: null is not true
        ({"record": {"Notice": {"seq": 3}}}, 1),
        # nor is anything else that is not true
        ({"record": {"Notice": {"seq": 3}}, "amount": "a lot"}, 1),
        ({}, 2),
    ],
)
def test_a_gate_is_open_when_its_condition_is_true_and_never_else(
    gated: Element, names: dict[str, object], closed: int
) -> None:
    assert len(closed_gates(gated, names, {})) == closed
    if not closed:
        require_gates(gated, names, {})
        return
    with pytest.raises(GateClosed) as refused:
        require_gates(gated, names, {})
    assert len(refused.value.faults) == closed
    assert {fault.where["element"] for fault in refused.value.faults} == {"Decide"}


def test_a_closed_gate_gives_its_reason_and_source_or_at_least_its_condition(gated: Element) -> None:
    with pytest.raises(GateClosed) as refused:
        require_gates(gated, {}, {})
    assert [fault.zh for fault in refused.value.faults] == ["no notice (zh)（44）", "amount <= 100"]
    assert [fault.en for fault in refused.value.faults] == ["no notice (44)", "amount <= 100"]


def test_instants_are_written_as_people_in_china_write_them() -> None:
    assert clock_time(MORNING) == "2026-11-24 09:14"
    assert clock_time(None) == "…"


@pytest.mark.parametrize(
    "draft",
    [
        {"a": "占道\x00经营"},
        {"\x00": "key"},
        {"a": "\\\x00"},
        {"a": "\ud800"},
        {"a": 2**70},
        {"a": {"$number": "many"}},
        {"a": [{"$date": "2026-02-30"}]},
        {"a": {1: "key"}},
    ],
)
def test_a_draft_that_could_not_be_opened_again_is_refused(draft: dict[str, object]) -> None:
    with pytest.raises(DraftUnkeepable):
        keepable(draft)


@pytest.mark.parametrize("draft", [{}, {"a": "写作 \\u0000 的六个字符"}, {"a": ["\\\\u0000", {"b": None}]}])
def test_a_draft_of_texts_is_kept(draft: dict[str, object]) -> None:
    assert keepable(draft)


def test_a_refused_form_tells_every_field_and_brings_back_what_was_typed() -> None:
    refusal = FormRefused(errors={"a": ["一", "二"], "": ["整表"]}, raw={"a": "x"}, language="zh")
    assert [(fault.where, fault.zh) for fault in refusal.faults] == [
        ({"field": "a"}, "一"),
        ({"field": "a"}, "二"),
        ({}, "整表"),
    ]
    assert refusal.raw == {"a": "x"}
