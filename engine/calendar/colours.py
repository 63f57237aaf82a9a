"""The colour of a running deadline: how near its end is, in workdays and in the share of time used. Pure (T11)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from engine.calendar.workdays import Calendar
from engine.kernel.clock import legal_day

NEAR_WORKDAYS = 1
USED_SHARE = 0.8
_MOMENT = timedelta(microseconds=1)


class Colour(StrEnum):
    """The colours of table T11, and none where the calendar cannot tell."""

    GREEN = "GREEN"  # Time enough.
    AMBER = "AMBER"  # At most one workday is left, or more than 80 % of the time is used.
    RED = "RED"  # Over; a card of another colour is for the escalation to give.
    NONE = "NONE"  # The last day lies in a year without notice: no colour is guessed.


@dataclass(frozen=True)
class Remaining:
    """What remains of a deadline: its colour, and workdays; those late are negative, None where nothing can be told."""

    colour: Colour
    workdays: int | None


def remaining(due_at: datetime, *, now: datetime, calendar: Calendar, started_at: datetime | None = None) -> Remaining:
    """Return what remains until an instant; the last day ends at it, and does not count as late before.

    Workdays are those after today up to the last day. Late ones count from the last day to today, at least one.
    """
    today, last = legal_day(now), legal_day(due_at - _MOMENT)
    is_known = calendar.is_known(today) and calendar.is_known(last)
    if now >= due_at:
        late = max(1, calendar.workdays_between(last, today)) if is_known else None
        return Remaining(Colour.RED, -late if late is not None else None)
    if not is_known:
        return Remaining(Colour.NONE, None)
    left = calendar.workdays_between(today, last)
    is_spent = started_at is not None and (now - started_at) > USED_SHARE * (due_at - started_at)
    return Remaining(Colour.AMBER if left <= NEAR_WORKDAYS or is_spent else Colour.GREEN, left)
