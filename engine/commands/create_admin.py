"""Create an administrator, and the tenant if it is not there yet: how a real server begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from engine.audit.log import record_journal
from engine.kernel.actor import system_actor
from engine.kernel.clock import Clock
from engine.kernel.context import Context, Seat
from engine.kernel.database import transaction
from engine.kernel.ids import new_id
from engine.organization.accounts import find_person_by_login
from engine.organization.chart import PersonEntry, UnitEntry
from engine.organization.directory import units_by_code
from engine.organization.duties import Rule
from engine.organization.errors import LoginTaken, WeakPassword
from engine.organization.founding import (
    add_default_permissions,
    add_people,
    add_rules,
    add_tenant,
    add_units,
    find_tenant,
)
from engine.organization.models import Tenant
from engine.organization.passwords import hash_password, password_faults

ROLE = "ADMINISTRATOR"
UNIT = UnitEntry(code="ADMINISTRATION", kind="ADMINISTRATION", name_zh="系统管理", name_en="Administration")


@dataclass(frozen=True)
class TenantWish:
    """The tenant an administrator is wanted in; the names count only if it has to be founded."""

    code: str
    name_zh: str
    name_en: str


def create_admin(
    owner: Engine, clock: Clock, *, tenant: TenantWish, rules: Sequence[Rule], login: str, name: str, password: str
) -> UUID:
    """Create a person with the role `ADMINISTRATOR` and return the id; found the tenant first if needed.

    `owner` connects as the role that owns the tables. `rules` go to a tenant founded now. Raises `WeakPassword`
    with every fault, and `LoginTaken`.
    """
    faults = password_faults(password, login=login, name=name)
    if faults:
        raise WeakPassword(faults=faults)
    with transaction(owner, None) as session:
        known = find_tenant(session, tenant.code)
    tenant_id = known or new_id()
    with transaction(owner, tenant_id) as session:
        if known is None:
            _found(session, tenant_id, tenant=tenant, rules=rules)
        if find_person_by_login(session, login) is not None:
            raise LoginTaken(login=login)
        ctx = Context(session=session, actor=system_actor(tenant_id), clock=clock)
        entry = PersonEntry(login=login, name=name, seats=(Seat(ROLE, UNIT.code),))
        ids = add_people(
            session, tenant_id, [entry], units={UNIT.code: _unit_id(ctx)}, password_hash=hash_password(password)
        )
        record_journal(ctx, "organization", "person:created", {"login": login, "role": ROLE})
    return ids[login]


def _found(session: Session, tenant_id: UUID, *, tenant: TenantWish, rules: Sequence[Rule]) -> None:
    """Write a tenant that has nobody yet."""
    row = Tenant(id=tenant_id, code=tenant.code, name_zh=tenant.name_zh, name_en=tenant.name_en)
    add_tenant(session, row)
    add_default_permissions(session, tenant_id)
    add_rules(session, tenant_id, rules)


def _unit_id(ctx: Context) -> UUID:
    """Return the unit that administrators sit in, adding it to a tenant that has none."""
    unit = units_by_code(ctx).get(UNIT.code)
    if unit is not None:
        return unit.id
    return add_units(ctx.session, ctx.actor.tenant_id, [UNIT])[UNIT.code]
