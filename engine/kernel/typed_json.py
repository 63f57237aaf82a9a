"""JSON that keeps dates, instants and exact numbers: how case documents and events are stored.

A value JSON has no type for is an object with one key beginning with a dollar sign: `{"$date": "2026-11-24"}`,
`{"$instant": "2026-11-24T01:00:00+00:00"}`, `{"$number": "0.10"}`. Whole numbers stay JSON numbers.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson

Document = dict[str, Any]

_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_SORT_KEYS
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
    if isinstance(value, Decimal):
        if value == value.to_integral_value() and abs(value) < _EXACT_INTEGER_LIMIT and _is_plain(value):
            return int(value)
        return {"$number": str(value)}
    if isinstance(value, datetime):
        return {"$instant": (value.astimezone(UTC) if value.tzinfo else value).isoformat()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    if isinstance(value, time):
        return {"$time": value.isoformat()}
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (tuple, set, frozenset)):
        return sorted(value) if isinstance(value, (set, frozenset)) else list(value)
    return _foreign(value)


def _foreign(value: Any) -> Any:
    # Durations come from the expression language; their text is what the language reads back.
    if isinstance(value, UUID) or type(value).__name__ in {"DayTimeDuration", "YearMonthDuration"}:
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a document")


def _is_plain(value: Decimal) -> bool:
    """Return whether nothing is lost when the number is written without its trailing zeros."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= 0


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
