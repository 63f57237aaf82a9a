"""What holds for every period: counting undoes adding, more is never earlier, and no end lies on a day of rest."""

import csv
import os
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.calendar.counting import count_back, count_forward
from engine.calendar.exclusions import Exclusion, is_excluded
from engine.calendar.notices import shipped_calendar
from engine.calendar.periods import end_of_period
from engine.calendar.requests import Request, answer
from engine.calendar.units import INSTANT_UNITS, Period, PeriodUnit
from engine.calendar.workdays import Calendar, DayKind, DayRow, Notice
from engine.kernel.clock import CHINA
from engine.kernel.errors import GuijuError

KIT = Path(os.environ.get("GUIJU_KITS", Path(__file__).parents[4] / "shared")) / "domain"
CALENDAR = shipped_calendar()
DAYS = st.dates(date(2024, 1, 1), date(2026, 6, 30))
LENGTHS = st.integers(0, 60)
DAY_UNITS = st.sampled_from([PeriodUnit.WORKDAY, PeriodUnit.CALENDAR_DAY])


@st.composite
def exclusions(draw: st.DrawFn) -> list[Exclusion]:
    spans = draw(st.lists(st.tuples(DAYS, st.integers(0, 15)), max_size=3))
    return [Exclusion(first, first + timedelta(days=span)) for first, span in spans]


@given(DAYS, st.integers(-60, 60))
def test_counting_what_was_added_gives_it_back(day: date, count: int) -> None:
    moved = CALENDAR.add_workdays(day, count)
    if count > 0:
        assert CALENDAR.workdays_between(day, moved) == count
    elif count < 0:
        assert CALENDAR.workdays_between(moved - timedelta(days=1), day - timedelta(days=1)) == -count
    assert CALENDAR.is_workday(moved) or count == 0


@given(DAYS, LENGTHS, DAY_UNITS, exclusions())
def test_an_end_is_worked_and_its_days_add_up(day: date, length: int, unit: PeriodUnit, out: list[Exclusion]) -> None:
    count = count_forward(day, Period(length, unit, rolls_over=True), calendar=CALENDAR, exclusions=out)
    assert CALENDAR.is_workday(count.due_on)
    assert count.counted == length
    assert not any(each.is_counted and is_excluded(each.day, out) for each in count.days)
    span = [day + timedelta(days=step) for step in range((count.due_on - day).days + 1)]
    assert [each.day for each in count.days] == span


@given(DAYS, LENGTHS, st.sampled_from([PeriodUnit.WORKDAY, PeriodUnit.CALENDAR_DAY, PeriodUnit.MONTH]), exclusions())
def test_more_is_never_earlier(day: date, length: int, unit: PeriodUnit, out: list[Exclusion]) -> None:
    assume(unit is not PeriodUnit.MONTH or length <= 3)
    short = Period(length, unit, rolls_over=True)
    longer = Period(length + 1, unit, rolls_over=True)
    due = count_forward(day, short, calendar=CALENDAR, exclusions=out).due_on
    assert due <= count_forward(day, longer, calendar=CALENDAR, exclusions=out).due_on
    assert count_forward(day, short, calendar=CALENDAR).due_on <= due
    next_day = day + timedelta(days=1)
    assert due <= count_forward(next_day, short, calendar=CALENDAR, exclusions=out).due_on


@given(DAYS, LENGTHS, st.booleans(), DAY_UNITS)
def test_the_short_way_and_the_explained_one_agree(day: date, length: int, rolls_over: bool, unit: PeriodUnit) -> None:
    end = end_of_period(datetime.combine(day, time(10), CHINA), length, unit, rolls_over=rolls_over)
    period = Period(length, unit, rolls_over=rolls_over)
    assert end.due_on == count_forward(day, period, calendar=CALENDAR).due_on


@given(st.dates(date(2024, 6, 1), date(2026, 12, 31)), LENGTHS, DAY_UNITS, st.booleans())
def test_counting_back_leaves_the_whole_length_between(
    event: date, length: int, unit: PeriodUnit, rolls_over: bool
) -> None:
    latest = count_back(event, Period(length, unit, rolls_over=rolls_over), calendar=CALENDAR).due_on
    eve = event - timedelta(days=1)
    between = CALENDAR.workdays_between(latest, eve) if unit is PeriodUnit.WORKDAY else (eve - latest).days
    assert between >= length
    assert CALENDAR.is_workday(latest) or not rolls_over


@given(st.text(max_size=12), st.integers(), st.text(max_size=8), st.booleans(), st.booleans())
def test_no_question_breaks_the_answer(start: str, limit: int, unit: str, before: bool, power: bool) -> None:
    for text in (start, "2026-09-18", "2026-09-18T10:00"):
        for name in (unit, *PeriodUnit):
            request = Request(
                text, limit, name, is_before=before, is_power_limit=power, exclusions=[(start, "2026-09-20")]
            )
            try:
                found = answer(request, CALENDAR)
            except (GuijuError, ValueError):
                continue
            assert found.counted >= 0
            assert found.days or name in INSTANT_UNITS


def test_a_place_may_close_work_and_half_work() -> None:
    rows = [
        DayRow(date(2026, 9, 21), DayKind.OFF, "区府办〔2026〕1号"),
        DayRow(date(2026, 9, 19), DayKind.WORK, "区府办〔2026〕2号"),
        DayRow(date(2026, 9, 22), DayKind.HALF, "区府办〔2026〕3号"),
    ]
    calendar = Calendar(CALENDAR.notices, {row.day: row for row in rows})
    count = count_forward(date(2026, 9, 18), Period(3, PeriodUnit.WORKDAY, rolls_over=True), calendar=calendar)
    assert count.due_on == date(2026, 9, 22)
    reasons = " ".join(each.why.sentence("en") for each in count.days)
    assert all(f"〔2026〕{number}号" in reasons for number in (1, 2, 3))


def test_a_listed_notice_goes_by_its_lists_and_not_by_the_library() -> None:
    notice = Notice(2027, "国办发明电〔2026〕0号", "", is_in_library=False)
    off = DayRow(date(2027, 10, 1), DayKind.OFF, notice.number)
    calendar = Calendar({2027: notice}, {off.day: off})
    assert not calendar.is_workday(date(2027, 10, 1))
    assert calendar.is_workday(date(2027, 10, 4))  # the library guesses a holiday here
    assert calendar.holiday_name(date(2027, 10, 1)) is None


def test_the_calendar_is_that_of_the_published_notices() -> None:
    table = KIT / "holidays_cn_2024_2026.csv"
    if not table.is_file():
        print(f"\nThe published days off are not at {table}; set GUIJU_KITS to compare with them.")  # noqa: T201
        pytest.skip("no kit")
    with table.open(encoding="utf-8") as lines:
        told = {date.fromisoformat(row["date"]): row["type"] == "MAKEUP_WORKDAY" for row in csv.DictReader(lines)}
    assert len(told) > 100
    every = [date(2024, 1, 1) + timedelta(days=step) for step in range(366 + 365 + 365)]
    wrong = [day for day in every if CALENDAR.is_workday(day) is not told.get(day, day.weekday() < 5)]
    assert wrong == []
    assert [sum(CALENDAR.is_workday(day) for day in every if day.year == year) for year in (2024, 2025, 2026)] == [
        251,
        248,
        248,
    ]
