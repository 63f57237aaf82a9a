"""Schema fields for calendar days and for instants in China's time."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from marshmallow import fields

from forms.display import CHINA
from forms.problems import refusal

FIRST_YEAR, LAST_YEAR = 1900, 2199

_DAY = r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?"
_DAY_TEXT = re.compile(_DAY, re.ASCII)
_INSTANT_TEXT = re.compile(
    _DAY + r"[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,6})?)?\s*(Z|[+-]\d{2}:?\d{2})?", re.ASCII
)
_LONGEST = 40


def _normal(value: Any, code: str) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise refusal(code)
    return unicodedata.normalize("NFKC", value).strip()


def _day(year: str, month: str, day: str) -> date:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError as error:
        raise refusal("calendar") from error
    return _in_range(found)


def _in_range(found: date) -> date:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise refusal("year", low=FIRST_YEAR, high=LAST_YEAR)
    return found


class Day(fields.Date):
    """A calendar day, also as people write it: 2026-3-5, 2026/3/5, 2026年3月5日."""

    def __init__(self) -> None:
        super().__init__(allow_none=True)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        del attr, data, kwargs
        if isinstance(value, date) and not isinstance(value, datetime):
            return _in_range(value)
        text = _normal(value, "date")
        if not text:
            return None
        match = _DAY_TEXT.fullmatch(text)
        if not match:
            raise refusal("date")
        return _day(*match.groups())


class Instant(fields.DateTime):
    """A day and a time; without an offset it is China's time, and in China's time it is kept."""

    def __init__(self) -> None:
        super().__init__(allow_none=True)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        del attr, data, kwargs
        if isinstance(value, datetime):
            _in_range(value)
            return value.astimezone(CHINA) if value.tzinfo else value.replace(tzinfo=CHINA)
        text = _normal(value, "instant")
        if not text:
            return None
        match = _INSTANT_TEXT.fullmatch(text)
        if not match:
            raise refusal("instant")
        year, month, day, hour, minute, second, offset = match.groups()
        clock = f"{int(hour):02}:{minute}:{second or '00'}{(offset or '').replace('Z', '+00:00')}"
        try:
            read = datetime.combine(_day(year, month, day), time.fromisoformat(clock))
        except ValueError as error:
            raise refusal("instant") from error
        return read.astimezone(CHINA) if read.tzinfo else read.replace(tzinfo=CHINA)
