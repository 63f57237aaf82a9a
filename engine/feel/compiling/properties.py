"""Properties of values: the parts of dates, times, durations and ranges (DMN 1.5, table 65)."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from engine.feel.scope import Run
from engine.feel.temporal import MICROSECOND, time_offset, zone_key
from engine.feel.types import type_name
from engine.feel.values import Range, YearMonthDuration, normal
from engine.feel.wide import WideDate, WideDateTime, WideTime

_NANO = Decimal("1e-9")


def _second(value: Any) -> Decimal:
    fraction = value.microsecond * 1000 + getattr(value, "nano", 0)
    return Decimal(value.second) + fraction * _NANO if fraction else Decimal(value.second)


def _unit(micro: int, modulus: int | None = None) -> Callable[[dt.timedelta], int]:
    """Return a reader of whole units of a duration, keeping its sign, below the next larger unit."""

    def read(value: dt.timedelta) -> int:
        count = abs(value) // MICROSECOND // micro
        count = count % modulus if modulus else count
        return -count if value < dt.timedelta() else count

    return read


def _years(value: YearMonthDuration) -> int:
    return -(-value.months // 12) if value.months < 0 else value.months // 12


def _months(value: YearMonthDuration) -> int:
    return -(-value.months % 12) if value.months < 0 else value.months % 12


_DAY: Mapping[str, Callable[[Any], Any]] = {
    "year": lambda value: value.year,
    "month": lambda value: value.month,
    "day": lambda value: value.day,
    "weekday": lambda value: value.isoweekday(),
}
_CLOCK: Mapping[str, Callable[[Any], Any]] = {
    "hour": lambda value: value.hour,
    "minute": lambda value: value.minute,
    "second": _second,
    "time offset": time_offset,
    "timezone": zone_key,
}
_PROPERTIES: Mapping[type, Mapping[str, Callable[[Any], Any]]] = {
    dt.date: _DAY,
    dt.time: _CLOCK,
    dt.datetime: {**_DAY, **_CLOCK},
    WideDate: _DAY,
    WideTime: _CLOCK,
    WideDateTime: {**_DAY, **_CLOCK},
    dt.timedelta: {
        "days": _unit(86_400_000_000),
        "hours": _unit(3_600_000_000, 24),
        "minutes": _unit(60_000_000, 60),
        "seconds": _unit(1_000_000, 60),
    },
    YearMonthDuration: {"years": _years, "months": _months},
    Range: {
        "start": lambda value: value.start,
        "end": lambda value: value.end,
        "start included": lambda value: value.start_included,
        "end included": lambda value: value.end_included,
    },
}


def property_of(value: Any, name: str, run: Run) -> Any:
    """Return a property of a value that is no context; a list gives the list of its items' properties."""
    if isinstance(value, (list, tuple)):
        run.step(len(value))
        return [_entry(item, name, run) for item in value]
    readers = _PROPERTIES.get(type(value))
    if readers and name in readers:
        return normal(readers[name](value))
    return run.null("A {kind} has no {name}", "{kind}没有“{name}”", kind=type_name(value), name=name)


def _entry(value: Any, name: str, run: Run) -> Any:
    if isinstance(value, Mapping):
        return normal(value.get(name))
    return property_of(value, name, run)
