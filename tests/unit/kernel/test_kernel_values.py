"""Ids, clocks, pages, receipts, actors and refusals: the small values everything else is made of."""

import base64
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from engine.kernel.actor import SYSTEM, Actor, Seat, system_actor
from engine.kernel.clock import SystemClock, TravelClock, legal_day
from engine.kernel.errors import Conflict, Fault, GuijuError, Invalid
from engine.kernel.ids import id_at, new_id
from engine.kernel.paging import BadCursor, mark_of, read_mark
from engine.kernel.receipt import Receipt

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)


def test_ids_are_version_seven_and_sort_by_time() -> None:
    made = [id_at(milliseconds, 2**74 - 1) for milliseconds in (0, 1, 1_800_000_000_000)]
    assert made == sorted(made)
    assert all(each.version == 7 and each.variant == "specified in RFC 4122" for each in [*made, new_id()])
    assert made[-1].int >> 80 == 1_800_000_000_000
    assert id_at(1) > id_at(0, 2**74 - 1)
    assert len({new_id() for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        # a quarter to midnight in China
        (datetime(2026, 11, 24, 15, 45, tzinfo=UTC), date(2026, 11, 24)),
        # midnight in China, while London still has the day before
        (datetime(2026, 11, 24, 16, 0, tzinfo=UTC), date(2026, 11, 25)),
    ],
)
def test_a_legal_day_is_chinas(instant: datetime, day: date) -> None:
    assert legal_day(instant) == day


def test_a_travelling_clock_moves_when_told_and_the_machines_by_itself() -> None:
    clock = TravelClock(NOON)
    assert clock.now() == clock.now() == NOON
    clock.travel(timedelta(days=-1))
    assert clock.now() == NOON - timedelta(days=1)
    clock.travel_to(NOON.astimezone())
    assert clock.now().tzinfo is UTC
    assert SystemClock().now().tzinfo is UTC


def test_a_page_mark_brings_back_what_it_was_made_of() -> None:
    row_id = new_id()
    assert read_mark(mark_of(NOON, row_id)) == (NOON, row_id)


@pytest.mark.parametrize(
    "mark",
    [
        # nothing
        "",
        # no base64
        "!!!",
        # letters that base64 does not have
        "页",
        # base64 of something else
        "aGVsbG8=",
        # an id that is none
        base64.urlsafe_b64encode(b"2026-11-24T04:00:00+00:00|7").decode(),
        # an instant without a zone
        mark_of(NOON.replace(tzinfo=None), UUID(int=1)),
    ],
)
def test_a_mark_that_is_not_ours_is_refused(mark: str) -> None:
    with pytest.raises(BadCursor):
        read_mark(mark)


def test_a_receipt_survives_being_kept() -> None:
    full = Receipt(case_id=new_id(), task_id=new_id(), number="川武罚", next_task_id=new_id(), detail={"a": [1]})
    for receipt in (full, Receipt()):
        assert Receipt.from_json(receipt.as_json()) == receipt


def test_an_actor_works_the_queues_of_the_own_seats_each_once() -> None:
    seats = (Seat("LEAD", "S2"), Seat("LEAD", "S1"), Seat("CO", "S1"), Seat("LEAD", "S1"))
    actor = Actor(UUID(int=1), UUID(int=2), "王强", "wangqiang", seats)
    assert actor.queues == ("CO@S1", "LEAD@S1", "LEAD@S2")
    assert actor.roles == {"LEAD", "CO"}
    machine = system_actor(UUID(int=1))
    assert (machine.person_id, machine.permissions, machine.queues) == (SYSTEM, frozenset(), ())


class Held(Conflict):
    """The task is held by {person}, {status}."""

    code = "held"
    zh = "任务由{person}办理，{status}。"


def test_a_refusal_speaks_the_language_asked_for_with_the_words_of_that_language() -> None:
    refusal = Held(person="王芳", status_zh="办理中", status_en="active")
    assert refusal.sentence("zh-CN") == "任务由王芳办理，办理中。"
    assert refusal.sentence("en") == refusal.sentence("fr") == str(refusal) == "The task is held by 王芳, active."
    assert Held().sentence("en") == "The task is held by …, …."


def test_faults_come_with_their_place_and_both_sentences() -> None:
    fault = Fault("cut-off", "截断。", "Cut off.", {"file": "a.bpmn", "line": 3})
    refusal = Invalid(faults=[fault])
    assert refusal.faults == (fault,)
    assert (fault.sentence("zh"), fault.sentence("de")) == ("截断。", "Cut off.")
    assert GuijuError().faults == ()
