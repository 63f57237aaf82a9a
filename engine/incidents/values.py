"""Incidents as values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

OPEN, RESOLVED, SKIPPED, WITHDRAWN = "open", "resolved", "skipped", "withdrawn"
RETRY, SKIP = "retry", "skip"


@dataclass(frozen=True)
class Failure:
    """Why a step could not be taken: where, of which kind, and in words; `element` is empty where none is known."""

    element: str
    kind: str
    zh: str
    en: str


@dataclass(frozen=True)
class Origin:
    """What was being done when a step failed: which verb, to which of a task, timer, message or delivery."""

    command: str
    task_id: UUID | None = None
    timer_id: UUID | None = None
    message_id: UUID | None = None
    delivery_id: UUID | None = None


@dataclass(frozen=True)
class Place:
    """Where an incident belongs: a case or, before there is one, what would have started it; and the element."""

    subject_id: UUID
    case_id: UUID | None
    definition_key: str | None
    name_zh: str
    name_en: str
    draft_revision: int | None = None


@dataclass(frozen=True)
class LockedIncident:
    """An incident as its lock holder sees it."""

    id: UUID
    case_id: UUID | None
    origin: Origin
    definition_key: str | None
    element: str
    name_zh: str
    name_en: str
    kind: str
    draft_revision: int | None
    person_id: UUID
    attempts: int
    status: str
    decision: str | None
    skip: Mapping[str, Any] | None
    decided_at: datetime | None
    closed_at: datetime | None
