"""Instants and due dates in words: what remains, what is due today, what is overdue and by how much."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from engine.kernel.clock import CHINA, legal_day

SOON_DAYS = 3
"""A task due within so many days is shown in amber."""


@dataclass(frozen=True)
class DueChip:
    """How a due date is shown: the words, the tone that colours them, the icon, and the exact instant."""

    words: str
    tone: str
    icon: str
    exact: str


def due_chip(due_at: datetime | None, now: datetime) -> DueChip:
    """Say what remains until a due instant.

    The last day counts as "today" until it is over: a limit that ends at midnight is due on the day before.
    """
    if due_at is None:
        return DueChip(_("无时限"), "plain", "info", _("此步骤没有法定时限"))
    last_day = legal_day(due_at - timedelta(microseconds=1))
    days = (last_day - legal_day(now)).days
    exact = _("最后一天：%(day)s", day=day_words(last_day))
    if now >= due_at:
        late = max(1, -days)
        return DueChip(ngettext("已超期 %(num)d 天", "已超期 %(num)d 天", late), "red", "overdue", exact)
    if days <= 0:
        return DueChip(_("今日到期"), "amber", "clock", exact)
    words = ngettext("剩余 %(num)d 天", "剩余 %(num)d 天", days)
    return DueChip(words, "yellow" if days <= SOON_DAYS else "green", "clock" if days <= SOON_DAYS else "ok", exact)


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
