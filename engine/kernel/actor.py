"""Who acts: a person with their seats, permissions and the subjects through whom they may read. Pure."""

from dataclasses import dataclass
from uuid import UUID

SYSTEM = UUID(int=0)
"""The person id under which the machine itself is on record: timers, messages, deployments from the shell."""


@dataclass(frozen=True)
class Seat:
    """One role held in one unit, by code: `SQUAD_LEADER` in `SQUAD_03`."""

    role: str
    unit: str

    @property
    def queue(self) -> str:
        """Return the name of the inbox queue that this seat works off."""
        return f"{self.role}@{self.unit}"


@dataclass(frozen=True)
class Actor:
    """A person acting in a tenant, with everything a decision about them needs.

    Built by `engine.organization` from rows, never from a request. `units` are the ids of own units; `scope`
    are the subjects a read is allowed through: the person, own units, and what lies below them.
    """

    tenant_id: UUID
    person_id: UUID
    name: str
    login: str
    seats: tuple[Seat, ...] = ()
    permissions: frozenset[str] = frozenset()
    scope: tuple[UUID, ...] = ()
    language: str = "zh"

    @property
    def roles(self) -> frozenset[str]:
        """Return the codes of all roles held anywhere."""
        return frozenset(seat.role for seat in self.seats)

    @property
    def queues(self) -> tuple[str, ...]:
        """Return the names of the inbox queues the actor works off, in a stable order."""
        return tuple(sorted({seat.queue for seat in self.seats}))


def system_actor(tenant_id: UUID) -> Actor:
    """Return the machine as an actor in a tenant: no seats, no permissions; it runs commands that need none."""
    return Actor(tenant_id=tenant_id, person_id=SYSTEM, name="系统", login="system")
