"""What every command and query is handed: the open transaction, who acts, and the clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from engine.kernel.actor import Actor, Seat
from engine.kernel.clock import Clock

__all__ = ["Actor", "Context", "Seat"]


@dataclass(frozen=True)
class Context:
    """Passed first to every command and query; the transaction is begun and committed at the edge.

    `skips` are elements, by id, that somebody has decided to pass in this step because they cannot be done.
    `operations` are what service tasks may call in this installation, by name.
    """

    session: Session
    actor: Actor
    clock: Clock
    skips: Mapping[str, Any] = field(default_factory=dict)
    operations: Mapping[str, Any] = field(default_factory=dict)
