"""FEEL values as JSON and back: exact numbers, temporal values as ISO text."""

import json
from decimal import Decimal
from typing import Any

from engine.feel.scope import Run
from engine.feel.text import format_number, text_of


def from_json(text: str) -> Any:
    """Read JSON with exact numbers; raises ValueError when it is none."""
    return json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse)


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def to_json(value: Any) -> str:
    """Write a value: numbers with all their digits, dates, times, durations, ranges and functions as text."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, Decimal):
        return format_number(value)
    if isinstance(value, list):
        return f"[{', '.join(map(to_json, value))}]"
    if isinstance(value, dict):
        entries = (f"{_quoted(key)}: {to_json(item)}" for key, item in value.items())
        return f"{{{', '.join(entries)}}}"
    return _quoted(text_of(value, Run()))


def _quoted(text: str | None) -> str:
    # Half a character, which texts may hold as an escape, has no UTF-8 and goes out as the escape it was.
    return json.dumps(text, ensure_ascii=False).encode("utf-8", errors="backslashreplace").decode("utf-8")
