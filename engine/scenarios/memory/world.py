"""Everything that stands at one moment of a scenario, as one frozen value: a step makes a new one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from engine.cases.values import LockedCase
from engine.definitions.procedure import Procedure
from engine.registers.rules import ThresholdVersion
from engine.runtime import DecisionMade, Snapshot, Thrown, Wait
from engine.scenarios.errors import StepFailed
from engine.scenarios.memory.organisation import Organisation
from engine.tasks.values import LockedTask

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""Where the clock stands if the scenario does not say: nine in the morning in China."""


@dataclass(frozen=True)
class Stage:
    """What all scenarios are played on: people, procedures by key, defaults by task and label."""

    organisation: Organisation
    procedures: Mapping[str, Procedure]
    defaults: Mapping[str, Mapping[str, Any]]

    def titled(self, title: str) -> Procedure:
        """Return the procedure of a Chinese title or key; raises `StepFailed`."""
        for procedure in self.procedures.values():
            if title in (procedure.bundle.title_zh, procedure.bundle.key):
                return procedure
        raise StepFailed(f"没有名为“{title}”的规程", f"there is no procedure '{title}'")


@dataclass(frozen=True)
class Trace:
    """What one step went through: the procedure's key, elements, flows, rules that fired, rules of forms that were met.

    `rules` are `(form, rule, outcome)`.
    """

    procedure: str
    elements: tuple[str, ...] = ()
    flows: tuple[str, ...] = ()
    decided: tuple[DecisionMade, ...] = ()
    rules: tuple[tuple[str, str, bool], ...] = ()


@dataclass(frozen=True)
class HeldCase:
    """A case in memory, with the tasks it ever had, oldest first, and whom it may be read by."""

    case: LockedCase
    procedure: Procedure
    tasks: tuple[LockedTask, ...] = ()
    waits: tuple[Wait, ...] = ()
    readers: frozenset[UUID] = frozenset()
    cited: tuple[ThresholdVersion, ...] = ()
    origin: UUID | None = None

    @property
    def snapshot(self) -> Snapshot:
        """Return what the next step starts from."""
        return Snapshot(self.case.state, self.case.codec, self.case.data)

    @property
    def open_tasks(self) -> dict[str, LockedTask]:
        """Return the open tasks by name, the oldest of a name, in the order in which they opened."""
        found: dict[str, LockedTask] = {}
        for task in self.tasks:
            if task.status == "open":
                found.setdefault(task.name_zh, task)
        return found

    def newest(self, name: str) -> LockedTask | None:
        """Return the last opened task of a name, whatever became of it."""
        return next((task for task in reversed(self.tasks) if task.name_zh == name), None)

    def with_task(self, task: LockedTask) -> "HeldCase":
        """Return the case with a task as it is now."""
        return replace(self, tasks=tuple(task if task.id == each.id else each for each in self.tasks))


@dataclass(frozen=True)
class World:
    """A moment: the clock, all cases, messages nobody wants yet, thresholds, claims, and what was gone through."""

    now: datetime = MORNING
    cases: tuple[HeldCase, ...] = ()
    at_hand: int | None = None
    kept: tuple[tuple[Thrown, UUID], ...] = ()
    thresholds: tuple[ThresholdVersion, ...] = ()
    claims: Mapping[tuple[str, str], str] = field(default_factory=dict)
    last_id: int = 0
    traces: tuple[Trace, ...] = ()

    @property
    def held(self) -> HeldCase:
        """Return the case at hand; raises `StepFailed` before there is one."""
        if self.at_hand is None:
            raise StepFailed("尚无案件", "there is no case yet")
        return self.cases[self.at_hand]

    def position(self, case_id: UUID) -> int:
        """Return where a case stands among the cases."""
        return next(place for place, each in enumerate(self.cases) if each.case.id == case_id)

    def new_id(self) -> tuple["World", UUID]:
        """Return an id that nothing has yet."""
        return replace(self, last_id=self.last_id + 1), UUID(int=(7 << 96) + self.last_id + 1)

    def with_case(self, held: HeldCase) -> "World":
        """Return the world with a case as it is now; a new one stands last."""
        for place, each in enumerate(self.cases):
            if each.case.id == held.case.id:
                return replace(self, cases=(*self.cases[:place], held, *self.cases[place + 1 :]))
        return replace(self, cases=(*self.cases, held))

    def traced(self, trace: Trace) -> "World":
        """Return the world with one more trace."""
        return replace(self, traces=(*self.traces, trace))
