"""What led to an outcome, and what came of it: the values that commands and settlement exchange. Pure."""

from dataclasses import dataclass
from uuid import UUID

from engine.audit.chain import Entry
from engine.cases.values import LockedCase
from engine.organization.roster import Roster
from engine.registers.rules import ThresholdVersion
from engine.tasks.values import LockedTask, NewTask


@dataclass(frozen=True)
class Step:
    """What led to an outcome: the entry for the record, the task that was completed, and who took on what.

    `roster` holds the rules and everybody who has acted in the case; `heir` is the person to whom the next task of
    a queue of theirs is given at once; `origin` is the case whose message started this one; `cited` are the thresholds
    that gates have rested on; `by_machine` is what nobody has done, although a task of it was completed.
    """

    entry: Entry
    roster: Roster
    completed: LockedTask | None = None
    duties: tuple[tuple[str, UUID], ...] = ()
    heir: UUID | None = None
    origin: UUID | None = None
    cited: tuple[ThresholdVersion, ...] = ()
    by_machine: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Settled:
    """The case after the step, and the tasks that opened."""

    case: LockedCase
    opened: tuple[NewTask, ...]

    def task_for(self, person_id: UUID) -> UUID | None:
        """Return a task that opened in a person's name, None if there is none."""
        return next((task.id for task in self.opened if task.assignee_id == person_id), None)
