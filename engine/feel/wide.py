"""Dates and times that Python's own cannot hold: years below 1 or above 9999, and nanoseconds.

The Gregorian calendar repeats every 400 years to the day of the week. Such a value is therefore one of Python's
between the years 2000 and 2399, and the number of cycles it is away. Whatever Python can hold is never held so: the
functions that make values choose, so that ordinary dates cost nothing more.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

CYCLE_YEARS = 400
CYCLE_DAYS = 146_097
_FIRST_YEAR = 2000
WIDEST_YEAR = 999_999_999
_SECOND = 1_000_000_000
_DAY = 86_400 * _SECOND


def _read(name: str) -> Any:
    """Return a property that reads the same of the inner value."""
    return property(lambda value: getattr(value.inner, name))


def _ask(name: str) -> Callable[[Any], Any]:
    """Return a method that asks the inner value."""
    return lambda value: getattr(value.inner, name)()


@dataclass(frozen=True, slots=True)
class WideDate:
    """A date; it answers what a `datetime.date` is asked in this package."""

    cycle: int
    inner: dt.date

    month = _read("month")
    day = _read("day")
    weekday = _ask("weekday")
    isoweekday = _ask("isoweekday")
    isocalendar = _ask("isocalendar")
    timetuple = _ask("timetuple")

    @property
    def year(self) -> int:
        """Return the year, which may be zero or negative."""
        return self.inner.year + CYCLE_YEARS * self.cycle


@dataclass(frozen=True, slots=True)
class WideTime:
    """A time of day with `nano` nanoseconds beyond its microseconds."""

    inner: dt.time
    nano: int

    hour = _read("hour")
    minute = _read("minute")
    second = _read("second")
    microsecond = _read("microsecond")
    tzinfo = _read("tzinfo")
    utcoffset = _ask("utcoffset")

    def replace(self, *, tzinfo: dt.tzinfo | None) -> "WideTime":
        """Return the same time of day in another zone."""
        return WideTime(self.inner.replace(tzinfo=tzinfo), self.nano)


@dataclass(frozen=True, slots=True)
class WideDateTime:
    """A date and time; it answers what a `datetime.datetime` is asked in this package."""

    cycle: int
    inner: dt.datetime
    nano: int = 0

    month = _read("month")
    day = _read("day")
    hour = _read("hour")
    minute = _read("minute")
    second = _read("second")
    microsecond = _read("microsecond")
    tzinfo = _read("tzinfo")
    utcoffset = _ask("utcoffset")
    weekday = _ask("weekday")
    isoweekday = _ask("isoweekday")
    isocalendar = _ask("isocalendar")
    timetuple = _ask("timetuple")

    @property
    def year(self) -> int:
        """Return the year, which may be zero or negative."""
        return self.inner.year + CYCLE_YEARS * self.cycle

    def date(self) -> Any:
        """Return the date."""
        return narrowest_date(self.cycle, self.inner.date())

    def timetz(self) -> Any:
        """Return the time of day with its zone."""
        return narrowest_time(self.inner.timetz(), self.nano)

    def astimezone(self, zone: dt.tzinfo) -> Any:
        """Return the same instant in another zone."""
        return narrowest(self.cycle, self.inner.astimezone(zone), self.nano)


DATES = (dt.date, WideDate, WideDateTime)
"""Classes whose values have a year, month and day."""

DATE_TIMES = (dt.datetime, WideDateTime)
"""Classes of dates and times."""

TIMES = (dt.time, WideTime)
"""Classes of times of day."""

WIDE = frozenset({WideDate, WideTime, WideDateTime})


def _centred(cycle: int, day: Any) -> tuple[int, Any]:
    """Return the cycle and the inner value between the years 2000 and 2399."""
    shift = (day.year - _FIRST_YEAR) // CYCLE_YEARS
    return cycle + shift, day.replace(year=day.year - CYCLE_YEARS * shift) if shift else day


def narrowest_date(cycle: int, inner: dt.date) -> Any:
    """Return a date, Python's where it can hold it; `None` beyond the widest year."""
    year = inner.year + CYCLE_YEARS * cycle
    if 1 <= year <= dt.MAXYEAR:
        return inner.replace(year=year)
    return WideDate(*_centred(cycle, inner)) if abs(year) <= WIDEST_YEAR else None


def narrowest_time(inner: dt.time, nano: int) -> Any:
    """Return a time of day, Python's where it can hold it."""
    return WideTime(inner, nano) if nano else inner


def narrowest(cycle: int, inner: dt.datetime, nano: int) -> Any:
    """Return a date and time, Python's where it can hold it; `None` beyond the widest year."""
    year = inner.year + CYCLE_YEARS * cycle
    if not nano and 1 <= year <= dt.MAXYEAR:
        return inner.replace(year=year)
    return WideDateTime(*_centred(cycle, inner), nano) if abs(year) <= WIDEST_YEAR else None


def date_of(year: int, month: int, day: int) -> Any:
    """Return a date of any year; `None` beyond the widest; raises ValueError when there is no such day."""
    if 1 <= year <= dt.MAXYEAR:
        return dt.date(year, month, day)
    cycle, rest = divmod(year, CYCLE_YEARS)
    return narrowest_date(cycle - _FIRST_YEAR // CYCLE_YEARS, dt.date(_FIRST_YEAR + rest, month, day))


def parts(value: Any) -> tuple[int, Any, int]:
    """Return the cycle, the inner value and the nanoseconds of a date or date and time."""
    if type(value) in WIDE:
        return value.cycle, value.inner, getattr(value, "nano", 0)
    return *_centred(0, value), 0


def joined(day: Any, clock: Any, *, days: int = 0) -> Any:
    """Return the date and time of a day and a time of day, moved by some days."""
    cycle, inner, _ = parts(day)
    nano = clock.nano if isinstance(clock, WideTime) else 0
    plain = clock.inner if isinstance(clock, WideTime) else clock
    moved = dt.date(inner.year, inner.month, inner.day) + dt.timedelta(days=days)
    return narrowest(cycle, dt.datetime.combine(moved, plain), nano)


def moved(value: Any, length: dt.timedelta) -> Any:
    """Move a date or date and time by a duration; zoned ones move in real time."""
    cycle, inner, nano = parts(value)
    cycles, days = divmod(length.days, CYCLE_DAYS)
    rest = dt.timedelta(days, length.seconds, length.microseconds)
    if not isinstance(inner, dt.datetime):
        return narrowest_date(cycle + cycles, inner + dt.timedelta(days=days))
    if inner.tzinfo is not None:
        return narrowest(cycle + cycles, (inner.astimezone(dt.UTC) + rest).astimezone(inner.tzinfo), nano)
    return narrowest(cycle + cycles, inner + rest, nano)


def moved_months(value: Any, months: int, *, days_in: Callable[[int, int], tuple[int, int]]) -> Any:
    """Move a date or date and time by months, to the last day where the month is shorter."""
    cycle, inner, nano = parts(value)
    year, month = divmod(inner.year * 12 + inner.month - 1 + months, 12)
    cycles, rest = divmod(year - _FIRST_YEAR, CYCLE_YEARS)
    year = _FIRST_YEAR + rest
    placed = inner.replace(year=year, month=month + 1, day=min(inner.day, days_in(year, month + 1)[1]))
    if isinstance(placed, dt.datetime):
        return narrowest(cycle + cycles, placed, nano)
    return narrowest_date(cycle + cycles, placed)


def nanoseconds(value: Any) -> int:
    """Return the nanoseconds since the beginning of the calendar, in UTC when there is a zone; a date begins in UTC."""
    cycle, inner, nano = parts(value)
    days: int = cycle * CYCLE_DAYS + inner.toordinal()
    if not isinstance(inner, dt.datetime):
        return days * _DAY
    since = dt.timedelta(hours=inner.hour, minutes=inner.minute, seconds=inner.second, microseconds=inner.microsecond)
    since -= inner.utcoffset() or dt.timedelta()
    micro: int = since // dt.timedelta(microseconds=1)
    return days * _DAY + micro * 1000 + nano
