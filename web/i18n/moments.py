"""Instants and due dates in words: what remains, what is due today, what is overdue and by how much."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from engine.calendar.colours import Colour, remaining
from engine.calendar.workdays import Calendar
from engine.kernel.clock import CHINA, legal_day


@dataclass(frozen=True)
class DueChip:
    """How a due date is shown: the words, the tone that colours them, the icon, and the exact instant."""

    words: str
    tone: str
    icon: str
    exact: str


def due_chip(
    due_at: datetime | None, now: datetime, calendar: Calendar, *, started_at: datetime | None = None
) -> DueChip:
    """Say in workdays what remains until a due instant, and its last day.

    The last day counts as "today" until it is over: a limit that ends at midnight is due on the day before. Where the
    calendar does not reach the last day it is named without a colour.
    """
    if due_at is None:
        return DueChip(_("无时限"), "plain", "info", _("此步骤没有法定时限"))
    last_day = legal_day(due_at - timedelta(microseconds=1))
    left = remaining(due_at, now=now, calendar=calendar, started_at=started_at)
    exact = _("最后一天：%(day)s", day=day_words(last_day))
    if left.colour is Colour.RED:
        if left.workdays is None:
            return DueChip(_("已超期"), "red", "overdue", exact)
        late = ngettext("已超期 %(num)d 个工作日", "已超期 %(num)d 个工作日", -left.workdays)
        return DueChip(late, "red", "overdue", exact)
    if last_day == legal_day(now):
        return DueChip(_("今日到期"), "amber", "clock", exact)
    if left.workdays is None:
        words = _("%(day)s 到期 · 待年度通知", day=day_words(last_day))
        return DueChip(words, "grey", "info", _("最后一天所在年度的放假安排尚未公布"))
    day = last_day.strftime("%m-%d") if last_day.year == legal_day(now).year else day_words(last_day)
    words = ngettext("剩余 %(num)d 个工作日 · %(day)s", "剩余 %(num)d 个工作日 · %(day)s", left.workdays, day=day)
    is_near = left.colour is Colour.AMBER
    return DueChip(words, "amber" if is_near else "green", "clock" if is_near else "ok", exact)


def day_words(day: date | None) -> str:
    """Return a day as 2026-11-24, or a dash for None."""
    return day.isoformat() if day else "—"


def instant_words(instant: datetime | None) -> str:
    """Return an instant as 2026-11-24 17:30 in China's time, or a dash for None."""
    return instant.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if instant else "—"


def short_instant_words(instant: datetime | None) -> str:
    """Return an instant as 11-24 17:30 in China's time, or a dash for None."""
    return instant.astimezone(CHINA).strftime("%m-%d %H:%M") if instant else "—"


def clock_words(instant: datetime) -> str:
    """Return the time of day of an instant as 17:30 in China."""
    return instant.astimezone(CHINA).strftime("%H:%M")
