"""Tables of cases: the case itself, who may read it, what it claims once for all, and its number series."""

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel.database import Base, Instant, MaybeInstant, TenantId


class Case(Base):
    """A running or ended procedure: one document, one engine state, one lock.

    `record` says per element who completed it, when, how often and at which event; `duties` who has taken on
    which duty in any round. Both are written with the state, so that a gate never has to search the event log.
    """

    __tablename__ = "case"
    __table_args__ = (
        UniqueConstraint("tenant_id", "number"),
        ForeignKeyConstraint(
            ["tenant_id", "definition_version_id"], ["definition_version.tenant_id", "definition_version.id"]
        ),
        Index(None, "tenant_id", "started_by", "id"),
        Index(None, "tenant_id", "status", "id"),
    )

    tenant_id: Mapped[TenantId]
    id: Mapped[UUID] = mapped_column(primary_key=True)
    definition_version_id: Mapped[UUID]
    definition_key: Mapped[str]
    process: Mapped[str]
    number: Mapped[str]
    title: Mapped[str]
    search: Mapped[str]
    status: Mapped[str]
    unit: Mapped[str]
    data: Mapped[dict[str, object]]
    record: Mapped[dict[str, object]]
    duties: Mapped[dict[str, object]]
    state: Mapped[bytes]
    state_codec: Mapped[int] = mapped_column(SmallInteger)
    waits: Mapped[int]
    seq: Mapped[int]
    head_hash: Mapped[bytes]
    started_by: Mapped[UUID]
    started_at: Mapped[Instant]
    ended_at: Mapped[MaybeInstant]
    suspended_reason: Mapped[str | None]
    origin_case_id: Mapped[UUID | None]


class CaseReader(Base):
    """A subject (person or unit) through whom the case may be read; superior units are written out as rows."""

    __tablename__ = "case_reader"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["case.tenant_id", "case.id"]),
        Index(None, "tenant_id", "case_id"),
    )

    tenant_id: Mapped[TenantId]
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    handler: Mapped[bool]


class OnceClaim(Base):
    """Something that only one case may do, such as fining one act (行政处罚法 29): the key makes it race-free."""

    __tablename__ = "once_claim"
    __table_args__ = (ForeignKeyConstraint(["tenant_id", "case_id"], ["case.tenant_id", "case.id"]),)

    tenant_id: Mapped[TenantId]
    name: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    element: Mapped[str]


class NumberSeries(Base):
    """The last case number given out per prefix and year."""

    __tablename__ = "number_series"

    tenant_id: Mapped[TenantId]
    prefix: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class Comment(Base):
    """A remark that people leave for each other on a case."""

    __tablename__ = "comment"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["case.tenant_id", "case.id"]),
        Index(None, "tenant_id", "case_id", "id"),
    )

    tenant_id: Mapped[TenantId]
    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    author_id: Mapped[UUID]
    body: Mapped[str]
    created_at: Mapped[Instant]
