"""How values are written into a state: as JSON, with a mark on what JSON has no type for, and compressed."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import orjson
import zstandard

from engine.feel import YearMonthDuration
from engine.runtime.errors import UnreadableState

MARK = "\u0001"
"""The only key of an object that stands for a value JSON does not have."""

_WHOLE_LIMIT = 2**53
"""Beyond it orjson and PostgreSQL may not agree on a number's digits."""

_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_SUBCLASS | orjson.OPT_PASSTHROUGH_DATACLASS


class Plain(list[Any]):
    """A list of nothing but numbers and lists of them, so that nobody need look through it for marks."""


_TO_TEXT: dict[type, tuple[str, Callable[[Any], Any]]] = {
    Decimal: ("n", str),
    datetime: ("i", datetime.isoformat),
    date: ("d", date.isoformat),
    time: ("t", time.isoformat),
    timedelta: ("s", lambda span: [span.days, span.seconds, span.microseconds]),
    YearMonthDuration: ("m", lambda span: span.months),
    Plain: ("p", list),
    frozenset: ("f", sorted),
    set: ("f", sorted),
}
_FROM_TEXT: dict[str, Callable[[Any], Any]] = {
    "n": Decimal,
    "i": datetime.fromisoformat,
    "d": date.fromisoformat,
    "t": time.fromisoformat,
    "s": lambda parts: timedelta(*parts),
    "m": YearMonthDuration,
    "p": Plain,
    "f": frozenset,
}


def pack(content: Any, default: Callable[[Any], Any] | None = None) -> bytes:
    """Return the bytes of a value; they are read back once, because what cannot be read is lost.

    `default` writes what is no plain value (`tagged` if none is given). Raises `TypeError` for a value that no stored
    form exists for, such as a function.
    """
    plain = orjson.dumps(content, default=default or tagged, option=_OPTIONS)
    # One compressor per call: a shared one is not safe among threads and once mixed two states. The checksum costs
    # microseconds and tells damaged bytes from those that do not fit.
    packed: bytes = zstandard.ZstdCompressor(level=3, write_checksum=True).compress(plain)
    if zstandard.decompress(packed) != plain:
        raise UnreadableState(detail_zh="压缩校验失败", detail_en="the compressed state does not read back")
    return packed


def tagged(value: Any) -> Any:
    """Return what stands for a value that JSON does not have; raises `TypeError` if nothing does."""
    if isinstance(value, Decimal) and _is_whole(value):
        return int(value)
    kind = next((kind for kind in type(value).__mro__ if kind in _TO_TEXT), None)
    if kind is None:
        if isinstance(value, Mapping):
            return dict(value)
        raise TypeError(f"a value of {type(value).__name__} cannot be stored")
    tag, to_text = _TO_TEXT[kind]
    return {MARK: [tag, to_text(value)]}


def restored(value: Any, more: Mapping[str, Callable[[Any], Any]] | None = None) -> Any:
    """Return a value as it was before it was written; `more` reads marks of other kinds."""
    if isinstance(value, list):
        return [restored(item, more) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1 and MARK in value:
        tag, text = value[MARK]
        return more[tag](text) if more and tag in more else _FROM_TEXT[tag](text)
    return {key: restored(item, more) for key, item in value.items()}


def _is_whole(value: Decimal) -> bool:
    # Whole numbers are by far the most; written as JSON's own they need no restoring, and FEEL takes either.
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= 0 and abs(value) < _WHOLE_LIMIT
