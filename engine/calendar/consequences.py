"""What follows from a period that is over: the surcharge on a fine, and when enforcement must not happen. Pure."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from engine.calendar.exclusions import Exclusion, merged
from engine.calendar.workdays import ONE_DAY, Calendar
from engine.kernel.clock import CHINA

DAILY_RATE = Decimal("0.03")
"""三 per cent a day (行政处罚法 72.1)."""

NIGHT_BEGINS_HOUR, NIGHT_ENDS_HOUR = 22, 6
"""The hours of the night, which 行政强制法 43 leaves undefined."""


def surcharge(fine: Decimal, *, paid_by: date, until: date, pauses: Iterable[Exclusion] = ()) -> Decimal:
    """Return the surcharge on an unpaid fine at the end of a day, in yuan (R13).

    It begins on the day after the last day of payment, the move over days of rest included; days on which a
    reconsideration or a lawsuit is pending do not count (行政处罚法 73.3), and it never exceeds the fine (72.1).
    """
    days = max(0, (until - paid_by).days)
    for pause in merged(pauses):
        first, last = max(pause.first, paid_by + ONE_DAY), min(pause.last, until)
        days -= max(0, (last - first).days + 1)
    return min(fine, fine * DAILY_RATE * days)


def is_enforcement_barred(instant: datetime, *, calendar: Calendar) -> bool:
    """Tell whether enforcement must not happen at an instant: by night or on a day of rest (行政强制法 43).

    Weekends count as days of rest: the reading that spares the party. Raises `NoticeMissing`.
    """
    moment = instant.astimezone(CHINA)
    calendar.require_known(moment.date())
    is_night = moment.hour >= NIGHT_BEGINS_HOUR or moment.hour < NIGHT_ENDS_HOUR
    return is_night or not calendar.is_workday(moment.date())
