"""How a last day was found, for people: the rule in words, and runs of days that count or do not for one reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask_babel import gettext as _

from engine.calendar.counting import CountedDay, count_forward, count_instants
from engine.calendar.units import INSTANT_UNITS, Period, PeriodUnit
from engine.cases.clocks import DeadlineRow
from engine.kernel.clock import legal_day
from web.i18n.languages import language
from web.i18n.moments import day_words, instant_words
from web.ui.calendars import present_calendar


@dataclass(frozen=True)
class Run:
    """Days in a row that count, or do not, for the same reason."""

    first: date
    last: date
    count: int
    is_counted: bool
    why: str


@dataclass(frozen=True)
class Arithmetic:
    """The length of a limit in words, when and by what it began, and the days in runs."""

    length: str
    began: str
    event: str | None
    runs: tuple[Run, ...]


def arithmetic_of(deadline: DeadlineRow) -> Arithmetic | None:
    """Return how the last day of a deadline was found; None for one that keeps nothing of it."""
    if deadline.length is None or deadline.unit is None:
        return None
    period = Period(deadline.length, deadline.unit, rolls_over=bool(deadline.rolls_over))
    calendar = present_calendar(deadline.calendar).guessing()
    is_instant = deadline.unit in INSTANT_UNITS
    if is_instant:
        days: Iterable[CountedDay] = count_instants(deadline.started_at, period)[1]
    else:
        days = count_forward(legal_day(deadline.started_at), period, calendar=calendar).days
    began = instant_words(deadline.started_at) if is_instant else day_words(legal_day(deadline.started_at))
    return Arithmetic(length_words(deadline.length, deadline.unit), began, deadline.start_event or None, runs_of(days))


def runs_of(days: Iterable[CountedDay]) -> tuple[Run, ...]:
    """Return days in runs of the same reason, each with its first and last day."""
    runs = []
    for (is_counted, why), grouped in groupby(days, key=lambda each: (each.is_counted, each.why)):
        found = [each.day for each in grouped]
        runs.append(Run(found[0], found[-1], len(found), is_counted, why.sentence(language())))
    return tuple(runs)


def length_words(length: int, unit: PeriodUnit) -> str:
    """Return a length such as 5 个工作日."""
    words = {
        PeriodUnit.MINUTE: _("%(count)d 分钟", count=length),
        PeriodUnit.HOUR: _("%(count)d 小时", count=length),
        PeriodUnit.WORKDAY: _("%(count)d 个工作日", count=length),
        PeriodUnit.CALENDAR_DAY: _("%(count)d 日（自然日）", count=length),
        PeriodUnit.MONTH: _("%(count)d 个月", count=length),
        PeriodUnit.YEAR: _("%(count)d 年", count=length),
    }
    return str(words[unit])
