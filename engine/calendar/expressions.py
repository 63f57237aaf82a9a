"""What the calendar lends to expressions: `workdays(n)`, `add workdays(date, n)` and `is workday(date)`. Pure."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine.calendar.workdays import ONE_DAY, add_workdays, is_workday
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


def shifted(value: date, count: int) -> date:
    """Return the count-th worked day after (or, when negative, before) a date; a date and time keeps its time."""
    day = _day(value)
    end = add_workdays(day, count) if count >= 0 else _before(day, -count)
    return value + (end - day)


def _before(day: date, count: int) -> date:
    while count > 0:
        day -= ONE_DAY
        count -= is_workday(day)
    return day


def _workdays(count: Any) -> Workdays:
    return Workdays(_whole(count), shifted)


def _add_workdays(value: Any, count: Any) -> date:
    return shifted(_checked(value), _whole(count))


def _checked(value: Any) -> date:
    _day(value)
    return value  # type: ignore[no-any-return]


CALENDAR_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "workdays": _workdays,
    "add workdays": _add_workdays,
    "is workday": lambda value: is_workday(_day(value)),
}
"""The functions by name, as an evaluation takes them; for a year without published notice they go by weekdays."""
