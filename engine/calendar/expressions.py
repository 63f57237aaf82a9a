"""What the calendar lends to expressions: `workdays(n)`, `add workdays(date, n)` and `is workday(date)`. Pure."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine.calendar.notices import shipped_calendar
from engine.calendar.workdays import Calendar
from engine.feel import Workdays
from engine.kernel.clock import legal_day

MOST_WORKDAYS = 2_500
"""About ten years; no limit in law is longer, and each day is looked up."""


def _whole(count: Any) -> int:
    """Return a whole number of days within bounds; raises ValueError for anything else."""
    if type(count) is not Decimal or count != count.to_integral_value() or abs(count) > MOST_WORKDAYS:
        raise ValueError(count)
    return int(count)


def _day(value: Any) -> date:
    """Return the legal day of a date or date and time; raises ValueError for anything else."""
    if isinstance(value, datetime):
        return legal_day(value) if value.tzinfo is not None else value.date()
    if not isinstance(value, date):
        raise ValueError(value)  # noqa: TRY004 - the caller hears of it as null with a reason
    return value


def calendar_functions(calendar: Callable[[], Calendar]) -> Mapping[str, Callable[..., Any]]:
    """Return the functions by name, as an evaluation takes them; the calendar is asked for when one is called.

    For a year without published notice they go by weekdays.
    """

    def shifted(value: date, count: int) -> date:
        """Return the count-th worked day after (or, when negative, before) a date; a date and time keeps its time."""
        day = _day(value)
        return value + (calendar().add_workdays(day, count) - day)

    def add_workdays(value: Any, count: Any) -> date:
        _day(value)
        return shifted(value, _whole(count))

    return {
        "workdays": lambda count: Workdays(_whole(count), shifted),
        "add workdays": add_workdays,
        "is workday": lambda value: calendar().is_workday(_day(value)),
    }


CALENDAR_FUNCTIONS: Mapping[str, Callable[..., Any]] = calendar_functions(shipped_calendar)
"""The functions by the calendar of this release, for expressions outside any tenant."""
