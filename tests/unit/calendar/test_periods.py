"""Periods end where the statutes say, over make-up workdays and holidays."""

from datetime import date, datetime

import pytest

from engine.calendar.counting import count_forward
from engine.calendar.errors import LengthRefused
from engine.calendar.exclusions import Exclusion
from engine.calendar.notices import shipped_calendar
from engine.calendar.periods import end_of_period, free_from, is_in_time
from engine.calendar.units import Period, PeriodUnit
from engine.kernel.clock import CHINA, legal_day

CALENDAR = shipped_calendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("started", "length", "unit", "rolls_over", "last_day"),
    [
        ("2026-09-18", 5, "workday", True, "2026-09-24"),  # 20 September is a made-up Sunday
        ("2026-09-30", 7, "workday", True, "2026-10-15"),  # National Day, and Saturday 10 October is worked
        ("2026-07-08", 90, "calendar_day", True, "2026-10-08"),  # the last day lies inside National Day
        ("2026-02-13", 7, "workday", True, "2026-03-02"),  # Spring Festival with two made-up Saturdays
        ("2026-01-20", 30, "calendar_day", False, "2026-02-19"),  # a seizure never rolls over
        ("2026-04-20", 15, "calendar_day", True, "2026-05-06"),  # Labour Day
        ("2026-09-28", 15, "workday", True, "2026-10-23"),  # a clue found before National Day
        ("2026-10-20", 10, "workday", True, "2026-11-03"),  # no holiday in between
        ("2026-08-10", 60, "calendar_day", True, "2026-10-09"),  # ends on a worked Friday
        ("2026-01-31", 1, "month", False, "2026-02-28"),  # no 31st in February
        ("2024-02-29", 2, "year", False, "2026-02-28"),  # no leap day two years later
        ("2026-10-01", 0, "workday", True, "2026-10-08"),  # at once, on a day of rest
        ("2026-10-01", 0, "workday", False, "2026-10-01"),  # at once
    ],
)
def test_a_period_ends_on_its_lawful_last_day(
    started: str, length: int, unit: str, rolls_over: bool, last_day: str
) -> None:
    start = at(f"{started}T10:00:00")
    end = end_of_period(start, length, PeriodUnit(unit), rolls_over=rolls_over)
    assert end.due_on == date.fromisoformat(last_day)
    assert end.due_at.isoformat().endswith("T00:00:00+08:00")
    assert not end.is_provisional
    period = Period(length, PeriodUnit(unit), rolls_over=rolls_over)
    assert count_forward(legal_day(start), period, calendar=CALENDAR).due_on == end.due_on


def test_hours_run_through_nights_and_holidays() -> None:
    end = end_of_period(at("2026-10-01T22:00"), 24, PeriodUnit.HOUR, rolls_over=False)
    assert end.due_at == at("2026-10-02T22:00")


@pytest.mark.parametrize(
    ("started", "length", "unit", "rolls_over", "last_day", "is_provisional"),
    [
        # Ninety days of a November end beyond the last notice: the raw last day, not moved.
        ("2026-11-24", 90, "calendar_day", True, "2027-02-22", True),
        # Workdays beyond it go by weekday, and say so.
        ("2026-12-30", 3, "workday", True, "2027-01-04", True),
        # What limits a power needs no workday, so its end is certain.
        ("2026-12-20", 30, "calendar_day", False, "2027-01-19", False),
        ("2026-12-20", 2, "year", False, "2028-12-20", False),
        # The move over days of rest may itself lead beyond the notice.
        ("2026-12-01", 30, "calendar_day", True, "2026-12-31", False),
    ],
)
def test_a_last_day_beyond_the_last_notice_is_marked_and_not_moved(
    started: str, length: int, unit: str, rolls_over: bool, last_day: str, is_provisional: bool
) -> None:
    end = end_of_period(at(f"{started}T09:00"), length, PeriodUnit(unit), rolls_over=rolls_over)
    assert (end.due_on, end.is_provisional) == (date.fromisoformat(last_day), is_provisional)


def test_an_exclusion_lengthens_the_period() -> None:
    tests = Exclusion(date(2026, 8, 1), date(2026, 8, 20))
    start = at("2026-07-08T10:00")
    end = end_of_period(start, 90, PeriodUnit.CALENDAR_DAY, rolls_over=True, exclusions=[tests])
    assert end.due_on == date(2026, 10, 26)  # 6 October and 20 days
    beyond = end_of_period(at("2026-12-01T10:00"), 60, PeriodUnit.CALENDAR_DAY, rolls_over=True, exclusions=[tests])
    assert (beyond.due_on, beyond.is_provisional) == (date(2027, 1, 30), True)


def test_a_right_lives_until_midnight_and_others_may_act_the_day_after() -> None:
    end = end_of_period(at("2026-09-18T10:00"), 5, PeriodUnit.WORKDAY, rolls_over=True)
    assert is_in_time(end, done_at=at("2026-09-24T23:59"))
    assert not is_in_time(end, done_at=at("2026-09-25T00:00"))
    assert is_in_time(end, done_at=at("2026-09-28T09:00"), posted_at=at("2026-09-24T18:00"))
    assert free_from(end) == date(2026, 9, 25)


@pytest.mark.parametrize("length", [-1, 2_501])
def test_a_length_that_nothing_can_be_counted_from_is_refused(length: int) -> None:
    with pytest.raises(LengthRefused) as refusal:
        end_of_period(at("2026-09-18T10:00"), length, PeriodUnit.WORKDAY, rolls_over=True)
    assert "85" in refusal.value.sentence("en")
