"""What periods are counted in, and which lengths can be counted. Pure."""

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.calendar.errors import LengthRefused, UnitUnknown


class PeriodUnit(StrEnum):
    """What a period is counted in."""

    MINUTE = "minute"  # Runs through nights and holidays.
    HOUR = "hour"  # Runs through nights and holidays (行政强制法 19).
    WORKDAY = "workday"  # 二、三、五、七日 of 行政处罚法 (85), 十日以内 of 行政强制法 (69).
    CALENDAR_DAY = "calendar_day"  # Every other number of days.
    MONTH = "month"  # Ends on the same number of day (民法典 202).
    YEAR = "year"  # Ends on the same day of the same month.


INSTANT_UNITS = frozenset({PeriodUnit.MINUTE, PeriodUnit.HOUR})
"""Units that run from a time of day."""

MOST = {
    PeriodUnit.MINUTE: 1_000_000,
    PeriodUnit.HOUR: 20_000,
    PeriodUnit.WORKDAY: 2_500,
    PeriodUnit.CALENDAR_DAY: 10_000,
    PeriodUnit.MONTH: 300,
    PeriodUnit.YEAR: 30,
}
"""The longest period of each unit: no limit in law comes near, and each day is looked at."""


@dataclass(frozen=True)
class Period:
    """A length of time as a rule states it; `rolls_over` is False where it limits a power of the authority (R6)."""

    length: int
    unit: PeriodUnit
    rolls_over: bool

    def __post_init__(self) -> None:
        """Raise `LengthRefused` for a length that nothing can be counted from."""
        if not 0 <= self.length <= MOST[self.unit]:
            raise LengthRefused(length=self.length, unit=str(self.unit), most=MOST[self.unit])


def read_unit(text: str) -> PeriodUnit:
    """Return the unit of a name; raises `UnitUnknown`."""
    try:
        return PeriodUnit(text)
    except ValueError as error:
        raise UnitUnknown(unit=text, units=", ".join(PeriodUnit)) from error


def add_months(day: date, months: int) -> date:
    """Return the same-number day months later, or the month's last where it has no such day (民法典 202; R8)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_of(period: Period) -> int:
    """Return how many months a period of months or years has."""
    return period.length * (12 if period.unit is PeriodUnit.YEAR else 1)
