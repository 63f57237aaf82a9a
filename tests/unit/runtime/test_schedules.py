"""Timer texts and values as schedules."""

from datetime import UTC, date, datetime, timedelta

import pytest

from engine.feel import YearMonthDuration
from engine.runtime.timing import Period, read_schedule

NONSENSE = [
    # A duration where a date is asked for, and the other way round.
    ("date", "PT5M"),
    ("duration", "2026-01-01"),
    # No duration at all, an empty one, a negative one.
    ("duration", "soon"),
    ("duration", "P"),
    ("duration", "PT"),
    ("duration", timedelta(seconds=-1)),
    ("duration", YearMonthDuration(-1)),
    ("duration", None),
    ("duration", 5),
    # Longer than time.
    ("duration", "P999999999999D"),
    # A day that does not exist.
    ("date", "2026-02-30"),
    ("date", None),
    # Cycles without a period, or with a broken start.
    ("cycle", "R3"),
    ("cycle", "R3/2026-13-01/PT1H"),
    ("cycle", "PT1H"),
    ("cycle", timedelta(hours=1)),
]


@pytest.mark.parametrize(("form", "value"), NONSENSE)
def test_what_is_no_such_time_is_none(form, value):
    assert read_schedule(form, value) is None


def test_a_cycle_may_begin_at_an_instant():
    schedule = read_schedule("cycle", "R2/2026-01-01T00:00:00Z/P1D")
    assert (schedule.instant, schedule.repeats) == (datetime(2026, 1, 1, tzinfo=UTC), 2)


MONTHS = [
    # The last day of a shorter month.
    (datetime(2026, 1, 31, 4, tzinfo=UTC), 1, date(2026, 2, 28)),
    # A leap year.
    (datetime(2028, 1, 31, 4, tzinfo=UTC), 1, date(2028, 2, 29)),
    # Over the turn of the year.
    (datetime(2026, 12, 15, 4, tzinfo=UTC), 2, date(2027, 2, 15)),
    # The month is that of the legal day: it is already the first of February in China.
    (datetime(2026, 1, 31, 17, tzinfo=UTC), 1, date(2026, 2, 28)),
]


@pytest.mark.parametrize(("begin", "months", "day"), MONTHS)
def test_months_are_counted_on_the_legal_calendar(begin, months, day):
    assert Period(months, timedelta(0)).after(begin).date() == day
