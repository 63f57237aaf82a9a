"""Which days are worked in mainland China, make-up weekends included, and how far that is known for certain. Pure.

The `holidays` library carries the State Council's yearly notices. For a year whose notice is not out it guesses, so
a year counts as known only when it is listed here with the notice it rests on.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

import holidays

NOTICES: Mapping[int, str] = {
    2024: "国办发明电〔2023〕7号",
    2025: "国办发明电〔2024〕12号",
    2026: "国务院办公厅关于2026年部分节假日安排的通知",
}
"""The years whose notice has been published and is in the library, with the notice."""

ONE_DAY = timedelta(days=1)


def is_known(day: date) -> bool:
    """Tell whether the notice that decides about the day has been published."""
    return day.year in NOTICES


def is_workday(day: date) -> bool:
    """Tell whether a day is worked: weekdays without holiday, and weekends made up for a longer break.

    For a year without notice the answer is by weekday alone, and `is_known` says so.
    """
    if is_known(day):
        return bool(_year(day.year).is_working_day(day))
    return day.weekday() < 5


def next_workday(day: date) -> date:
    """Return the day itself if it is worked, else the first worked day after it (民事诉讼法 85.3)."""
    while not is_workday(day):
        day += ONE_DAY
    return day


def add_workdays(day: date, count: int) -> date:
    """Return the count-th worked day after a day; the day itself is not counted (民事诉讼法 85.2)."""
    while count > 0:
        day += ONE_DAY
        count -= is_workday(day)
    return day


def workdays_between(first: date, last: date) -> int:
    """Return how many worked days follow `first` up to and including `last`; negative if `last` comes first."""
    if last < first:
        return -workdays_between(last, first)
    return sum(is_workday(first + ONE_DAY * step) for step in range(1, (last - first).days + 1))


@lru_cache(maxsize=8)
def _year(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=[year])
