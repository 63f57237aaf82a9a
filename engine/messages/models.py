"""Tables of messages: what a case waits for, what has arrived, and whom a signal reaches."""

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel.database import Base, Instant, MaybeInstant, TenantId

_KEPT = text("status = 'kept'")


class MessageWait(Base):
    """A case waiting for a message or a signal of a name; `correlation` tells its messages from those of others."""

    __tablename__ = "message_wait"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["case.tenant_id", "case.id"]),
        Index(None, "tenant_id", "name", "correlation"),
        Index(None, "tenant_id", "case_id"),
    )

    tenant_id: Mapped[TenantId]
    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    wait: Mapped[str]
    element: Mapped[str]
    kind: Mapped[str] = mapped_column(server_default="message")
    name: Mapped[str]
    correlation: Mapped[str]


class MessageIn(Base):
    """A message or signal that was sent.

    `sender_key` is the id its sender gave it, by which a repetition is known, and `digest` what was sent under it.
    `matches` are all correlations of waits that it is for.
    """

    __tablename__ = "message_in"
    __table_args__ = (
        Index(None, "tenant_id", "name", "correlation", "status"),
        Index(None, "tenant_id", "status", "id"),
        Index("uq_message_in_tenant_id_sender_key", "tenant_id", "sender_key", unique=True),
        Index("ix_message_in_kept", "tenant_id", "name", "id", postgresql_where=_KEPT),
        Index("ix_message_in_expiry", "expires_at", postgresql_where=_KEPT),
    )

    tenant_id: Mapped[TenantId]
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(server_default="message")
    name: Mapped[str]
    correlation: Mapped[str]
    matches: Mapped[list[str]] = mapped_column(ARRAY(String), server_default="{''}")
    payload: Mapped[dict[str, object]]
    status: Mapped[str]
    received_at: Mapped[Instant]
    expires_at: Mapped[MaybeInstant]
    sender_key: Mapped[str | None]
    digest: Mapped[str | None]
    origin_case_id: Mapped[UUID | None]
    target_case_id: Mapped[UUID | None]


class SignalDelivery(Base):
    """One of those a signal reaches: a wait as it stood when the signal was sent, or a procedure that starts on it."""

    __tablename__ = "signal_delivery"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "signal_id"], ["message_in.tenant_id", "message_in.id"]),
        Index(None, "tenant_id", "signal_id"),
    )

    tenant_id: Mapped[TenantId]
    id: Mapped[UUID] = mapped_column(primary_key=True)
    signal_id: Mapped[UUID]
    wait_id: Mapped[UUID | None]
    case_id: Mapped[UUID | None]
    definition_key: Mapped[str | None]
    status: Mapped[str]


class MessageStart(Base):
    """The case that a message with a correlation has started last: while it goes on, no second one starts."""

    __tablename__ = "message_start"
    __table_args__ = (Index(None, "tenant_id", "case_id"),)

    tenant_id: Mapped[TenantId]
    definition_key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    correlation: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
