"""Tasks as values: a row as its lock holder sees it, and one that is about to open. Pure."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine.calendar.periods import RunningLimit
from engine.kernel.actor import Seat


@dataclass(frozen=True)
class LockedTask:
    """A task row as its lock holder sees it."""

    id: UUID
    case_id: UUID
    key: str
    element: str
    scope: str | None
    name_zh: str
    name_en: str
    form: str | None
    status: str
    duty: str | None
    field: str | None
    role: str
    unit: str
    queue: str
    assignee_id: UUID | None
    claimed_at: datetime | None
    due_at: datetime | None
    excluded: tuple[UUID, ...]
    excluded_rules: tuple[str, ...]
    created_at: datetime
    completed_at: datetime | None
    completed_by: UUID | None
    draft_revision: int
    draft_at: datetime | None

    @property
    def seat(self) -> Seat:
        """Return the seat whose queue the task waits in."""
        return Seat(self.role, self.unit)

    def name(self, language: str) -> str:
        """Return the step's name in `zh` or, for any other language, English."""
        return self.name_zh if language.startswith("zh") else self.name_en


@dataclass(frozen=True)
class NewTask:
    """A task that opens, with its deadline where the diagram binds one."""

    id: UUID
    key: str
    element: str
    process: str
    scope: str | None
    name_zh: str
    name_en: str
    form: str | None
    duty: str | None
    role: str
    unit: str
    assignee_id: UUID | None
    limit: RunningLimit | None
    excluded: tuple[UUID, ...]
    excluded_rules: tuple[str, ...]

    @property
    def queue(self) -> str:
        """Return the name of the queue the task waits in."""
        return f"{self.role}@{self.unit}"


@dataclass(frozen=True)
class Submission:
    """A form as a browser sent it: names and texts in their order, which only the form itself can read."""

    pairs: tuple[tuple[str, str], ...]
