"""Errands as values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

OPEN, STUCK, DONE, WITHDRAWN = "open", "stuck", "done", "withdrawn"


@dataclass(frozen=True)
class NewErrand:
    """What a machine is to do for a task that opens."""

    task_id: UUID
    element: str
    operation: str
    inputs: Mapping[str, Any]


@dataclass(frozen=True)
class HeldErrand:
    """An errand row as it was read or locked; the columns are explained at the table."""

    task_id: UUID
    case_id: UUID
    element: str
    operation: str
    inputs: Mapping[str, Any]
    status: str
    is_inside: bool
    is_held: bool
    attempt: int
    failures: int
    due_at: datetime
    job_id: int | None
    worker: str | None
    worker_id: UUID | None
    answer: Mapping[str, Any] | None
    said_zh: str | None
    said_en: str | None

    def is_with(self, person_id: UUID, worker: str) -> bool:
        """Tell whether a worker outside, of an account, has taken the errand."""
        return (self.worker_id, self.worker) == (person_id, worker)
