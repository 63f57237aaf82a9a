"""Built-in functions that turn values into others (DMN 1.5, 10.3.4.1), `not`, `is` and `is defined`."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from engine.feel.functions.registry import builtin
from engine.feel.scope import Run, Value
from engine.feel.temporal import (
    join,
    make_date,
    make_time,
    named_zone,
    offset_zone,
    parse_date,
    parse_date_time,
    parse_duration,
    parse_time,
)
from engine.feel.text import text_of
from engine.feel.values import YearMonthDuration
from engine.feel.wide import DATE_TIMES, DATES

_NUMBER = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,4})?")
_TOO_MUCH = Decimal(1_000_000_000)
_SEPARATORS = {" ", ",", "."}


def _not_a(kind: str, value: Any, run: Run) -> Value | None:
    return run.null("{value} is no {kind}", "{value}不是有效的{kind}", value=value, kind=kind)


def _integer(number: Decimal) -> int:
    """Return a number without its fraction, or one that no calendar has for what is too large."""
    return int(number) if abs(number) < _TOO_MUCH else int(_TOO_MUCH)


@builtin("date", "from: string|date|datetime")
def date_from(run: Run, value: Any) -> Any:
    """Return the date written in a string, or of a date and time."""
    if isinstance(value, DATE_TIMES):
        return value.date()
    day = parse_date(value) if isinstance(value, str) else value
    return day if day is not None else _not_a("date", value, run)


@builtin("date", "year: number, month: number, day: number")
def date_of(run: Run, year: Decimal, month: Decimal, day: Decimal) -> Any:
    """Return the date of a year, month and day."""
    made = make_date(_integer(year), _integer(month), _integer(day))
    return made if made is not None else _not_a("date", f"{year}-{month}-{day}", run)


@builtin("time", "from: string|time|datetime|date")
def time_from(run: Run, value: Any) -> Any:
    """Return the time of day written in a string, or of a date and time; a date begins in UTC."""
    if isinstance(value, DATE_TIMES):
        return value.timetz()
    if isinstance(value, DATES):
        return dt.time(tzinfo=dt.UTC)
    clock = parse_time(value) if isinstance(value, str) else value
    return clock if clock is not None else _not_a("time", value, run)


@builtin("time", "hour: number, minute: number, second: number, offset?: seconds")
def time_of(run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: dt.timedelta | None = None) -> Any:
    """Return the time of day of its parts."""
    fraction = f"{second % 1:f}".partition(".")[2]
    made = make_time(_integer(hour), _integer(minute), _integer(second), fraction=fraction)
    try:
        return made if made is None or offset is None else made.replace(tzinfo=offset_zone(offset))
    except ValueError:
        return _not_a("time", offset, run)


@builtin("date and time", "from: string|date|datetime")
def date_time_from(run: Run, value: Any) -> Any:
    """Return the date and time written in a string, or the beginning of a date."""
    if isinstance(value, DATE_TIMES):
        return value
    made = parse_date_time(value) if isinstance(value, str) else join(value, dt.time())
    return made if made is not None else _not_a("date and time", value, run)


@builtin("date and time", "date: datetime, timezone: string")
def date_time_in_zone(run: Run, moment: Any, name: str) -> Any:
    """Return the same instant in a named zone."""
    zone = named_zone(name)
    if zone is None or not isinstance(moment, DATE_TIMES) or moment.tzinfo is None:
        return _not_a("time zone", name, run)
    return moment.astimezone(zone)


@builtin("date and time", "date: date|datetime, time: time|string")
def date_time_of(run: Run, day: Any, clock: Any) -> Any:
    """Return a date joined with a time of day, or a date and time moved to another zone."""
    if isinstance(clock, str):
        return date_time_in_zone(run, day, clock)
    return join(day, clock)


@builtin(
    "date and time",
    "year: number, month: number, day: number, hour: number, minute: number, second: number, timezone: string",
)
@builtin(
    "date and time",
    "year: number, month: number, day: number, hour: number, minute: number, second: number, offset?: seconds|string",
)
def date_time_parts(run: Run, *parts: Any) -> Any:
    """Return the date and time of its parts, with an offset or a zone name."""
    year, month, day, hour, minute, second, *zone = parts
    offset = zone[0] if zone else None
    date = date_of(run, year, month, day)
    clock = time_of(run, hour, minute, second, offset if isinstance(offset, dt.timedelta) else None)
    if date is None or clock is None:
        return None
    if isinstance(offset, str):
        clock = clock.replace(tzinfo=named_zone(offset))
    return join(date, clock)


@builtin("duration", "from: string|duration")
def duration(run: Run, value: Any) -> Any:
    """Return the duration written in a string."""
    made = parse_duration(value) if isinstance(value, str) else value
    return made if made is not None else _not_a("duration", value, run)


@builtin("years and months duration", "from: date|datetime, to: date|datetime")
def months_between(_run: Run, start: Any, end: Any) -> YearMonthDuration:
    """Return the whole months between two dates, negative when they run backwards."""
    sign = 1 if (start.year, start.month, start.day) <= (end.year, end.month, end.day) else -1
    first, last = (start, end) if sign > 0 else (end, start)
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    return YearMonthDuration(sign * months)


@builtin("number", "from: string, grouping separator?: string, decimal separator?: string")
def number_grouped(run: Run, text: str, grouping: str | None = None, point: str | None = None) -> Decimal | None:
    """Return the number written in a string with separators."""
    if grouping not in {None, *_SEPARATORS} or point not in {None, ",", "."} or (grouping or "") == (point or "."):
        return run.null("These separators do not serve", "分隔符无效")
    plain = text.replace(grouping, "") if grouping else text
    if point == ",":
        if "." in plain:
            return _not_a("number", text, run)
        plain = plain.replace(",", ".")
    return number_from(run, plain)


@builtin("number", "from: string|number")
def number_from(run: Run, value: Any) -> Decimal | None:
    """Return the number written in a string."""
    if isinstance(value, Decimal):
        return value
    return Decimal(value) if _NUMBER.fullmatch(value) else _not_a("number", value, run)


@builtin("string", "from: any")
def string(run: Run, value: Any) -> str | None:
    """Return the text of a value; null stays null."""
    return None if value is None else text_of(value, run)


@builtin("not", "negand: any")
def negation(run: Run, value: Any) -> bool | None:
    """Return the opposite of a truth value."""
    return not value if isinstance(value, bool) else run.null("There is no truth value to negate", "没有可取反的真假值")


@builtin("is defined", "value: any")
def is_defined(_run: Run, value: Any) -> bool:
    """Tell whether a value is not null (an extension of many engines)."""
    return value is not None
