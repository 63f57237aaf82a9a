"""The table of errands: what machines are to do for a case, one row for each task that names an operation."""

from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel.database import Base, Instant, MaybeInstant, TenantId


class Errand(Base):
    """What a machine is to do: an operation with its inputs, for one task.

    `is_inside` says that workers of our own do the next thing about it, `is_held` that the case is suspended. `due_at`
    is when the next attempt may begin, which is also until when whoever has it now may take; `attempt` numbers them,
    `failures` counts those failed in a row. `answer` is what came back while the case was suspended, `said_zh` and
    `said_en` why the last attempt failed.
    """

    __tablename__ = "errand"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "task_id"], ["task.tenant_id", "task.id"]),
        ForeignKeyConstraint(["tenant_id", "case_id"], ["case.tenant_id", "case.id"]),
        Index("ix_errand_due", "due_at", postgresql_where=text("status = 'open' and is_inside")),
        Index(
            "ix_errand_topic",
            "tenant_id",
            "operation",
            "due_at",
            "task_id",
            postgresql_where=text("status = 'open'"),
        ),
        Index(None, "tenant_id", "case_id"),
    )

    tenant_id: Mapped[TenantId]
    task_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    element: Mapped[str]
    operation: Mapped[str]
    inputs: Mapped[dict[str, object]] = mapped_column(JSONB)
    status: Mapped[str]
    is_inside: Mapped[bool]
    is_held: Mapped[bool]
    attempt: Mapped[int]
    failures: Mapped[int]
    due_at: Mapped[Instant]
    job_id: Mapped[int | None] = mapped_column(BigInteger)
    worker: Mapped[str | None]
    worker_id: Mapped[UUID | None]
    answer: Mapped[dict[str, object] | None] = mapped_column(JSONB)
    said_zh: Mapped[str | None]
    said_en: Mapped[str | None]
    created_at: Mapped[Instant]
    ended_at: Mapped[MaybeInstant]
