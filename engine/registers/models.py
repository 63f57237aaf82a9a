"""Tables of the registers: thresholds as versions, and which case has rested on which."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel.database import Base, Instant, MaybeInstant, TenantId


class Threshold(Base):
    """One version of a threshold: from a day on, for a field, a jurisdiction and a kind of party, so much.

    An empty text in `domain`, `jurisdiction` or `party` stands for all of them. A version is never rewritten: a new
    one begins on its day. Only its status moves, from UNVERIFIED to VERIFIED, or to WITHDRAWN.
    """

    __tablename__ = "threshold"
    __table_args__ = (
        Index(
            "ux_threshold_version",
            "tenant_id", "name", "domain", "jurisdiction", "party", "valid_from",
            unique=True,
            postgresql_where=text("status <> 'WITHDRAWN'"),
        ),
    )  # fmt: skip

    tenant_id: Mapped[TenantId]
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    domain: Mapped[str]
    jurisdiction: Mapped[str]
    party: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    amount: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    unit: Mapped[str]
    status: Mapped[str]
    basis: Mapped[str]
    source: Mapped[str]
    confidence: Mapped[str]
    added_at: Mapped[Instant]
    added_by: Mapped[UUID]
    settled_at: Mapped[MaybeInstant]
    settled_by: Mapped[UUID | None]
    note: Mapped[str]


class ThresholdUse(Base):
    """A case has rested on a version of a threshold: noted once, so that every screen of the case can say so."""

    __tablename__ = "threshold_use"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["case.tenant_id", "case.id"]),
        ForeignKeyConstraint(["tenant_id", "threshold_id"], ["threshold.tenant_id", "threshold.id"]),
        Index(None, "tenant_id", "threshold_id"),
    )

    tenant_id: Mapped[TenantId]
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    threshold_id: Mapped[UUID] = mapped_column(primary_key=True)
    element: Mapped[str]
    first_used_at: Mapped[Instant]
