"""When a period ends, with exclusions and extensions: the arithmetic of statutory limits. Pure.

Rules cited by the statute that sets them; 民事诉讼法 85 is applied to administrative periods by 行政处罚法 61 and
行政复议法 88.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from engine.calendar.counting import count_forward, count_instants
from engine.calendar.exclusions import Exclusion
from engine.calendar.notices import shipped_calendar
from engine.calendar.units import INSTANT_UNITS, Period, PeriodUnit, add_months, months_of
from engine.calendar.workdays import ONE_DAY, Calendar
from engine.kernel.clock import CHINA, legal_day

__all__ = ["End", "PeriodUnit", "RunningLimit", "end_of_day", "end_of_period"]


@dataclass(frozen=True)
class End:
    """When a period ends: `due_at` is the first instant after it, `due_on` its last day.

    `is_provisional` says that the day rests on a year whose holiday notice is not out, and may move.
    """

    due_at: datetime
    due_on: date
    is_provisional: bool = False


def end_of_period(
    started: datetime,
    length: int,
    unit: PeriodUnit,
    *,
    rolls_over: bool,
    calendar: Calendar | None = None,
    exclusions: Iterable[Exclusion] = (),
) -> End:
    """Return the end of a period that starts at an aware instant, by the shipped calendar unless another is given.

    The first hour or day is not counted (民事诉讼法 85.2). A last day that is not worked moves to the next one
    that is (85.3), unless the period limits a power: then `rolls_over` is False. Where the calendar does not reach
    that far (R16) the raw last day is returned as provisional: not moved, workdays guessed by weekday. A period that
    needs no workday is never provisional. Raises `LengthRefused`.
    """
    period = Period(length, unit, rolls_over=rolls_over)
    if unit in INSTANT_UNITS:
        due_at, _ = count_instants(started, period)
        return End(due_at, legal_day(due_at))
    known = calendar or shipped_calendar()
    last = _raw_last_day(legal_day(started), period, known, tuple(exclusions))
    if unit is PeriodUnit.WORKDAY and length > 0:
        return End(end_of_day(last), last, is_provisional=not known.is_known(last))
    moved = known.next_workday(last) if rolls_over else last
    if rolls_over and not (known.is_known(last) and known.is_known(moved)):
        return End(end_of_day(last), last, is_provisional=True)
    return End(end_of_day(moved), moved)


def end_of_day(day: date) -> datetime:
    """Return midnight in China at the end of a day: a right lives until 24:00 of its last day (R17)."""
    return datetime.combine(day + ONE_DAY, time(), CHINA)


def is_in_time(end: End, *, done_at: datetime, posted_at: datetime | None = None) -> bool:
    """Tell whether something was done in time; what was posted before the end is (民诉法 85.4; R7)."""
    return min(done_at, posted_at or done_at) < end.due_at


def free_from(end: End) -> date:
    """Return the first day on which something may be done that had to wait for the period (R17; 行政处罚法 63-65)."""
    return end.due_on + ONE_DAY


def _raw_last_day(first: date, period: Period, calendar: Calendar, exclusions: tuple[Exclusion, ...]) -> date:
    """Return the last day before any move over days of rest; days of unknown years go by weekday."""
    if exclusions:
        return _counted_last_day(first, period, calendar, exclusions)
    if period.unit is PeriodUnit.WORKDAY:
        return calendar.add_workdays(first, period.length)
    if period.unit is PeriodUnit.CALENDAR_DAY:
        return first + ONE_DAY * period.length
    return add_months(first, months_of(period))


def _counted_last_day(first: date, period: Period, calendar: Calendar, exclusions: tuple[Exclusion, ...]) -> date:
    raw = Period(period.length, period.unit, rolls_over=False)
    return count_forward(first, raw, calendar=calendar.guessing(), exclusions=exclusions).due_on


@dataclass(frozen=True)
class RunningLimit:
    """A limit that has begun to run on something: which one, on what basis, since when and until when.

    `is_unverified` says that the length is a platform parameter or was not checked against the text (待核实);
    `calendar` is the code of the calendar that it was computed by.
    """

    limit_id: str
    basis: str
    started_at: datetime
    end: End
    is_unverified: bool
    period: Period
    calendar: str
