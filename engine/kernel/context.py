"""What every command and query is handed: the open transaction, who acts, and the clock."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.kernel.actor import Actor, Seat
from engine.kernel.clock import Clock

__all__ = ["Actor", "Context", "Seat"]


@dataclass(frozen=True)
class Context:
    """Passed first to every command and query; the transaction is begun and committed at the edge."""

    session: Session
    actor: Actor
    clock: Clock
