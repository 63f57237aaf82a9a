"""The text of a value: what `string()` gives and what people see."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from engine.feel.limits import STRING_CHARACTERS
from engine.feel.literals import quoted
from engine.feel.scope import Exhausted, Run
from engine.feel.temporal import format_duration, format_time
from engine.feel.values import FeelFunction, Range, Workdays, YearMonthDuration
from engine.feel.wide import DATES, TIMES, WideDate, WideDateTime, WideTime


def format_number(value: Decimal) -> str:
    """Write a number without exponent; trailing zeros after the point and negative zero are not kept."""
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_date(value: Any) -> str:
    """Write YYYY-MM-DD, with a minus sign and more digits for distant years."""
    return f"{'-' if value.year < 0 else ''}{abs(value.year):04d}-{value.month:02d}-{value.day:02d}"


def format_date_time(value: Any) -> str:
    """Write a date and time with its zone."""
    return f"{format_date(value)}T{format_time(value)}"


_WRITERS: Mapping[type, Callable[[Any], str]] = {
    Decimal: format_number,
    str: str,
    bool: lambda value: "true" if value else "false",
    type(None): lambda _value: "null",
    dt.date: format_date,
    dt.time: format_time,
    dt.datetime: format_date_time,
    WideDate: format_date,
    WideTime: format_time,
    WideDateTime: format_date_time,
    dt.timedelta: format_duration,
    YearMonthDuration: str,
    Workdays: str,
    FeelFunction: lambda value: f"function {value.name}",
}
_TEMPORAL = (*DATES, *TIMES, dt.timedelta, YearMonthDuration)


def text_of(value: Any, run: Run) -> str:
    """Return the text of a value; raises Exhausted when it would be too long."""
    writer = _WRITERS.get(type(value))
    return writer(value) if writer else nested_text(value, run)


def nested_text(value: Any, run: Run) -> str:
    """Return the text of a value inside another, where strings stand in quotation marks."""
    run.step()
    if isinstance(value, list):
        return _joined("[", [nested_text(item, run) for item in value], "]")
    if isinstance(value, dict):
        entries = [f"{_key(key)}: {nested_text(item, run)}" for key, item in value.items()]
        return _joined("{", entries, "}")
    if isinstance(value, Range):
        return _range_text(value, run)
    return quoted(value) if isinstance(value, str) else text_of(value, run)


def _key(key: str) -> str:
    return key if key.replace(" ", "_").isidentifier() else quoted(key)


def _joined(start: str, parts: list[str], end: str) -> str:
    if sum(map(len, parts)) > STRING_CHARACTERS:
        raise Exhausted
    return start + ", ".join(parts) + end


def _range_text(value: Range, run: Run) -> str:
    if value.operator:
        return f"({value.operator}{_endpoint(value.start if value.end is None else value.end, run)})"
    opening, closing = "[" if value.start_included else "(", "]" if value.end_included else ")"
    return f"{opening}{_endpoint(value.start, run)}..{_endpoint(value.end, run)}{closing}"


def _endpoint(value: Any, run: Run) -> str:
    return f'@"{text_of(value, run)}"' if isinstance(value, _TEMPORAL) else nested_text(value, run)
