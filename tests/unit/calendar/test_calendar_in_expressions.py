"""Expressions count in worked days by the calendar that is handed to them, and by none of their own."""

from datetime import UTC, date, datetime, timedelta

import pytest

from engine.calendar.expressions import CALENDAR_FUNCTIONS
from engine.feel import Workdays, compile_expression
from engine.feel.jsonform import to_json
from engine.kernel.clock import CHINA
from engine.runtime.timing import read_schedule

ROWS = [
    # Over the National Day break of 2026, which lasts from 1 to 7 October.
    ('date("2026-09-30") + workdays(1)', '"2026-10-08"'),
    ('workdays(1) + date("2026-09-30")', '"2026-10-08"'),
    ('date("2026-10-08") - workdays(1)', '"2026-09-30"'),
    ('add workdays(date("2026-09-30"), 1)', '"2026-10-08"'),
    ('add workdays(date("2026-10-08"), -1)', '"2026-09-30"'),
    ('add workdays(date: date("2026-09-30"), n: 1)', '"2026-10-08"'),
    # Nothing to add: the day itself, worked or not.
    ('add workdays(date("2026-10-01"), 0)', '"2026-10-01"'),
    # A Saturday that is worked, to make up for a longer break.
    ('is workday(date("2026-02-14"))', "true"),
    ('is workday(date("2026-10-01"))', "false"),
    # A date and time keeps its time; its day is the one in China.
    ('date and time("2026-09-30T10:00:00") + workdays(1)', '"2026-10-08T10:00:00"'),
    ('date and time("2026-09-29T20:00:00Z") + workdays(1)', '"2026-10-07T20:00:00Z"'),
    # Workdays by themselves.
    ("workdays(2) + workdays(3) = workdays(5)", "true"),
    ("workdays(2) < workdays(3)", "true"),
    ("string(-workdays(2))", '"workdays(-2)"'),
    ("workdays(5) instance of workdays", "true"),
    # What is no number of days, and no day.
    ("workdays(1.5)", "null"),
    ("workdays(1000000)", "null"),
    ('add workdays("2026-09-30", 1)', "null"),
    ("is workday(null)", "null"),
    ("workdays(1) * 2", "null"),
    ('date("10000-01-01") + workdays(1)', "null"),
    ('time("10:00:00") + workdays(1)', "null"),
    ("workdays(2000) + workdays(2000)", "null"),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_expressions_count_in_worked_days(text: str, expected: str) -> None:
    evaluation = compile_expression(text).explain({}, functions=CALENDAR_FUNCTIONS)
    assert to_json(evaluation.value) == expected
    assert bool(evaluation.reasons) is (expected == "null")


@pytest.mark.parametrize("text", ["workdays(5)", 'add workdays(date("2026-01-01"), 1)', "is workday(today)"])
def test_without_a_calendar_there_is_null_and_a_reason(text: str) -> None:
    evaluation = compile_expression(text).explain({"today": date(2026, 1, 1)})
    assert evaluation.value is None
    assert evaluation.reasons[0] == "There is no calendar of workdays here"
    assert evaluation.reasons[0].zh == "此处没有工作日历"


def test_a_timer_may_wait_some_worked_days() -> None:
    value = compile_expression("workdays(2)").evaluate({}, functions=CALENDAR_FUNCTIONS)
    schedule = read_schedule("duration", value)
    assert schedule is not None
    assert schedule.period is not None
    # On the evening of the last day before the break, by Chinese time already the first day of it.
    began = datetime(2026, 9, 29, 8, tzinfo=UTC)
    assert schedule.period.after(began) == began + timedelta(days=9)
    assert schedule.period.after(began.astimezone(CHINA)).hour == 16
    assert read_schedule("duration", Workdays(-1, lambda day, _count: day)) is None
