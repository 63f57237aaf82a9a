"""One case of a run, as a value: what it is, where it stands, what it has done."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from engine.bpmn import Process
from engine.kernel.clock import legal_day
from engine.runtime.values import Environment, Outcome, Wait


@dataclass(frozen=True)
class PlayedCase:
    """A case that was begun in this run; every step makes a new value, so that a refused one leaves nothing."""

    number: int
    process: Process
    started_on: date
    outcome: Outcome
    record: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_active(self) -> bool:
        """Tell whether the case goes on."""
        return self.outcome.status == "active"

    def environment(self, now: datetime) -> Environment:
        """Return what a step of this case may know at an instant."""
        return environment_of(self.process, self.number, now=now, started_on=self.started_on, record=self.record)

    def stepped(self, outcome: Outcome, now: datetime) -> "PlayedCase":
        """Return the case after a step, with what it passed on record."""
        record = dict(self.record)
        # Work of people is on record before its step is executed, as it is outside of a run.
        work = {task.element for task in outcome.closed if task.reason == "completed"}
        for passed in outcome.passed:
            if passed.element not in work:
                _note(record, passed.element, legal_day(now))
        return replace(self, outcome=outcome, record=record)

    def noting(self, element: str, now: datetime) -> "PlayedCase":
        """Return the case with the completion of an element on record."""
        record = dict(self.record)
        _note(record, element, legal_day(now))
        return replace(self, record=record)

    def with_data(self, data: Mapping[str, Any]) -> "PlayedCase":
        """Return the case with values merged into its document."""
        return replace(self, outcome=replace(self.outcome, data={**self.outcome.data, **data}))

    def wait(self, key: str) -> Wait | None:
        """Return the wait of a key, `None` if it is over."""
        return next((wait for wait in self.outcome.waits if wait.key == key), None)


def environment_of(
    process: Process, number: int, *, now: datetime, started_on: date | None = None, record: Mapping[str, Any]
) -> Environment:
    """Return what a step of a case of a process may know; a run has no units, so none has a superior."""
    case = {
        "number": str(number),
        "unit": None,
        "title": process.name or process.id,
        "started_on": started_on or legal_day(now),
    }
    return Environment(now, case, record, {"superior": lambda _: None})


def _note(record: dict[str, Any], element: str, day: date) -> None:
    before = record.get(element) or {"times": 0}
    last = max((entry["seq"] for entry in record.values()), default=0)
    record[element] = {"seq": last + 1, "times": before["times"] + 1, "by": None, "people": [], "on": day}
