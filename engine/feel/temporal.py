"""Dates, times and durations: their texts (ISO 8601 with @zone) and the arithmetic of calendars.

Years run from -999999999 to 999999999 and seconds carry nine decimals; what Python's classes cannot hold is held by
those of `wide`. What lies outside becomes null.
"""

import datetime as dt
import re
from calendar import monthrange
from decimal import Decimal
from typing import Any

from engine.feel import wide
from engine.feel.values import YearMonthDuration
from engine.feel.wide import DATE_TIMES, TIMES, WIDE, WideTime

_DATE = r"(-?(?:\d{4}|[1-9]\d{4,8}))-(\d{2})-(\d{2})"
_ZONE = r"(Z|[+-]\d{2}:\d{2}(?::\d{2})?|@[A-Za-z][A-Za-z0-9_+/-]*)?"
_TIME = rf"(\d{{2}}):(\d{{2}}):(\d{{2}})(?:\.(\d+))?{_ZONE}"
_DATE_TEXT = re.compile(_DATE)
_TIME_TEXT = re.compile(rf"T?{_TIME}")
_DATE_TIME_TEXT = re.compile(rf"{_DATE}T{_TIME}")
_MONTHS_TEXT = re.compile(r"(-)?P(?:(\d{1,12})Y)?(?:(\d{1,12})M)?")
_SECONDS_TEXT = re.compile(
    r"(-)?P(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,12}(?:\.\d*)?)S)?)?"
)
_WIDEST_OFFSET = dt.timedelta(hours=18)
_DAY = dt.timedelta(days=1)
_CLOCKED = (*TIMES, *DATE_TIMES)
MICROSECOND = dt.timedelta(microseconds=1)


def parse_date(text: str) -> Any:
    """Read a date YYYY-MM-DD, whose year may have a minus sign and more digits; `None` when it is none."""
    match = _DATE_TEXT.fullmatch(text)
    return make_date(int(match[1]), int(match[2]), int(match[3])) if match else None


def make_date(year: int, month: int, day: int) -> Any:
    """Return a date; `None` when there is no such day."""
    try:
        return wide.date_of(year, month, day)
    except (ValueError, OverflowError):
        return None


def parse_time(text: str) -> Any:
    """Read hh:mm:ss with fraction and zone; `None` when it is no time. 24:00:00 is midnight."""
    match = _TIME_TEXT.fullmatch(text)
    if not match:
        return None
    if match[1] == "24" and (match[2], match[3]) == ("00", "00"):
        return make_time(0, 0, 0, zone=match[5])
    return make_time(int(match[1]), int(match[2]), int(match[3]), fraction=match[4] or "", zone=match[5])


def make_time(hour: int, minute: int, second: int, *, fraction: str = "", zone: str | None = None) -> Any:
    """Return a time of day; `None` when there is no such time or zone."""
    try:
        plain = dt.time(hour, minute, second, int(fraction[:6].ljust(6, "0")), tzinfo=_zone(zone))
        return wide.narrowest_time(plain, int(fraction[6:9].ljust(3, "0"))) if len(fraction) > 6 else plain
    except (ValueError, KeyError, OverflowError):
        return None


def parse_date_time(text: str) -> Any:
    """Read a date and time, or a date alone as its midnight; `None` when it is neither. 24:00:00 is the next day."""
    day = parse_date(text)
    if day:
        return join(day, dt.time())
    match = _DATE_TIME_TEXT.fullmatch(text)
    if not match:
        return None
    day = make_date(int(match[1]), int(match[2]), int(match[3]))
    clock = parse_time(text.partition("T")[2])
    if day is None or clock is None:
        return None
    return join(day, clock, days=1 if match[4] == "24" else 0)


def join(day: Any, clock: Any, *, days: int = 0) -> Any:
    """Return the date and time of a day and a time of day."""
    return wide.joined(day, clock, days=days)


def _zone(text: str | None) -> dt.tzinfo | None:
    """Return the zone for Z, an offset or @Region/City; raises ValueError or KeyError."""
    if text is None:
        return None
    if text == "Z":
        return dt.UTC
    if text[0] == "@":
        # Reading where the zones lie takes longer than importing this package; most texts name none.
        from zoneinfo import ZoneInfo  # noqa: PLC0415

        return ZoneInfo(text[1:])
    hours, minutes, seconds = int(text[1:3]), int(text[4:6]), int(text[7:9] or 0)
    if minutes > 59 or seconds > 59:
        raise ValueError(text)
    offset = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return offset_zone(-offset if text[0] == "-" else offset)


def zone_key(value: Any) -> str | None:
    """Return the name of the zone that a time or date and time is written in; `None` for an offset, or none."""
    return getattr(value.tzinfo, "key", None)


def offset_zone(offset: dt.timedelta) -> dt.timezone:
    """Return the zone of an offset; raises ValueError beyond 18 hours."""
    if abs(offset) > _WIDEST_OFFSET:
        raise ValueError(offset)
    return dt.timezone(offset) if offset else dt.UTC


def named_zone(name: str) -> dt.tzinfo | None:
    """Return the zone of a name such as Asia/Shanghai, or of an offset; `None` when there is none."""
    try:
        return _zone(name if name == "Z" or name[:1] in "+-" else f"@{name}")
    except (ValueError, LookupError, OSError):
        return None


def parse_duration(text: str) -> dt.timedelta | YearMonthDuration | None:
    """Read an ISO duration of months or of seconds; `None` when it is neither, or too long."""
    match = _MONTHS_TEXT.fullmatch(text)
    if match and (match[2] or match[3]):
        months = int(match[2] or 0) * 12 + int(match[3] or 0)
        return YearMonthDuration(-months if match[1] else months)
    match = _SECONDS_TEXT.fullmatch(text)
    if not match or not any(match.groups()[1:]):
        return None
    days, hours, minutes = (int(part or 0) for part in match.groups()[1:4])
    micro = int(Decimal(match[5] or 0) * 1_000_000)
    try:
        length = dt.timedelta(days=days, hours=hours, minutes=minutes, microseconds=micro)
    except OverflowError:
        return None
    return -length if match[1] else length


def parse_temporal(text: str) -> Any:
    """Read what may stand in @"…": a date, time, date and time or duration; `None` for anything else."""
    if "P" in text[:2]:
        return parse_duration(text)
    if "T" in text[1:]:
        return parse_date_time(text)
    return parse_time(text) if ":" in text else parse_date(text)


def format_time(value: Any) -> str:
    """Write the time of day with fraction and zone."""
    nano = getattr(value, "nano", 0)
    fraction = f".{value.microsecond * 1000 + nano:09d}".rstrip("0") if value.microsecond or nano else ""
    return f"{value.hour:02d}:{value.minute:02d}:{value.second:02d}{fraction}{_format_zone(value)}"


def _format_zone(value: Any) -> str:
    if value.tzinfo is None:
        return ""
    if zone_key(value):
        return f"@{zone_key(value)}"
    offset = value.utcoffset() or dt.timedelta()
    if not offset:
        return "Z"
    total = abs(int(offset.total_seconds()))
    seconds = f":{total % 60:02d}" if total % 60 else ""
    return f"{'-' if offset < dt.timedelta() else '+'}{total // 3600:02d}:{total // 60 % 60:02d}{seconds}"


def format_duration(value: dt.timedelta) -> str:
    """Write a duration of days and seconds in its shortest form."""
    micro = abs(value) // MICROSECOND
    seconds, fraction = divmod(micro, 1_000_000)
    days, rest = divmod(seconds, 86_400)
    clock = f"{rest // 3600}H" if rest >= 3600 else ""
    clock += f"{rest // 60 % 60}M" if rest // 60 % 60 else ""
    if rest % 60 or fraction:
        clock += f"{rest % 60}" + (f".{fraction:06d}".rstrip("0") if fraction else "") + "S"
    text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return f"{'-' if value < dt.timedelta() else ''}P{text or 'T0S'}"


def add_months(day: Any, months: int) -> Any:
    """Move a date or date and time by whole months, to the last day where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if type(day) in WIDE or not 1 <= year <= dt.MAXYEAR:
        return wide.moved_months(day, months, days_in=monthrange)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def add_seconds(value: Any, length: dt.timedelta) -> Any:
    """Move a date, time or date and time by days and seconds; `None` beyond the widest year.

    A date moves by the whole days; a time goes round the clock; a zoned date and time moves in real time,
    so that a day with a clock change has 23 or 25 hours.
    """
    if type(value) in WIDE:
        return _round_the_clock(value, length) if isinstance(value, WideTime) else wide.moved(value, length)
    try:
        if isinstance(value, dt.time):
            return (dt.datetime.combine(dt.date(2000, 1, 1), value) + length % _DAY).timetz()
        if not isinstance(value, dt.datetime):
            return (dt.datetime.combine(value, dt.time()) + length).date()
        if zone_key(value):
            return (value.astimezone(dt.UTC) + length).astimezone(value.tzinfo)
        return value + length
    except OverflowError:
        return wide.moved(value, length)


def _round_the_clock(value: WideTime, length: dt.timedelta) -> WideTime:
    return WideTime(add_seconds(value.inner, length), value.nano)


def between(left: Any, right: Any) -> dt.timedelta:
    """Return the time between two instants; raises OverflowError when it is too long to be held."""
    if type(left) in WIDE or type(right) in WIDE:
        return dt.timedelta(microseconds=(wide.nanoseconds(left) - wide.nanoseconds(right)) // 1000)
    return instant(left) - instant(right)


def instant(value: Any) -> dt.datetime:
    """Return a date and time that subtracts and compares by instants: in UTC when zoned; a date begins in UTC."""
    if not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day, tzinfo=dt.UTC)
    if value.tzinfo is None:
        return value
    try:
        return value.astimezone(dt.UTC)
    except OverflowError:
        return value


def clock_seconds(value: Any) -> dt.timedelta:
    """Return the time since midnight, in UTC when the time has a zone or offset."""
    since = dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
    return since - (time_offset(value) or dt.timedelta())


def time_offset(value: Any) -> dt.timedelta | None:
    """Return the offset from UTC; a time of day in a named zone takes the zone's offset of the year 2000."""
    if isinstance(value, TIMES) and zone_key(value):
        plain = value.inner if isinstance(value, WideTime) else value
        return dt.datetime.combine(dt.date(2000, 1, 1), plain).utcoffset()
    return value.utcoffset()  # type: ignore[no-any-return]


def is_zoned(value: Any) -> bool:
    """Tell whether a time or date and time has a zone or offset; a date counts as being in UTC."""
    return not isinstance(value, _CLOCKED) or value.tzinfo is not None
