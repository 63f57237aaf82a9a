"""When a timer is due: ISO 8601 texts and FEEL values, counted from an instant that is handed in."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from engine.bpmn import Trigger
from engine.feel import Workdays, YearMonthDuration
from engine.kernel.clock import CHINA
from engine.runtime.scripting import failed

if TYPE_CHECKING:
    from engine.runtime.token import Token

_PERIOD = re.compile(
    r"P(?=[\dT])(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?"
    r"(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?"
)
_CYCLE = re.compile(r"R(\d*)/(?:([^P/][^/]*)/)?(P[^/]+)")


@dataclass(frozen=True)
class Period:
    """A span of calendar months and of exact time, or of worked days; months come first, on the legal calendar."""

    months: int
    span: timedelta
    workdays: Workdays | None = None

    def after(self, instant: datetime) -> datetime:
        """Return the instant the period ends when it begins at an aware instant."""
        local = instant.astimezone(CHINA)
        if self.workdays is not None:
            local = self.workdays.shifted(local, self.workdays.count)
        years, month = divmod(local.month - 1 + self.months, 12)
        year = local.year + years
        day = min(local.day, monthrange(year, month + 1)[1])
        return (local.replace(year=year, month=month + 1, day=day) + self.span).astimezone(instant.tzinfo)


@dataclass(frozen=True)
class Schedule:
    """A parsed timer: an instant, a period, or a repeated period with an optional first start.

    `repeats` is `None` for a cycle without end.
    """

    instant: datetime | None = None
    period: Period | None = None
    repeats: int | None = 1


def read_schedule(form: str | None, value: Any) -> Schedule | None:
    """Return the schedule of a timer value of a form (date, duration or cycle); `None` if the value is none."""
    if form == "date":
        instant = _instant(value)
        return None if instant is None else Schedule(instant=instant)
    if form == "duration":
        period = _period(value)
        return None if period is None else Schedule(period=period)
    return _cycle(value)


def due_of(trigger: Trigger, token: "Token", *, after: datetime | None = None) -> tuple[datetime, int | None]:
    """Return when a timer is due and how often it fires from then on, itself included (`None`: without end).

    `after` is the last due instant of a cycle that goes on. Raises `ExecutionFailed` if the timer's value is no time.
    """
    value: Any = trigger.literal
    if trigger.formula is not None:
        value = token.workflow.script_engine.evaluate(token, trigger.formula)
    schedule = read_schedule(trigger.form, value)
    if schedule is None:
        if trigger.formula is not None:
            engine = token.workflow.script_engine
            raise engine.failure(token, trigger.formula, zh="定时器没有得出时间", en="the timer yields no time")
        raise failed(token, zh=f"定时器 {value} 不是时间", en=f"the timer {value} is no time")
    now: datetime = token.workflow.top_workflow.environment.now
    return _due(schedule, now, after, token), schedule.repeats


def _due(schedule: Schedule, now: datetime, after: datetime | None, token: "Token") -> datetime:
    if schedule.instant is not None and after is None:
        return schedule.instant
    assert schedule.period is not None
    try:
        return schedule.period.after(after or now)
    except (OverflowError, ValueError) as error:
        raise failed(token, zh="定时器超出历法范围", en="the timer lies beyond the calendar") from error


def _cycle(value: Any) -> Schedule | None:
    match = _CYCLE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return None
    count, first, text = match.groups()
    period = _period(text)
    instant = _instant(first) if first else None
    if period is None or (first and instant is None):
        return None
    return Schedule(instant, period, int(count) if count else None)


def _period(value: Any) -> Period | None:
    if isinstance(value, timedelta):
        return Period(0, value) if value >= timedelta(0) else None
    if isinstance(value, YearMonthDuration):
        return Period(value.months, timedelta(0)) if value.months >= 0 else None
    if isinstance(value, Workdays):
        return Period(0, timedelta(0), value) if value.count >= 0 else None
    match = _PERIOD.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return None
    years, months, weeks, days, hours, minutes = (int(part or 0) for part in match.groups()[:6])
    seconds = Decimal((match[7] or "0").replace(",", "."))
    try:
        span = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=float(seconds))
    except OverflowError:
        return None
    return Period(years * 12 + months, span)


def _instant(value: Any) -> datetime | None:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if not isinstance(value, datetime):
        return None
    # A day, or an instant without an offset, is meant on the legal calendar.
    return value if value.tzinfo is not None else value.replace(tzinfo=CHINA)
