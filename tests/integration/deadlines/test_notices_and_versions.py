"""Deadlines wait for a year's notice, go by the calendar of their unit, and keep the version they began with."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import text

from engine.calendar.directory import load_calendars
from engine.calendar.errors import NoticeRefused
from engine.calendar.store import store_calendar, store_days
from engine.calendar.workdays import DayKind, DayRow
from engine.commands.load_holiday_notice import load_holiday_notice
from engine.commands.load_limits import load_limits
from engine.commands.perform import perform
from engine.deadlines.errors import LimitsRefused
from engine.deadlines.provisional import count_provisional
from engine.kernel.actor import system_actor
from engine.kernel.clock import CHINA, TravelClock
from engine.kernel.context import Context
from engine.kernel.database import transaction
from engine.kernel.ids import new_id
from engine.kernel.receipt import Receipt
from tests.driving.district import District

NOTICE = """
[[notice]]
year = 2027
number = "国办发明电〔2026〕0号"
off = [2027-01-01, 2027-05-01, 2027-05-02, 2027-10-01, 2027-10-02, 2027-10-03]
work = []
"""

LIMIT = """
[[limit]]
id = "A01"
length = {length}
unit = "workday"
basis = "平台服务承诺"
rolls_over = true
verified = false
valid_from = {day}
"""


def load(district: District, command: Any, content: str) -> Receipt:
    actor = system_actor(district.tenant_id)
    return perform(
        district.edge, actor, command, request_key=str(new_id()), content=content.encode(), file="content.toml"
    )


def deadlines(district: District) -> list[tuple[date, bool]]:
    with transaction(district.edge.database, district.tenant_id) as session:
        query = (
            "select d.due_on, d.provisional from deadline d join task t on t.id = d.task_id and t.due_at = d.due_at"
            " where d.status = 'running' order by d.id"
        )
        return [(row.due_on, row.provisional) for row in session.execute(text(query))]


def begin_workday_limit(district: District, length: int = 1) -> None:
    """Let the first step of an intake run in workdays, as its limit of minutes never reaches another year."""
    load(district, load_limits, LIMIT.format(length=length, day="2026-01-01"))


def test_a_deadline_beyond_the_last_notice_waits_and_is_computed_again(district: District, clock: TravelClock) -> None:
    begin_workday_limit(district)
    clock.travel_to(datetime(2026, 12, 31, 9, tzinfo=CHINA))
    district.start("zhoumin", "complaint-intake")
    assert deadlines(district) == [(date(2027, 1, 1), True)]
    assert load(district, load_holiday_notice, NOTICE).detail == {"notices": [2027]}
    district.work_off()
    assert deadlines(district) == [(date(2027, 1, 4), False)]
    with transaction(district.edge.database, district.tenant_id) as session:
        kinds = session.scalars(text("select kind from event where kind like '%recomputed' or kind like 'holiday%'"))
        assert {"holiday-notice:loaded", "deadlines:recomputed"} <= set(kinds)


def test_a_notice_that_is_there_is_left_alone(district: District) -> None:
    load(district, load_holiday_notice, NOTICE)
    assert load(district, load_holiday_notice, NOTICE).detail == {"notices": []}
    district.work_off()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("x", "TOML"),  # no TOML
        ("a = 1", "[[notice]]"),  # no notice
        (NOTICE.replace("2027-01-01, ", ""), "2027-01-01"),  # New Year is worked
        (NOTICE.replace("work = []", "work = [2027-01-04]"), "weekday"),  # a Monday is made up
        (NOTICE.replace("work = []", "work = [2028-01-01]"), "2028-01-01"),  # a day of another year
        (NOTICE.replace("work = []", "work = [2027-05-01]"), "both"),  # off and worked
        (NOTICE.replace("work = []", 'work = ["2027-01-09"]'), "lists"),  # a text for a day
        (NOTICE.replace("year = 2027", "year = 27"), "27"),  # no year
        (NOTICE.replace("2026〕0号", "").replace("国办发明电〔", ""), "number"),  # no number
        (NOTICE.replace("work = []", "in_library = true"), "both"),  # days twice over
        (NOTICE + NOTICE, "twice"),  # a year twice over
    ],
)
def test_a_wrong_notice_is_refused_whole(district: District, content: str, words: str) -> None:
    with pytest.raises(NoticeRefused) as refusal:
        load(district, load_holiday_notice, content)
    assert any(words in fault.sentence("en") for fault in refusal.value.faults)


def test_a_local_closure_counts_for_its_units_only(district: District) -> None:
    closed = date(2026, 9, 21)
    actor = system_actor(district.tenant_id)
    with transaction(district.edge.database, district.tenant_id) as session:
        ctx = Context(session=session, actor=actor, clock=district.edge.clock)
        store_calendar(ctx, "old-town", title_zh="老城", title_en="Old town", units=["SQUAD-1"])
        store_days(ctx, "old-town", [DayRow(closed, DayKind.OFF, "区府办〔2026〕1号")])
    with transaction(district.edge.database, district.tenant_id) as session:
        calendars = load_calendars(Context(session=session, actor=actor, clock=district.edge.clock))
    assert calendars.of_unit("SQUAD-1").calendar.is_workday(closed) is False
    assert calendars.of_unit("SQUAD-2").calendar.is_workday(closed) is True
    assert calendars.of_code("old-town").code == "old-town"
    assert calendars.of_code("no-such-calendar").code == "cn"


def test_a_running_deadline_keeps_its_version_and_a_loaded_one_is_never_overwritten(
    district: District, clock: TravelClock
) -> None:
    clock.travel_to(datetime(2026, 3, 2, 9, tzinfo=CHINA))
    begin_workday_limit(district, 2)
    district.start("zhoumin", "complaint-intake")
    assert load(district, load_limits, LIMIT.format(length=9, day="2026-01-01")).detail == {"limits": 0}
    assert load(district, load_limits, LIMIT.format(length=3, day="2026-03-03")).detail == {"limits": 1}
    district.start("zhoumin", "complaint-intake")
    clock.travel_to(datetime(2026, 3, 3, 9, tzinfo=CHINA))
    district.start("zhoumin", "complaint-intake")
    assert deadlines(district) == [(date(2026, 3, 4), False), (date(2026, 3, 4), False), (date(2026, 3, 6), False)]


@pytest.mark.parametrize(
    "change",
    [
        ("length = 1", "length = -1"),  # a negative limit
        ("length = 1", "length = true"),  # no number
        ('unit = "workday"', 'unit = "week"'),  # an unknown unit
        ("verified = false\n", ""),  # not said whether it was checked
        ("valid_from = 2026-01-01", 'valid_from = "soon"'),  # no day
        ("valid_from = 2026-01-01", "valid_from = 2026-01-01\nvalid_to = 2025-01-01"),  # ends before it starts
        ("valid_from", 'level = "LAW"\nvalid_from'),  # an unknown level
        ("valid_from", 'confidence = "X"\nvalid_from'),  # an unknown confidence
        ("valid_from", 'extensions = [{by = "HEAD"}]\nvalid_from'),  # half a rule of extension
    ],
)
def test_a_wrong_limit_is_refused(district: District, change: tuple[str, str]) -> None:
    with pytest.raises(LimitsRefused) as refusal:
        load(district, load_limits, LIMIT.format(length=1, day="2026-01-01").replace(*change))
    assert refusal.value.faults[0].where["row"] == 1


def test_nothing_waits_while_all_notices_are_there(district: District, clock: TravelClock) -> None:
    clock.travel_to(datetime(2026, 3, 2, 9, tzinfo=CHINA))
    district.start("zhoumin", "complaint-intake")
    with district.looking("zhoumin") as ctx:
        assert count_provisional(ctx) == 0
