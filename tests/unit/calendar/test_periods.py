"""Periods end where the statutes say, over make-up workdays and holidays."""

from datetime import date, datetime

import pytest

from engine.calendar.periods import PeriodUnit, end_of_period
from engine.calendar.workdays import add_workdays, is_known, is_workday, workdays_between
from engine.kernel.clock import CHINA


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
    ],
)
def test_a_period_ends_on_its_lawful_last_day(
    started: str, length: int, unit: str, rolls_over: bool, last_day: str
) -> None:
    start = datetime.fromisoformat(f"{started}T10:00:00").replace(tzinfo=CHINA)
    end = end_of_period(start, length, PeriodUnit(unit), rolls_over=rolls_over)
    assert end.due_on == date.fromisoformat(last_day)
    assert end.due_at.isoformat().endswith("T00:00:00+08:00")
    assert not end.is_provisional


def test_hours_run_through_nights_and_holidays() -> None:
    start = datetime(2026, 10, 1, 22, 0, tzinfo=CHINA)
    end = end_of_period(start, 24, PeriodUnit.HOUR, rolls_over=False)
    assert end.due_at == datetime(2026, 10, 2, 22, 0, tzinfo=CHINA)


def test_a_last_day_beyond_the_last_notice_is_marked_and_not_moved() -> None:
    start = datetime(2026, 11, 24, 9, 0, tzinfo=CHINA)
    end = end_of_period(start, 90, PeriodUnit.CALENDAR_DAY, rolls_over=True)
    assert end.is_provisional
    assert end.due_on == date(2027, 2, 22)


def test_counting_what_was_added_gives_it_back() -> None:
    for offset in range(300):
        first = date(2026, 1, 1) + offset * (date(2026, 1, 2) - date(2026, 1, 1))
        last = add_workdays(first, 7)
        assert is_workday(last)
        assert workdays_between(first, last) == 7
    assert not is_known(date(2027, 1, 1))
