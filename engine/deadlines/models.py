"""Tables of time: deadlines are what people see, timers are what fires."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel.database import Base, Instant, MaybeInstant, TenantId


class TimeLimit(Base):
    """One version of a time limit: so many units from its start, for clocks that begin from a day on.

    `unverified` ones are shown as 待核实, never as law. An empty text in `domain` or `jurisdiction` stands for all of
    them. A version is never rewritten: a new one begins on its day, and one that was wrong is withdrawn.
    """

    __tablename__ = "time_limit"
    __table_args__ = (
        Index(
            "ux_time_limit_version",
            "tenant_id", "id", "domain", "jurisdiction", "valid_from",
            unique=True,
            postgresql_where=text("not withdrawn"),
        ),
    )  # fmt: skip

    tenant_id: Mapped[TenantId]
    id: Mapped[str]
    length: Mapped[int]
    unit: Mapped[str]
    basis: Mapped[str]
    rolls_over: Mapped[bool]
    unverified: Mapped[bool]
    version_id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    valid_from: Mapped[date] = mapped_column(server_default=text("'1949-10-01'"))
    valid_to: Mapped[date | None]
    domain: Mapped[str] = mapped_column(server_default=text("''"))
    jurisdiction: Mapped[str] = mapped_column(server_default=text("''"))
    step: Mapped[str] = mapped_column(server_default=text("''"))
    level: Mapped[str] = mapped_column(server_default=text("''"))
    confidence: Mapped[str] = mapped_column(server_default=text("''"))
    start_event: Mapped[str] = mapped_column(server_default=text("''"))
    exclusions: Mapped[str] = mapped_column(server_default=text("''"))
    direction: Mapped[str] = mapped_column(server_default=text("''"))
    source: Mapped[str] = mapped_column(server_default=text("''"))
    extensions: Mapped[list[Any]] = mapped_column(JSONB, server_default=text("'[]'"))
    withdrawn: Mapped[bool] = mapped_column(server_default=text("false"))
    added_at: Mapped[Instant] = mapped_column(server_default=text("now()"))
    added_by: Mapped[UUID | None]


class Deadline(Base):
    """A time limit running on a task: which limit, since when, until when, and whether that day is certain.

    `provisional` marks a last day that lies beyond the last published holiday notice (待年度通知). What it was computed
    from stays with it (none of that in rows older than this was kept), whatever becomes of the limit.
    """

    __tablename__ = "deadline"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["case.tenant_id", "case.id"]),
        Index(None, "tenant_id", "case_id"),
        Index(None, "tenant_id", "task_id"),
        Index(
            "ix_deadline_provisional", "tenant_id", "id", postgresql_where=text("provisional and status = 'running'")
        ),
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
    length: Mapped[int | None]
    unit: Mapped[str | None]
    rolls_over: Mapped[bool | None]
    calendar: Mapped[str | None]


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
