"""Tables of time: deadlines are what people see, timers are what fires."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel.database import Base, Instant, MaybeInstant, TenantId


class TimeLimit(Base):
    """A time limit as data: so many units from its start; `unverified` ones are shown as 待核实, never as law."""

    __tablename__ = "time_limit"

    tenant_id: Mapped[TenantId]
    id: Mapped[str] = mapped_column(primary_key=True)
    length: Mapped[int]
    unit: Mapped[str]
    basis: Mapped[str]
    rolls_over: Mapped[bool]
    unverified: Mapped[bool]


class Deadline(Base):
    """A time limit running on a task: which limit, since when, until when, and whether that day is certain.

    `provisional` marks a last day that lies beyond the last published holiday notice (待年度通知).
    """

    __tablename__ = "deadline"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["case.tenant_id", "case.id"]),
        Index(None, "tenant_id", "case_id"),
        Index(None, "tenant_id", "task_id"),
    )

    tenant_id: Mapped[TenantId]
    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    task_id: Mapped[UUID]
    limit_id: Mapped[str]
    basis: Mapped[str]
    started_at: Mapped[Instant]
    due_at: Mapped[MaybeInstant]
    due_on: Mapped[date | None]
    provisional: Mapped[bool]
    unverified: Mapped[bool]
    status: Mapped[str]
    ended_at: Mapped[MaybeInstant]


class Timer(Base):
    """A BPMN timer: armed until it fires or is cancelled, held while its case is suspended.

    A new due date is a new generation of the same timer.
    """

    __tablename__ = "timer"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["case.tenant_id", "case.id"]),
        Index(
            "ix_timer_due", "due_at", postgresql_include=["tenant_id", "id"], postgresql_where=text("status = 'armed'")
        ),
        Index(None, "tenant_id", "case_id"),
    )

    tenant_id: Mapped[TenantId]
    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    wait: Mapped[str]
    element: Mapped[str]
    due_at: Mapped[Instant]
    generation: Mapped[int]
    status: Mapped[str]
