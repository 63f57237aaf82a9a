"""A case that has not begun: its process waits for one of its start events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.bpmn import Element, Process, Trigger
from engine.runtime.program import Program
from engine.runtime.timing import read_schedule
from engine.runtime.values import CODEC, Outcome, Wait


@dataclass(frozen=True)
class Pending:
    """What a process that only events can start waits for, and the data it was given.

    It is `implied` when nobody asked for the process, so that another one that is started takes its place.
    """

    process: Process
    data: Mapping[str, Any]
    waits: tuple[Wait, ...]
    implied: bool = False

    def outcome(self) -> Outcome:
        """Return the case that is not there yet as one that waits."""
        return Outcome(state=b"", codec=CODEC, data=dict(self.data), status="active", waits=self.waits)


def pending_start(program: Program, process: Process, data: Mapping[str, Any], now: datetime) -> Pending | None:
    """Return what a process waits for before it begins, `None` if it can begin without an event."""
    starts = program.starts(process.id)
    if not starts or not all(element.triggers for element in starts):
        return None
    waits = tuple(_wait(element, trigger, data, now) for element in starts for trigger in element.triggers)
    return Pending(process, data, waits)


def _wait(element: Element, trigger: Trigger, data: Mapping[str, Any], now: datetime) -> Wait:
    due = None
    if trigger.kind == "timer":
        value = trigger.literal if trigger.formula is None else trigger.formula.expression.evaluate(data)
        schedule = read_schedule(trigger.form, value)
        if schedule is not None:
            due = schedule.instant or (schedule.period.after(now) if schedule.period else None)
    return Wait(
        key=f"start {element.id}",
        element=element.id,
        process=element.process_id,
        event=trigger.kind,
        name=trigger.name or element.name or element.id,
        due=due,
        correlation={},
    )
