"""Count a period day by day, with the reason why each day counts or does not. Pure.

民事诉讼法 85 is applied to administrative periods by 行政处罚法 61 and 行政复议法 88.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.calendar.exclusions import Exclusion, is_excluded, merged
from engine.calendar.reasons import (
    CALENDAR_DAY,
    EVENT_DAY,
    EXCLUDED,
    FIRST_DAY,
    LATEST_DAY,
    MOVED,
    RUNS_THROUGH,
    SAME_NUMBER,
    Why,
    why_not_worked,
    why_worked,
)
from engine.calendar.units import Period, PeriodUnit, add_months, months_of
from engine.calendar.workdays import ONE_DAY, Calendar
from engine.kernel.clock import legal_day


@dataclass(frozen=True)
class CountedDay:
    """One day of a count: whether it counts, and why."""

    day: date
    is_counted: bool
    why: Why


@dataclass(frozen=True)
class Count:
    """A period counted out: its last day, and every day looked at, in order."""

    due_on: date
    days: tuple[CountedDay, ...]

    @property
    def counted(self) -> int:
        """Return how many days counted."""
        return sum(each.is_counted for each in self.days)


def count_forward(first: date, period: Period, *, calendar: Calendar, exclusions: Iterable[Exclusion] = ()) -> Count:
    """Count a period of days, months or years that starts on a day, which is not counted itself (民诉法 85.2; R1).

    Excluded days do not count (R9, R10). Months and years run as many days as lie up to the same number of day (R8),
    and longer by the days excluded. A last day that is not worked moves to the next one that is (民诉法 85.3; R5),
    unless the period limits a power (R6). Raises `NoticeMissing` where a day of a year without notice would decide.
    """
    out = merged(exclusions)
    days = [CountedDay(first, is_counted=False, why=FIRST_DAY)]
    left = _days_to_count(first, period)
    day = first
    while left > 0:
        day += ONE_DAY
        counted = _looked_at(day, period, calendar, out)
        days.append(counted)
        left -= counted.is_counted
    if period.unit in {PeriodUnit.MONTH, PeriodUnit.YEAR} and day == add_months(first, months_of(period)) > first:
        days[-1] = CountedDay(day, is_counted=True, why=SAME_NUMBER)
    if period.rolls_over:
        days += _moved(day, calendar)
    return Count(days[-1].day, tuple(days))


def count_back(reference: date, period: Period, *, calendar: Calendar, exclusions: Iterable[Exclusion] = ()) -> Count:
    """Count back from an event to the last day on which it may be announced: 举行七日前 (行政处罚法 64.2, 85; R11).

    The whole length lies strictly between that day and the event. Where that day is not worked the one before it
    that is counts, because moving it towards the event would make the time too short; not so if the period limits a
    power. Raises `NoticeMissing`.
    """
    out = merged(exclusions)
    days = [CountedDay(reference, is_counted=False, why=EVENT_DAY)]
    left = _days_to_count_back(reference, period)
    day = reference
    while left > 0:
        day -= ONE_DAY
        counted = _looked_at(day, period, calendar, out)
        days.append(counted)
        left -= counted.is_counted
    day -= ONE_DAY
    if period.rolls_over:
        while not _is_worked(day, calendar):
            days.append(CountedDay(day, is_counted=False, why=why_not_worked(day, calendar)))
            day -= ONE_DAY
    days.append(CountedDay(day, is_counted=False, why=LATEST_DAY))
    return Count(day, tuple(reversed(days)))


def _days_to_count(first: date, period: Period) -> int:
    if period.unit in {PeriodUnit.MONTH, PeriodUnit.YEAR}:
        return (add_months(first, months_of(period)) - first).days
    return period.length


def _days_to_count_back(reference: date, period: Period) -> int:
    """Return how many days lie strictly between the latest day whose months end before the event, and the event."""
    if period.unit not in {PeriodUnit.MONTH, PeriodUnit.YEAR}:
        return period.length
    months, eve = months_of(period), reference - ONE_DAY
    day = add_months(eve, -months)
    while add_months(day + ONE_DAY, months) <= eve:
        day += ONE_DAY
    return (reference - day).days - 1


def _looked_at(day: date, period: Period, calendar: Calendar, out: Sequence[Exclusion]) -> CountedDay:
    if is_excluded(day, out):
        return CountedDay(day, is_counted=False, why=EXCLUDED)
    if period.unit is not PeriodUnit.WORKDAY:
        return CountedDay(day, is_counted=True, why=CALENDAR_DAY)
    if _is_worked(day, calendar):
        return CountedDay(day, is_counted=True, why=why_worked(day, calendar))
    return CountedDay(day, is_counted=False, why=why_not_worked(day, calendar))


def _moved(day: date, calendar: Calendar) -> Iterator[CountedDay]:
    """Yield the days by which the end moves over days that are not worked; none if the last day is worked."""
    if _is_worked(day, calendar):
        return
    day += ONE_DAY
    while not _is_worked(day, calendar):
        yield CountedDay(day, is_counted=False, why=why_not_worked(day, calendar))
        day += ONE_DAY
    yield CountedDay(day, is_counted=False, why=MOVED)


def _is_worked(day: date, calendar: Calendar) -> bool:
    if not calendar.is_guessing:
        calendar.require_known(day)
    return calendar.is_workday(day)


def count_instants(
    started: datetime, period: Period, *, exclusions: Iterable[tuple[datetime, datetime]] = ()
) -> tuple[datetime, tuple[CountedDay, ...]]:
    """Return when a period of hours or minutes ends, and the days it touches.

    It runs through nights and holidays (行政强制法 19; R12); an exclusion, from an instant to an instant, moves the
    end by the time that it takes from the period.
    """
    end = started + span_of(period)
    reached = started
    for first, last in sorted(exclusions):
        begins, ends = max(first, reached), max(last, reached)
        if begins < end:
            end += ends - begins
        reached = ends
    return end, _touched(started, end)


def count_instants_back(event: datetime, period: Period) -> tuple[datetime, tuple[CountedDay, ...]]:
    """Return the instant that lies a period of hours or minutes before an event, and the days in between."""
    begins = event - span_of(period)
    return begins, _touched(begins, event)


def span_of(period: Period) -> timedelta:
    """Return the length of a period of hours or minutes."""
    return timedelta(minutes=period.length) if period.unit is PeriodUnit.MINUTE else timedelta(hours=period.length)


def _touched(started: datetime, end: datetime) -> tuple[CountedDay, ...]:
    day, last = legal_day(started), legal_day(end)
    return tuple(
        CountedDay(day + ONE_DAY * step, is_counted=True, why=RUNS_THROUGH) for step in range((last - day).days + 1)
    )
