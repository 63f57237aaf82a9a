"""Tables of procedures: the definition, its published versions with every file of the bundle, and drafts."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel.database import Base, Instant, TenantId


class Definition(Base):
    """A procedure by its key, pointing at the version that new cases start on.

    `starter_role` is the role that does the first step of a case started by hand, None where none is; the messages
    and signals are those that start a case by arriving.
    """

    __tablename__ = "definition"

    tenant_id: Mapped[TenantId]
    key: Mapped[str] = mapped_column(primary_key=True)
    title_zh: Mapped[str]
    title_en: Mapped[str]
    owner: Mapped[str]
    live_version_id: Mapped[UUID | None]
    process: Mapped[str]
    starter_role: Mapped[str | None]
    starts_on_messages: Mapped[list[str]] = mapped_column(ARRAY(String))
    starts_on_signals: Mapped[list[str]] = mapped_column(ARRAY(String), server_default="{}")


class DefinitionVersion(Base):
    """One published bundle, immutable; running cases stay on theirs.

    `calls` pins, for each called procedure, the version that was live when this one was deployed.
    """

    __tablename__ = "definition_version"
    __table_args__ = (
        UniqueConstraint("tenant_id", "key", "number"),
        ForeignKeyConstraint(["tenant_id", "key"], ["definition.tenant_id", "definition.key"]),
    )

    tenant_id: Mapped[TenantId]
    id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str]
    number: Mapped[int]
    process: Mapped[str]
    bundle_hash: Mapped[str]
    note: Mapped[str]
    calls: Mapped[dict[str, object]]
    created_by: Mapped[UUID]
    created_at: Mapped[Instant]


class DefinitionFile(Base):
    """One file of a published bundle, byte for byte as it was handed in."""

    __tablename__ = "definition_file"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "version_id"], ["definition_version.tenant_id", "definition_version.id"]),
    )

    tenant_id: Mapped[TenantId]
    version_id: Mapped[UUID] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]
    sha256: Mapped[str]


class DefinitionDraft(Base):
    """The diagram a process owner is drawing; `revision` refuses to overwrite somebody else's save."""

    __tablename__ = "definition_draft"
    __table_args__ = (ForeignKeyConstraint(["tenant_id", "key"], ["definition.tenant_id", "definition.key"]),)

    tenant_id: Mapped[TenantId]
    key: Mapped[str] = mapped_column(primary_key=True)
    revision: Mapped[int]
    base_version_id: Mapped[UUID]
    bpmn: Mapped[bytes]
    updated_by: Mapped[UUID]
    updated_at: Mapped[Instant]


class VersionProof(Base):
    """What was proved of a published version, with the digest of all it covers; final like the version."""

    __tablename__ = "proof"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "version_id"], ["definition_version.tenant_id", "definition_version.id"]),
        CheckConstraint("verdict in ('PROVED', 'UNKNOWN')", name="never_violated"),
    )

    tenant_id: Mapped[TenantId]
    version_id: Mapped[UUID] = mapped_column(primary_key=True)
    digest: Mapped[str]
    checker: Mapped[str]
    verdict: Mapped[str]
    content: Mapped[dict[str, object]]


class ProofOverride(Base):
    """A person answers for what could be neither proved nor refuted: for exactly the content with this digest."""

    __tablename__ = "proof_override"

    tenant_id: Mapped[TenantId]
    key: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    reason: Mapped[str]
    given_at: Mapped[Instant]
