"""The table of incidents: steps that could not be taken, kept until somebody has dealt with them."""

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel.database import Base, Instant, MaybeInstant, TenantId

_OPEN = text("status = 'open'")


class Incident(Base):
    """A step that the engine had to undo.

    `subject_id` is the case or, where none exists yet, the message that would have started one; of one subject and
    element only one incident is open, and `attempts` counts. One of the four ids names what was being done, `command`
    by which verb, `person_id` by whom. `decision` and `skip` are what somebody has decided to try next.
    """

    __tablename__ = "incident"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["case.tenant_id", "case.id"]),
        Index("uq_incident_open", "tenant_id", "subject_id", "element", unique=True, postgresql_where=_OPEN),
        Index("ix_incident_task", "tenant_id", "task_id", postgresql_where=_OPEN),
        Index(None, "tenant_id", "case_id"),
        Index(None, "tenant_id", "status", "id"),
    )

    tenant_id: Mapped[TenantId]
    id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID]
    case_id: Mapped[UUID | None]
    task_id: Mapped[UUID | None]
    timer_id: Mapped[UUID | None]
    message_id: Mapped[UUID | None]
    delivery_id: Mapped[UUID | None]
    definition_key: Mapped[str | None]
    element: Mapped[str]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    kind: Mapped[str]
    sentence_zh: Mapped[str]
    sentence_en: Mapped[str]
    command: Mapped[str]
    draft_revision: Mapped[int | None]
    person_id: Mapped[UUID]
    opened_at: Mapped[Instant]
    last_at: Mapped[Instant]
    attempts: Mapped[int]
    status: Mapped[str]
    decision: Mapped[str | None]
    skip: Mapped[dict[str, object] | None] = mapped_column(JSONB)
    reason: Mapped[str | None]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[MaybeInstant]
    closed_at: Mapped[MaybeInstant]
