"""JSON that keeps dates, instants and exact numbers: how case documents and events are stored.

A value JSON has no type for is an object with one key beginning with a dollar sign: `{"$date": "2026-11-24"}`,
`{"$instant": "2026-11-24T01:00:00+00:00"}`, `{"$number": "0.10"}`. Whole numbers stay JSON numbers. Durations are
written as their ISO 8601 text and stay text: whoever computes with one turns it into a duration again.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson

Document = dict[str, Any]

_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_SORT_KEYS
_EXACT_INTEGER_LIMIT = 2**53


def dump(value: Any) -> bytes:
    """Return the canonical bytes of a value: keys sorted, no blanks, UTF-8.

    Raises `TypeError` for values that have no place in a document, such as functions.
    """
    return orjson.dumps(value, default=_tagged, option=_OPTIONS)


def load(content: bytes | str) -> Any:
    """Return the value of bytes written by `dump`, with dates, instants and exact numbers restored."""
    plain = orjson.loads(content)
    marker = '"$' if isinstance(content, str) else b'"$'
    return _restored(plain) if marker in content else plain  # type: ignore[operator]


def _tagged(value: Any) -> Any:
    tag = _TAGS.get(type(value))
    if tag is not None:
        return tag(value)
    if isinstance(value, Mapping):
        return dict(value)
    # Months are a type of the expression language, which this package may not know; their text is ISO 8601.
    if type(value).__name__ == "YearMonthDuration":
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a document")


def _tagged_number(value: Decimal) -> int | dict[str, str]:
    if value == value.to_integral_value() and abs(value) < _EXACT_INTEGER_LIMIT and _is_plain(value):
        return int(value)
    return {"$number": str(value)}


def _tagged_instant(value: datetime) -> dict[str, str]:
    return {"$instant": (value.astimezone(UTC) if value.tzinfo else value).isoformat()}


def _iso_duration(value: timedelta) -> str:
    sign, span = ("-", -value) if value < timedelta(0) else ("", value)
    seconds = f"{span.seconds}.{span.microseconds:06d}".rstrip("0").rstrip(".") if span.microseconds else span.seconds
    return f"{sign}P{span.days}DT{seconds}S"


def _is_plain(value: Decimal) -> bool:
    """Return whether nothing is lost when the number is written without its trailing zeros."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= 0


_TAGS: dict[type, Callable[[Any], Any]] = {
    Decimal: _tagged_number,
    datetime: _tagged_instant,
    date: lambda value: {"$date": value.isoformat()},
    time: lambda value: {"$time": value.isoformat()},
    timedelta: _iso_duration,
    UUID: str,
    tuple: list,
    set: sorted,
    frozenset: sorted,
}

_RESTORE: dict[str, Callable[[str], Any]] = {
    "$number": Decimal,
    "$instant": datetime.fromisoformat,
    "$date": date.fromisoformat,
    "$time": time.fromisoformat,
}


def _restored(value: Any) -> Any:
    if isinstance(value, dict):
        if len(value) == 1:
            ((key, inner),) = value.items()
            restore = _RESTORE.get(key)
            if restore is not None and isinstance(inner, str):
                return restore(inner)
        return {key: _restored(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_restored(inner) for inner in value]
    return value
