"""Found a tenant out of the description of its organisation."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Engine

from engine.audit.log import record_journal
from engine.kernel.actor import system_actor
from engine.kernel.clock import Clock
from engine.kernel.context import Context
from engine.kernel.database import transaction
from engine.kernel.ids import new_id
from engine.organization.chart import Chart
from engine.organization.duties import Rule
from engine.organization.errors import TenantExists
from engine.organization.founding import (
    add_default_permissions,
    add_people,
    add_rules,
    add_tenant,
    add_units,
    find_tenant,
)
from engine.organization.models import Tenant
from engine.organization.passwords import hash_password


def found_tenant(
    owner: Engine, clock: Clock, *, chart: Chart, rules: Sequence[Rule], password: str, demo: bool
) -> UUID:
    """Write a tenant with units, people, default permissions and duty rules; return its id.

    `owner` connects as the role that owns the tables, since the application may not add tenants. Everybody gets
    the one password, hashed once: a hash for each would take the first start two seconds. Raises `TenantExists`.
    """
    tenant_id = new_id()
    with transaction(owner, tenant_id) as session:
        if find_tenant(session, chart.code) is not None:
            raise TenantExists(tenant=chart.code)
        tenant = Tenant(id=tenant_id, code=chart.code, name_zh=chart.name_zh, name_en=chart.name_en, demo=demo)
        add_tenant(session, tenant)
        units = add_units(session, tenant_id, chart.units)
        add_people(session, tenant_id, chart.people, units=units, password_hash=hash_password(password))
        add_default_permissions(session, tenant_id)
        add_rules(session, tenant_id, rules)
        ctx = Context(session=session, actor=system_actor(tenant_id), clock=clock)
        body = {
            "tenant": chart.code,
            "demo": demo,
            "units": [unit.code for unit in chart.units],
            "people": [person.login for person in chart.people],
            "rules": [rule.id for rule in rules],
        }
        record_journal(ctx, "organization", "tenant:founded", body)
    return tenant_id
