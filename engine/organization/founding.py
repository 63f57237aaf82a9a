"""Write an organisation down: the tenant, its units and people, what roles may do, which duties exclude each other."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.kernel.ids import new_id
from engine.organization.chart import PersonEntry, UnitEntry
from engine.organization.duties import Rule
from engine.organization.models import Certificate, Person, RolePermission, SeatRow, SeparationRule, Tenant, Unit
from engine.organization.permissions import default_permissions


def find_tenant(session: Session, code: str) -> UUID | None:
    """Return the id of the tenant with a code, or None; the list of tenants is open to every session."""
    return session.scalar(select(Tenant.id).where(Tenant.code == code))


def has_tenants(session: Session) -> bool:
    """Tell whether any tenant has been founded."""
    return session.scalar(select(Tenant.id).limit(1)) is not None


def is_demo(session: Session, code: str) -> bool:
    """Tell whether the tenant with a code was founded for trying out."""
    return bool(session.scalar(select(Tenant.demo).where(Tenant.code == code)))


def add_tenant(session: Session, tenant: Tenant) -> None:
    """Write the tenant's row; only the role that owns the tables may."""
    session.add(tenant)
    session.flush()


def add_units(session: Session, tenant_id: UUID, units: Iterable[UnitEntry]) -> Mapping[str, UUID]:
    """Write units, superiors before those below them; return code → id."""
    ids: dict[str, UUID] = {}
    for unit in units:
        ids[unit.code] = new_id()
        session.add(
            Unit(
                tenant_id=tenant_id,
                id=ids[unit.code],
                code=unit.code,
                kind=unit.kind,
                name_zh=unit.name_zh,
                name_en=unit.name_en,
                superior_id=None if unit.superior is None else ids[unit.superior],
            )
        )
    session.flush()
    return ids


def add_people(
    session: Session, tenant_id: UUID, people: Iterable[PersonEntry], *, units: Mapping[str, UUID], password_hash: str
) -> Mapping[str, UUID]:
    """Write people with one password, their seats and certificates; return login → id."""
    ids: dict[str, UUID] = {}
    following: list[SeatRow | Certificate] = []
    for person in people:
        ids[person.login] = new_id()
        session.add(_person_row(person, tenant_id=tenant_id, person_id=ids[person.login], password_hash=password_hash))
        following += _rows_of(person, tenant_id=tenant_id, person_id=ids[person.login], units=units)
    session.flush()
    session.add_all(following)
    session.flush()
    return ids


def add_default_permissions(session: Session, tenant_id: UUID) -> None:
    """Write what each role may do in a new tenant."""
    for role, permissions in sorted(default_permissions().items()):
        session.add_all(
            RolePermission(tenant_id=tenant_id, role=role, permission=str(permission))
            for permission in sorted(permissions)
        )
    session.flush()


def add_rules(session: Session, tenant_id: UUID, rules: Iterable[Rule]) -> None:
    """Write the separation-of-duties rules of a new tenant."""
    session.add_all(
        SeparationRule(
            tenant_id=tenant_id,
            id=rule.id,
            kind=str(rule.kind),
            duties=sorted(rule.duties),
            roles=sorted(rule.roles),
            basis=rule.basis,
            zh=rule.zh,
            en=rule.en,
        )
        for rule in rules
    )
    session.flush()


def _person_row(person: PersonEntry, *, tenant_id: UUID, person_id: UUID, password_hash: str) -> Person:
    return Person(
        tenant_id=tenant_id,
        id=person_id,
        login=person.login,
        name=person.name,
        password_hash=password_hash,
        language=person.language,
        legal_qualification=person.legal_qualification,
        first_time_reviewer=person.first_time_reviewer,
    )


def _rows_of(
    person: PersonEntry, *, tenant_id: UUID, person_id: UUID, units: Mapping[str, UUID]
) -> Iterable[SeatRow | Certificate]:
    """Return what hangs on a person's row and is written after it."""
    for seat in person.seats:
        yield SeatRow(tenant_id=tenant_id, person_id=person_id, unit_id=units[seat.unit], role=seat.role)
    if person.certificate is not None:
        yield Certificate(
            tenant_id=tenant_id,
            id=new_id(),
            person_id=person_id,
            number=person.certificate.number,
            fields=sorted(person.certificate.fields),
            valid_from=person.certificate.valid_from,
            valid_to=person.certificate.valid_to,
        )
