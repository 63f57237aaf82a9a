"""Tables of transfers: orders to take the running cases of one version to another, and what became of each case."""

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel.database import Base, Instant, MaybeInstant, TenantId


class Transfer(Base):
    """An order: from which version to which, with which mapping of elements, and how far it is.

    `status` is running, paused, stopped or finished.
    """

    __tablename__ = "transfer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "from_version_id"],
            ["definition_version.tenant_id", "definition_version.id"],
            name="fk_transfer_tenant_id_from_definition_version",
        ),
        ForeignKeyConstraint(
            ["tenant_id", "to_version_id"],
            ["definition_version.tenant_id", "definition_version.id"],
            name="fk_transfer_tenant_id_to_definition_version",
        ),
        Index(None, "tenant_id", "key", "id"),
    )

    tenant_id: Mapped[TenantId]
    id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str]
    from_version_id: Mapped[UUID]
    to_version_id: Mapped[UUID]
    mapping: Mapped[dict[str, object]]
    reason: Mapped[str]
    status: Mapped[str]
    started_by: Mapped[UUID]
    started_at: Mapped[Instant]
    changed_at: Mapped[Instant]


class TransferItem(Base):
    """One case of an order: waiting, moved, refused (it stays where it was) or passed over (it moved on by itself).

    `told` are sentences in both languages: why it was refused, or what changed for it on the way.
    """

    __tablename__ = "transfer_item"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "transfer_id"], ["transfer.tenant_id", "transfer.id"]),
        ForeignKeyConstraint(["tenant_id", "case_id"], ["case.tenant_id", "case.id"]),
        Index(None, "tenant_id", "case_id"),
    )

    tenant_id: Mapped[TenantId]
    transfer_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    status: Mapped[str]
    told: Mapped[dict[str, object]]
    done_at: Mapped[MaybeInstant]
