"""The task table: what the inbox reads, with everything a list shows projected into the row."""

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel.database import Base, Instant, MaybeInstant, TenantId

OPEN = "open"
COMPLETED = "completed"
CANCELLED = "cancelled"


class Task(Base):
    """One human step of one case.

    `queue` is `ROLE@UNIT`; an open task without assignee waits there to be claimed. `sort_at` is the due instant,
    or the far future where there is none, so that keyset paging needs no special case. `excluded` are the people
    whom what they did in the case bars, by id, with the rules' ids in `excluded_rules` at the same place; what bars
    people for what they are (certificates, roles) follows from `duty` and `field` when somebody looks.
    """

    __tablename__ = "task"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["case.tenant_id", "case.id"]),
        Index(None, "tenant_id", "case_id", "id"),
        Index(
            "ix_task_queue",
            "tenant_id",
            "queue",
            "sort_at",
            "id",
            postgresql_where=text("status = 'open' and assignee_id is null"),
        ),
        Index(
            "ix_task_assignee", "tenant_id", "assignee_id", "sort_at", "id", postgresql_where=text("status = 'open'")
        ),
        Index(
            "ix_task_done",
            "tenant_id",
            "completed_by",
            "completed_at",
            "id",
            postgresql_where=text("status = 'completed'"),
        ),
    )

    tenant_id: Mapped[TenantId]
    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    key: Mapped[str]
    element: Mapped[str]
    process: Mapped[str]
    scope: Mapped[str | None]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    form: Mapped[str | None]
    status: Mapped[str]
    duty: Mapped[str | None]
    field: Mapped[str | None]
    role: Mapped[str]
    unit: Mapped[str]
    queue: Mapped[str]
    assignee_id: Mapped[UUID | None]
    claimed_at: Mapped[MaybeInstant]
    due_at: Mapped[MaybeInstant]
    sort_at: Mapped[Instant]
    case_number: Mapped[str]
    case_title: Mapped[str]
    definition_key: Mapped[str]
    excluded: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()))
    excluded_rules: Mapped[list[str]] = mapped_column(ARRAY(String()))
    created_at: Mapped[Instant]
    completed_at: Mapped[MaybeInstant]
    completed_by: Mapped[UUID | None]
    draft: Mapped[dict[str, object] | None] = mapped_column(JSONB)
    draft_at: Mapped[MaybeInstant]
    draft_revision: Mapped[int] = mapped_column(default=0)
