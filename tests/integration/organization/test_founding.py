"""How a tenant and its first administrator come to be."""

from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import ProgrammingError

from engine.commands.create_admin import TenantWish, create_admin
from engine.commands.found_tenant import found_tenant
from engine.commands.sign_in import sign_in
from engine.kernel.clock import TravelClock
from engine.organization.chart import Chart
from engine.organization.errors import LoginTaken, TenantExists, WeakPassword
from engine.organization.permissions import Permission

WISH = TenantWish("jinjiang", "锦江区", "Jinjiang")
PASSWORD = "three blind mice"


def admin(owner: Engine, clock: TravelClock, tenant: TenantWish = WISH, password: str = PASSWORD) -> UUID:
    return create_admin(owner, clock, tenant=tenant, rules=(), login="admin", name="管理员", password=password)


def test_an_administrator_founds_the_tenant_that_is_not_there(
    database: Engine, owner: Engine, clock: TravelClock
) -> None:
    person_id = admin(owner, clock)
    actor = sign_in(database, clock, "admin@jinjiang", PASSWORD).actor
    assert actor.person_id == person_id
    assert actor.queues == ("ADMINISTRATOR@ADMINISTRATION",)
    assert Permission.ORGANIZATION_EDIT in actor.permissions
    assert Permission.TASK_WORK not in actor.permissions


def test_an_administrator_joins_a_tenant_that_is_there(
    database: Engine, owner: Engine, clock: TravelClock, tenant_id: UUID
) -> None:
    admin(owner, clock, TenantWish("wuhou", "", ""))
    assert sign_in(database, clock, "admin", PASSWORD).actor.tenant_id == tenant_id


def test_a_second_administrator_needs_another_login(owner: Engine, clock: TravelClock) -> None:
    admin(owner, clock)
    with pytest.raises(LoginTaken):
        admin(owner, clock)


def test_an_administrator_needs_a_good_password(owner: Engine, clock: TravelClock) -> None:
    with pytest.raises(WeakPassword):
        admin(owner, clock, password="short")


def test_a_tenant_is_founded_once(owner: Engine, clock: TravelClock, tenant_id: UUID, chart: Chart) -> None:
    with pytest.raises(TenantExists):
        found_tenant(owner, clock, chart=chart, rules=(), password=PASSWORD, demo=False)


def test_the_application_itself_cannot_found_a_tenant(database: Engine, clock: TravelClock, chart: Chart) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        found_tenant(database, clock, chart=chart, rules=(), password=PASSWORD, demo=True)
