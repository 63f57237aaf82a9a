"""Built-in functions that read the calendar (DMN 1.5, 10.3.4.10 and 10.3.4.11)."""

from calendar import monthrange
from decimal import Decimal
from typing import Any

from engine.feel.functions.registry import builtin
from engine.feel.scope import Run
from engine.feel.temporal import make_date

# The words of the language, not of the interface: they are compared in expressions and never translated.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@builtin("day of year", "date: date|datetime")
def day_of_year(_run: Run, day: Any) -> Decimal:
    """Return the number of the day in its year."""
    return Decimal(day.timetuple().tm_yday)


@builtin("day of week", "date: date|datetime")
def day_of_week(_run: Run, day: Any) -> str:
    """Return the English name of the day."""
    return _DAYS[day.weekday()]


@builtin("month of year", "date: date|datetime")
def month_of_year(_run: Run, day: Any) -> str:
    """Return the English name of the month."""
    return _MONTHS[day.month - 1]


@builtin("week of year", "date: date|datetime")
def week_of_year(_run: Run, day: Any) -> Decimal:
    """Return the ISO 8601 number of the week."""
    return Decimal(day.isocalendar().week)


@builtin("last day of month", "date: date|datetime")
def last_day_of_month(_run: Run, day: Any) -> Any:
    """Return the last date of the month (an extension of many engines)."""
    return make_date(day.year, day.month, monthrange(day.year % 400 + 2000, day.month)[1])


@builtin("workdays", "n: number")
@builtin("add workdays", "date: date|datetime, n: number")
@builtin("is workday", "date: date|datetime")
def no_calendar(run: Run, *_arguments: Any) -> Any:
    """Give null: only the host has a calendar of worked days, and hands in functions of these names."""
    return run.null("There is no calendar of workdays here", "此处没有工作日历")


@builtin("now")
@builtin("today")
def clock(run: Run) -> Any:
    """Give null: only the host knows the time, and hands in functions of these names where it is allowed."""
    return run.null("There is no clock here", "此处没有时钟")
