"""Tables of the organisation: tenants, units, people, seats, certificates, tokens, duty rules."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel.database import Base, Instant, MaybeInstant, TenantId


class Tenant(Base):
    """A district, or the city above it; `superior_id` names the tenant that designates between its districts.

    `revision` changes with the tenant's people, units, seats, certificates and duty rules: a trigger sees to it.
    """

    __tablename__ = "tenant"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name_zh: Mapped[str]
    name_en: Mapped[str]
    superior_id: Mapped[UUID | None]
    demo: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[UUID] = mapped_column(server_default=text("gen_random_uuid()"))


class Unit(Base):
    """A bureau, brigade, squad, centre or office; codes as in the organisation chart (`SQUAD_03`)."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("tenant_id", "code"),)

    tenant_id: Mapped[TenantId]
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str]
    kind: Mapped[str]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    superior_id: Mapped[UUID | None]


class Person(Base):
    """A member of staff with an account; `session_epoch` rises to end every session at once."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("tenant_id", "login"),)

    tenant_id: Mapped[TenantId]
    id: Mapped[UUID] = mapped_column(primary_key=True)
    login: Mapped[str]
    name: Mapped[str]
    password_hash: Mapped[str]
    language: Mapped[str] = mapped_column(default="zh")
    active: Mapped[bool] = mapped_column(default=True)
    legal_qualification: Mapped[bool] = mapped_column(default=False)
    first_time_reviewer: Mapped[bool] = mapped_column(default=False)
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[MaybeInstant]
    session_epoch: Mapped[int] = mapped_column(default=0)


class SeatRow(Base):
    """One role of one person in one unit."""

    __tablename__ = "seat"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "person_id"], ["person.tenant_id", "person.id"]),
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["unit.tenant_id", "unit.id"]),
        Index(None, "tenant_id", "role", "unit_id"),
    )

    tenant_id: Mapped[TenantId]
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class RolePermission(Base):
    """What a role may do, out of the closed list in `engine.organization.permissions`."""

    __tablename__ = "role_permission"

    tenant_id: Mapped[TenantId]
    role: Mapped[str] = mapped_column(primary_key=True)
    permission: Mapped[str] = mapped_column(primary_key=True)


class Certificate(Base):
    """An enforcement certificate (行政处罚法 42): the fields it covers and the days it is valid on, inclusive."""

    __tablename__ = "certificate"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "person_id"], ["person.tenant_id", "person.id"]),
        Index(None, "tenant_id", "person_id"),
        UniqueConstraint("tenant_id", "number"),
    )

    tenant_id: Mapped[TenantId]
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    number: Mapped[str]
    fields: Mapped[list[str]] = mapped_column(ARRAY(String))
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    revoked_on: Mapped[date | None]


class SeparationRule(Base):
    """A separation-of-duties rule as data: its kind is code, whom and what it concerns is not."""

    __tablename__ = "separation_rule"

    tenant_id: Mapped[TenantId]
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    duties: Mapped[list[str]] = mapped_column(ARRAY(String))
    roles: Mapped[list[str]] = mapped_column(ARRAY(String))
    basis: Mapped[str]
    zh: Mapped[str]
    en: Mapped[str]


class ApiToken(Base):
    """A bearer token of a person, stored as its SHA-256 only."""

    __tablename__ = "api_token"
    __table_args__ = (
        UniqueConstraint("tenant_id", "token_hash"),
        ForeignKeyConstraint(["tenant_id", "person_id"], ["person.tenant_id", "person.id"]),
        Index(None, "token_hash"),
    )

    tenant_id: Mapped[TenantId]
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    name: Mapped[str]
    token_hash: Mapped[bytes]
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    revoked_at: Mapped[MaybeInstant]
