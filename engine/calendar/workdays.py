"""Which days are worked, make-up weekends and local closures included, and how far that is known. Pure.

The `holidays` library carries the State Council's yearly notices. For a year whose notice is not out it guesses, so a
year counts as known only when its notice is among those of the calendar; what a notice says itself goes before the
library, and local closures and amendments go before both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import holidays

from engine.calendar.errors import NoticeMissing

ONE_DAY = timedelta(days=1)


class DayKind(StrEnum):
    """What a row of a calendar makes of a day."""

    OFF = "off"  # A holiday of the notice, or a local closure.
    WORK = "work"  # Worked to make up for a longer break, or by an amendment.
    HALF = "half"  # Closed for half a day only: for periods in days it is a workday.


@dataclass(frozen=True)
class DayRow:
    """A day that a calendar rules on by itself, and the paper that says so."""

    day: date
    kind: DayKind
    source: str


@dataclass(frozen=True)
class Notice:
    """The holiday notice of one year, where it stands, and whether its days are those of the library."""

    year: int
    number: str
    source: str
    is_in_library: bool


@dataclass(frozen=True, eq=False)
class Calendar:
    """The working days of one place: the notices that were loaded, and the days that it rules on itself.

    One that is guessing goes by weekdays where a notice is missing, for days that are shown as provisional.
    """

    notices: Mapping[int, Notice]
    days: Mapping[date, DayRow]
    is_guessing: bool = False

    def guessing(self) -> "Calendar":
        """Return the same calendar, going by weekdays beyond its last notice."""
        return Calendar(self.notices, self.days, is_guessing=True)

    def is_known(self, day: date) -> bool:
        """Tell whether the notice that decides about the day has been loaded (R16)."""
        return day.year in self.notices

    def require_known(self, day: date) -> None:
        """Raise `NoticeMissing` for a day of a year without a loaded notice (R16)."""
        if not self.is_known(day):
            loaded = ", ".join(map(str, sorted(self.notices))) or "-"
            raise NoticeMissing(year=day.year, day=day, loaded=loaded)

    def is_workday(self, day: date) -> bool:
        """Tell whether a day is worked: weekdays without holiday, and weekends made up for a longer break.

        For a year without notice the answer is by weekday alone, and `is_known` says so.
        """
        row = self.days.get(day)
        if row is not None:
            return row.kind is not DayKind.OFF
        notice = self.notices.get(day.year)
        if notice is not None and notice.is_in_library:
            return bool(_year(day.year).is_working_day(day))
        return day.weekday() < 5

    def next_workday(self, day: date) -> date:
        """Return the day itself if it is worked, else the first worked day after it (民事诉讼法 85.3)."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def add_workdays(self, day: date, count: int) -> date:
        """Return the count-th worked day after a day (before it, when negative); the day does not count."""
        step = ONE_DAY if count > 0 else -ONE_DAY
        left = abs(count)
        while left > 0:
            day += step
            left -= self.is_workday(day)
        return day

    def workdays_between(self, first: date, last: date) -> int:
        """Return how many worked days follow `first` up to and including `last`; negative if `last` comes first."""
        if last < first:
            return -self.workdays_between(last, first)
        return sum(self.is_workday(first + ONE_DAY * step) for step in range(1, (last - first).days + 1))

    def holiday_name(self, day: date) -> str | None:
        """Return the Chinese name the library has for a day off of a known year; None for any other day."""
        notice = self.notices.get(day.year)
        if notice is None or not notice.is_in_library:
            return None
        return _year(day.year).get(day)


@lru_cache(maxsize=16)
def _year(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=[year], language="zh_CN")
