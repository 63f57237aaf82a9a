"""A question about a period as a person writes it, and its answer with every day explained. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.calendar.counting import CountedDay, count_back, count_forward, count_instants, count_instants_back
from engine.calendar.errors import DayOutOfRange, ExclusionReversed, ExclusionUnit, TimeOfDayMissing
from engine.calendar.exclusions import Exclusion
from engine.calendar.periods import end_of_day
from engine.calendar.units import INSTANT_UNITS, Period, read_unit
from engine.calendar.workdays import Calendar
from engine.kernel.clock import CHINA, legal_day

FIRST_YEAR, LAST_YEAR = 1950, 2200
"""The years that days may be given in: none of them is so far out that counting would run out of dates."""

_DAY_ONLY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY_FIRST = re.compile(r"\d{4}-\d{2}-\d{2}([T ]|$)")


@dataclass(frozen=True)
class Request:
    """What was asked: texts as they were written; `exclusions` are pairs of first and last day or instant."""

    start: str
    limit: int
    unit: str
    is_before: bool
    is_power_limit: bool
    exclusions: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    """When the period is due: `due` is its last day, or its instant; `end` the first instant after it."""

    due: date | datetime
    end: datetime
    counted: int
    days: tuple[CountedDay, ...]


def answer(request: Request, calendar: Calendar) -> Answer:
    """Compute a period and explain every day; raises ValueError for a text that is no date.

    Raises `UnitUnknown`, `LengthRefused`, `TimeOfDayMissing`, `DayOutOfRange`, `ExclusionReversed`, `ExclusionUnit`
    and `NoticeMissing`, each with its rule and article.
    """
    period = Period(request.limit, read_unit(request.unit), rolls_over=not request.is_power_limit)
    if period.unit in INSTANT_UNITS:
        return _in_hours(request, period)
    first = legal_day(read_instant(request.start))
    out = [_excluded_days(begins, ends, period) for begins, ends in request.exclusions]
    count = count_back if request.is_before else count_forward
    found = count(first, period, calendar=calendar, exclusions=out)
    return Answer(found.due_on, end_of_day(found.due_on), found.counted, found.days)


def read_instant(text: str) -> datetime:
    """Return the instant of a date or date and time, in China's time where it names no other; midnight for a date.

    Raises ValueError for anything else and `DayOutOfRange`.
    """
    try:
        instant = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueError(text) from error
    if not _DAY_FIRST.match(text.strip()):
        raise ValueError(text)
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        raise DayOutOfRange(day=text, first=FIRST_YEAR, last=LAST_YEAR)
    return instant if instant.tzinfo is not None else instant.replace(tzinfo=CHINA)


def _in_hours(request: Request, period: Period) -> Answer:
    if _DAY_ONLY.fullmatch(request.start.strip()):
        raise TimeOfDayMissing(given=request.start)
    start = read_instant(request.start).astimezone(CHINA)
    out = [_excluded_hours(begins, ends, period) for begins, ends in request.exclusions]
    if request.is_before and out:
        raise ExclusionUnit(unit=str(period.unit), expected="-", given=str(len(out)))
    if request.is_before:
        end, days = count_instants_back(start, period)
    else:
        end, days = count_instants(start, period, exclusions=out)
    return Answer(end, end, period.length, days)


def _excluded_days(begins: str, ends: str, period: Period) -> Exclusion:
    for text in (begins, ends):
        if not _DAY_ONLY.fullmatch(text.strip()):
            read_instant(text)
            raise ExclusionUnit(unit=str(period.unit), expected="YYYY-MM-DD..YYYY-MM-DD", given=f"{begins}..{ends}")
    return Exclusion(read_instant(begins).date(), read_instant(ends).date())


def _excluded_hours(begins: str, ends: str, period: Period) -> tuple[datetime, datetime]:
    first, last = read_instant(begins), read_instant(ends)
    if last < first:
        raise ExclusionReversed(first=begins, last=ends)
    if any(_DAY_ONLY.fullmatch(text.strip()) for text in (begins, ends)):
        expected = "YYYY-MM-DDTHH:MM..YYYY-MM-DDTHH:MM"
        raise ExclusionUnit(unit=str(period.unit), expected=expected, given=f"{begins}..{ends}")
    return first, last
