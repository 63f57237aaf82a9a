"""Messages as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Message:
    """A message or signal that was sent; `matches` are the correlations of the waits that it is for."""

    id: UUID
    kind: str
    name: str
    correlation: str
    matches: tuple[str, ...]
    payload: Mapping[str, Any]
    status: str
    received_at: datetime
    expires_at: datetime | None
    origin_case_id: UUID | None


@dataclass(frozen=True)
class Waiting:
    """A case that waits: its id and the key of its wait."""

    case_id: UUID
    wait: str


@dataclass(frozen=True)
class Delivery:
    """One of those a signal reaches: a wait of a case, or a procedure that starts on it."""

    id: UUID
    signal_id: UUID
    wait_id: UUID | None
    case_id: UUID | None
    definition_key: str | None
    status: str
