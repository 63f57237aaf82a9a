"""A case that has not begun: its process waits for one of its start events."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from engine.bpmn import Element, Process, Trigger
from engine.runtime.program import Program
from engine.runtime.timing import read_schedule
from engine.runtime.values import Wait


@dataclass(frozen=True)
class Pending:
    """What a process that only events can start waits for, and the data it was given.

    It is `implied` when nobody asked for the process, so that another one that is started takes its place.
    """

    process: Process
    data: Mapping[str, Any]
    waits: tuple[Wait, ...]
    implied: bool = False
    beats: int = 1

    def after(self, element: str) -> "Pending | None":
        """Return what still waits when a start event has happened: a timer that beats again, alone; else `None`."""
        for wait in self.waits:
            trigger = self._cycle(element) if wait.element == element and wait.due is not None else None
            schedule = None if trigger is None else read_schedule(trigger.form, trigger.literal)
            if schedule is None or schedule.period is None or self.beats == schedule.repeats:
                continue
            assert wait.due is not None
            again = replace(wait, due=schedule.period.after(wait.due))
            return replace(self, waits=(again,), beats=self.beats + 1)
        return None

    def met(self, seen: Mapping[str, Any]) -> str | None:
        """Return a start event whose condition is met by the data and what else is `seen`; `None` if none is."""
        for wait in self.waits:
            for trigger in self.process.elements[wait.element].triggers:
                formula = trigger.formula if trigger.kind == "conditional" else None
                if formula is not None and formula.expression.evaluate({**self.data, **seen}) is True:
                    return wait.element
        return None

    def _cycle(self, element: str) -> Trigger | None:
        triggers = self.process.elements[element].triggers
        return next((trigger for trigger in triggers if trigger.form == "cycle" and trigger.literal), None)


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
