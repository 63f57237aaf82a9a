"""Tables of the record: the append-only, hash-chained events, personal data beside them, and journal heads."""

from uuid import UUID

from sqlalchemy import PrimaryKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel.database import Base, Instant, TenantId


class Event(Base):
    """One event of a case or journal, chained: `hash` = SHA-256(previous hash, `body` as stored).

    Partitioned by the time in the UUIDv7 `case_id`, so that a year's cases leave together.
    """

    __tablename__ = "event"
    __table_args__ = (
        PrimaryKeyConstraint("tenant_id", "case_id", "seq"),
        {"postgresql_partition_by": "range (case_id)"},
    )

    tenant_id: Mapped[TenantId]
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[Instant]
    kind: Mapped[str]
    actor_id: Mapped[UUID]
    body: Mapped[bytes]
    hash: Mapped[bytes]


class PrivateValue(Base):
    """A personal datum that an event speaks of; the chain holds only its salted hash, so it may be deleted."""

    __tablename__ = "private_value"

    tenant_id: Mapped[TenantId]
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    salt: Mapped[bytes]
    value: Mapped[bytes]


class Journal(Base):
    """The head of a chain that belongs to no case: sign-ins, deployments, changes of the organisation."""

    __tablename__ = "journal"

    tenant_id: Mapped[TenantId]
    name: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID]
    seq: Mapped[int]
    head_hash: Mapped[bytes]


class RequestKey(Base):
    """The answer a command gave to an idempotency key, so that a repeated request gets the same one."""

    __tablename__ = "request_key"

    tenant_id: Mapped[TenantId]
    key: Mapped[str] = mapped_column(primary_key=True)
    command: Mapped[str]
    person_id: Mapped[UUID]
    result: Mapped[dict[str, object]]
    created_at: Mapped[Instant]
