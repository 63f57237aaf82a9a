"""When a period ends: the arithmetic of statutory limits without exclusions and extensions. Pure.

Rules cited by the statute that sets them; 民事诉讼法 85 is applied to administrative periods by 行政处罚法 61 and
行政复议法 88.
"""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from engine.calendar.workdays import ONE_DAY, add_workdays, is_known, next_workday
from engine.kernel.clock import CHINA, legal_day


class PeriodUnit(StrEnum):
    """What a period is counted in."""

    MINUTE = "minute"  # Runs through nights and holidays.
    HOUR = "hour"  # Runs through nights and holidays (行政强制法 19).
    WORKDAY = "workday"  # 二、三、五、七日 of 行政处罚法 (85), 十日以内 of 行政强制法 (69).
    CALENDAR_DAY = "calendar_day"  # Every other number of days.
    MONTH = "month"  # Ends on the same number of day (民法典 202).
    YEAR = "year"  # Ends on the same day of the same month.


@dataclass(frozen=True)
class End:
    """When a period ends: `due_at` is the first instant after it, `due_on` its last day.

    `is_provisional` says that the day rests on a year whose holiday notice is not out, and may move.
    """

    due_at: datetime
    due_on: date
    is_provisional: bool = False


def end_of_period(started: datetime, length: int, unit: PeriodUnit, *, rolls_over: bool) -> End:
    """Return the end of a period that starts at an aware instant.

    The first hour or day is not counted (民事诉讼法 85.2). A last day that is not worked moves to the next one
    that is (85.3), unless the period limits a power: then `rolls_over` is False.
    """
    if unit in {PeriodUnit.MINUTE, PeriodUnit.HOUR}:
        due_at = started + (timedelta(minutes=length) if unit is PeriodUnit.MINUTE else timedelta(hours=length))
        return End(due_at, legal_day(due_at))
    first = legal_day(started)
    last = _last_day(first, length, unit)
    if rolls_over and unit is not PeriodUnit.WORKDAY and is_known(last):
        last = next_workday(last)
    return End(end_of_day(last), last, is_provisional=not is_known(last))


def end_of_day(day: date) -> datetime:
    """Return midnight in China at the end of a day: a right lives until 24:00 of its last day."""
    return datetime.combine(day + ONE_DAY, time(), CHINA)


def _last_day(first: date, length: int, unit: PeriodUnit) -> date:
    if unit is PeriodUnit.WORKDAY:
        return add_workdays(first, length)
    if unit is PeriodUnit.CALENDAR_DAY:
        return first + ONE_DAY * length
    return _add_months(first, length * (12 if unit is PeriodUnit.YEAR else 1))


def _add_months(day: date, months: int) -> date:
    """Return the same-number day months later, or the month's last where it has no such day (民法典 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class RunningLimit:
    """A limit that has begun to run on something: which one, on what basis, since when and until when.

    `is_unverified` says that the length is a platform parameter or was not checked against the text (待核实).
    """

    limit_id: str
    basis: str
    started_at: datetime
    end: End
    is_unverified: bool
