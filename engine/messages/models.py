"""Tables of messages: what a case waits for, and what has arrived."""

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel.database import Base, Instant, TenantId


class MessageWait(Base):
    """A case waiting for a message of a name with a correlation key."""

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
    name: Mapped[str]
    correlation: Mapped[str]


class MessageIn(Base):
    """A message that arrived: its id makes delivery happen once, its status tells whether it has."""

    __tablename__ = "message_in"
    __table_args__ = (Index(None, "tenant_id", "name", "correlation", "status"),)

    tenant_id: Mapped[TenantId]
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    correlation: Mapped[str]
    payload: Mapped[dict[str, object]]
    status: Mapped[str]
    received_at: Mapped[Instant]
    origin_case_id: Mapped[UUID | None]
    target_case_id: Mapped[UUID | None]
