"""Journeys of the clock: every timer on the way fires at its own instant."""

from dataclasses import replace
from datetime import datetime

from engine.runtime import operations
from engine.runtime.errors import NotUnderstood
from engine.runtime.pending import pending_start
from engine.runtime.playing.deeds import Deed, delivery
from engine.runtime.playing.mail import begin
from engine.runtime.playing.requests import Request
from engine.runtime.playing.stage import Stage
from engine.runtime.playing.standing import look
from engine.runtime.timing import read_schedule
from engine.runtime.values import Wait

FIRING_LIMIT = 10_000
"""How many timers one journey may fire; a cycle of seconds over a year is a mistake."""


def target_of(request: Request, now: datetime) -> datetime:
    """Return the instant a request wants the clock to stand at; raises `NotUnderstood`."""
    form, value = ("date", request.text("to")) if request.text("to") else ("duration", request.text("by"))
    schedule = read_schedule(form, value)
    if schedule is None:
        raise NotUnderstood(detail_zh=f"{value!r} 不是 ISO 8601 时间", detail_en=f"{value!r} is no ISO 8601 time")
    try:
        target = schedule.instant or (schedule.period.after(now) if schedule.period else now)
    except (OverflowError, ValueError) as error:
        raise NotUnderstood(
            detail_zh=f"{value!r} 超出历法范围", detail_en=f"{value!r} lies beyond the calendar"
        ) from error
    if target < now:
        raise NotUnderstood(detail_zh=f"{value!r} 早于现在", detail_en=f"{value!r} lies in the past")
    return target


def arm_start_timers(stage: Stage) -> None:
    """Let the processes that a timer starts wait for it, if nothing was begun in the run yet."""
    if stage.cases or stage.pendings or stage.incidents:
        return
    for process in stage.program.model.processes.values():
        pending = pending_start(stage.program, process, {}, stage.clock.now())
        if pending is not None and any(wait.due for wait in pending.waits):
            stage.pendings[process.id] = replace(pending, implied=True)


def travel(stage: Stage, target: datetime) -> None:
    """Move the clock to an instant, firing what becomes due, earliest first and what interrupts before the rest.

    A timer whose step fails becomes an incident and the journey goes on. Raises `NotUnderstood` for a journey that
    fires too much.
    """
    _fire_until(stage, target)
    stage.clock.travel_to(target)
    _reconsider(stage)


def fire_overdue(stage: Stage) -> None:
    """Fire what is due already where the clock stands: a date that has passed, a period of nothing.

    Raises `NotUnderstood` for timers that set themselves off without end.
    """
    _fire_until(stage, stage.clock.now())


def _fire_until(stage: Stage, target: datetime) -> None:
    for _ in range(FIRING_LIMIT):
        first = _next_due(stage, target)
        if first is None:
            return
        due, deed = first
        stage.clock.travel_to(max(due, stage.clock.now()))
        stage.do(deed)
    raise NotUnderstood(
        detail_zh=f"定时器触发超过 {FIRING_LIMIT} 次", detail_en=f"more than {FIRING_LIMIT} timers would fire"
    )


def _reconsider(stage: Stage) -> None:
    stage.reconsider()
    for wait in look(stage).waiting:
        if wait.wait.event == "conditional" and wait.case is not None:
            stage.do(Deed(operations.reconsider, {}, wait.wait.process, wait.case))


def _next_due(stage: Stage, target: datetime) -> tuple[datetime, Deed] | None:
    due = [
        (wait.due, not _interrupts(stage, wait), delivery(case, wait, {}))
        for case, wait in stage.waits()
        if wait.due is not None and wait.due <= target
    ]
    failed = {incident.deed.process for incident in stage.incidents if incident.deed.case is None}
    due += [
        (wait.due, True, begin(pending, wait, {}))
        for pending in stage.pendings.values()
        for wait in pending.waits
        if wait.due is not None and wait.due <= target and pending.process.id not in failed
    ]
    if not due:
        return None
    instant, _, deed = min(due, key=lambda each: each[:2])
    return instant, deed


def _interrupts(stage: Stage, wait: Wait) -> bool:
    element = stage.program.model.processes[wait.process].elements[wait.element]
    return element.kind in ("boundaryEvent", "startEvent") and element.interrupting
