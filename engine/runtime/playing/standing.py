"""How a run stands: what an answer tells of all its cases together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.bpmn import Element
from engine.runtime.playing.cases import PlayedCase
from engine.runtime.playing.deeds import Incident, Kept
from engine.runtime.playing.stage import Stage
from engine.runtime.values import Lack, Offer, OpenTask, Passed, Thrown, Wait

_UNREGISTERED = {
    "serviceTask": ("没有登记的操作，按人工任务等待", "no registered operation: waits like a user task"),
    "sendTask": ("没有登记的操作，按人工任务等待", "no registered operation: waits like a user task"),
    "businessRuleTask": ("没有登记的决策，按人工任务等待", "no registered decision: waits like a user task"),
}


@dataclass(frozen=True)
class PlayedTask:
    """An open task of a run; its key is the handle it has in the run. `note` says why a machine's task waits."""

    case: int
    task: OpenTask | Offer
    element: Element
    note: tuple[str, str] | None = None

    @property
    def handle(self) -> str:
        """Return what the task is called in this run."""
        return f"{self.case}-{self.task.key}"


@dataclass(frozen=True)
class PlayedWait:
    """A wait of a run; `case` is `None` for a process that has not begun."""

    case: int | None
    wait: Wait


@dataclass(frozen=True)
class PlayedLack:
    """An activity of a run that waits for data."""

    case: int
    lack: Lack


@dataclass(frozen=True)
class Standing:
    """A run as it stands. `data` are the documents of all cases together; of one name the first case's value."""

    status: str
    data: Mapping[str, Any]
    cases: tuple[PlayedCase, ...]
    tasks: tuple[PlayedTask, ...]
    offered: tuple[PlayedTask, ...]
    finishable: tuple[PlayedTask, ...]
    waiting: tuple[PlayedWait, ...]
    lacking: tuple[PlayedLack, ...]
    passed: tuple[Passed, ...]
    thrown: tuple[Thrown, ...]
    incidents: tuple[Incident, ...]
    kept: tuple[Kept, ...]

    @property
    def opened(self) -> tuple[OpenTask, ...]:
        """Return the open tasks, each under its handle."""
        return tuple(
            replace(played.task, key=played.handle) for played in self.tasks if isinstance(played.task, OpenTask)
        )

    @property
    def waits(self) -> tuple[Wait, ...]:
        """Return everything that is waited for."""
        return tuple(played.wait for played in self.waiting)


def look(stage: Stage) -> Standing:
    """Return a stage as it stands."""
    cases = tuple(case for _, case in sorted(stage.cases.items()))
    tasks: list[PlayedTask] = []
    offered: list[PlayedTask] = []
    finishable: list[PlayedTask] = []
    waiting: list[PlayedWait] = []
    for case in cases:
        seen = stage.survey(case)
        tasks += [_played(stage, case, task) for task in seen.opened]
        offered += [_played(stage, case, task) for task in seen.offered]
        finishable += [_played(stage, case, task) for task in seen.finishable]
        waiting += [PlayedWait(case.number, wait) for wait in seen.waits]
    waiting += [PlayedWait(None, wait) for pending in stage.pendings.values() for wait in pending.waits]
    return Standing(
        status=_status(stage, cases),
        data=_data(stage, cases),
        cases=cases,
        tasks=tuple(tasks),
        offered=tuple(offered),
        finishable=tuple(finishable),
        waiting=tuple(waiting),
        lacking=tuple(PlayedLack(case.number, lack) for case in cases for lack in case.outcome.lacking),
        passed=tuple(stage.passed),
        thrown=tuple(stage.thrown),
        incidents=tuple(stage.incidents),
        kept=tuple(stage.kept),
    )


def _played(stage: Stage, case: PlayedCase, task: OpenTask | Offer) -> PlayedTask:
    element = stage.program.model.processes[task.process].elements[task.element]
    registered = task.operation in stage.program.operations
    return PlayedTask(case.number, task, element, None if registered else _UNREGISTERED.get(task.kind))


def _status(stage: Stage, cases: tuple[PlayedCase, ...]) -> str:
    if not cases or stage.pendings or any(case.is_active for case in cases):
        return "active"
    return cases[0].outcome.status


def _data(stage: Stage, cases: tuple[PlayedCase, ...]) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    begun = [incident.deed.arguments["data"] for incident in stage.incidents if incident.deed.case is None]
    for data in [*reversed(begun), *(pending.data for pending in stage.pendings.values())]:
        seen.update(data)
    for case in reversed(cases):
        seen.update(case.outcome.data)
    return seen
