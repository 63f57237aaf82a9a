"""Signing in over a real database: who gets in, what is counted, what is recorded."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, text

from engine.commands.found_tenant import found_tenant
from engine.commands.sign_in import sign_in
from engine.kernel.clock import TravelClock
from engine.kernel.database import transaction
from engine.organization import passwords
from engine.organization.accounts import read_account
from engine.organization.chart import Chart
from engine.organization.errors import SignInRefused

PASSWORD = "three blind mice"


def refuse(database: Engine, clock: TravelClock, login: str, password: str = "wrong password") -> str:
    with pytest.raises(SignInRefused) as refusal:
        sign_in(database, clock, login, password)
    return refusal.value.sentence("zh")


def journal(database: Engine, tenant_id: UUID, name: str) -> list[dict[str, Any]]:
    statement = text(
        "select e.body from event e join journal j on j.id = e.case_id where j.name = :name order by e.seq"
    )
    with transaction(database, tenant_id) as session:
        return [orjson.loads(bytes(body)) for body in session.scalars(statement, {"name": name})]


def test_the_right_password_opens_the_account_of_its_tenant(
    database: Engine, clock: TravelClock, tenant_id: UUID
) -> None:
    signed_in = sign_in(database, clock, "wangqiang", PASSWORD)
    assert (signed_in.actor.tenant_id, signed_in.actor.name, signed_in.epoch) == (tenant_id, "王强", 0)
    assert sign_in(database, clock, "wangqiang@wuhou", PASSWORD) == signed_in


def test_a_refusal_reads_the_same_whatever_its_cause(database: Engine, clock: TravelClock, tenant_id: UUID) -> None:
    told = {
        refuse(database, clock, "wangqiang"),
        refuse(database, clock, "nobody"),
        refuse(database, clock, "wangqiang@elsewhere", PASSWORD),
        refuse(database, clock, ""),
    }
    assert len(told) == 1


@pytest.mark.parametrize("login", ["wangqiang", "nobody", "wangqiang@elsewhere"])
def test_every_refusal_costs_exactly_one_comparison(
    database: Engine, clock: TravelClock, tenant_id: UUID, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = []
    real = PasswordHasher.verify

    def counting(hasher: PasswordHasher, kept: str, password: str) -> bool:
        compared.append(kept)
        return bool(real(hasher, kept, password))

    monkeypatch.setattr(PasswordHasher, "verify", counting)
    refuse(database, clock, login)
    assert len(compared) == 1
    assert compared[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_five_failures_lock_the_account_for_fifteen_minutes(
    database: Engine, clock: TravelClock, tenant_id: UUID
) -> None:
    for _ in range(5):
        refuse(database, clock, "wangqiang")
    refuse(database, clock, "wangqiang", PASSWORD)
    clock.travel(timedelta(minutes=14, seconds=59))
    refuse(database, clock, "wangqiang", PASSWORD)
    clock.travel(timedelta(seconds=1))
    assert sign_in(database, clock, "wangqiang", PASSWORD).actor.login == "wangqiang"


def test_four_failures_are_forgotten_after_a_success(database: Engine, clock: TravelClock, tenant_id: UUID) -> None:
    for _ in range(2):
        for _ in range(4):
            refuse(database, clock, "wangqiang")
        sign_in(database, clock, "wangqiang", PASSWORD)


def test_every_attempt_on_an_account_is_recorded(database: Engine, clock: TravelClock, tenant_id: UUID) -> None:
    sign_in(database, clock, "wangqiang", PASSWORD)
    for _ in range(5):
        refuse(database, clock, "wangqiang")
    refuse(database, clock, "nobody")
    kinds = [event["kind"] for event in journal(database, tenant_id, "sign-in")]
    assert kinds == ["person:signed-in", *["person:sign-in-refused"] * 4, "person:locked"]


def test_a_closed_account_does_not_open(database: Engine, clock: TravelClock, tenant_id: UUID) -> None:
    person_id = sign_in(database, clock, "wangqiang", PASSWORD).actor.person_id
    with transaction(database, tenant_id) as session:
        session.execute(text("update person set active = false where login = 'wangqiang'"))
    refuse(database, clock, "wangqiang", PASSWORD)
    assert read_account(database, tenant_id=tenant_id, person_id=person_id) is None


def test_a_login_used_in_two_tenants_needs_the_code(
    database: Engine, owner: Engine, clock: TravelClock, tenant_id: UUID, chart: Chart
) -> None:
    second = Chart("jinjiang", "锦江区", "Jinjiang", chart.units, chart.people, chart.roles)
    other_id = found_tenant(owner, clock, chart=second, rules=(), password="other password", demo=True)
    refuse(database, clock, "wangqiang", PASSWORD)
    assert sign_in(database, clock, "wangqiang@wuhou", PASSWORD).actor.tenant_id == tenant_id
    assert sign_in(database, clock, "wangqiang@jinjiang", "other password").actor.tenant_id == other_id
    refuse(database, clock, "wangqiang@jinjiang", PASSWORD)


def test_a_hash_of_older_parameters_is_renewed_at_the_next_sign_in(
    database: Engine, clock: TravelClock, tenant_id: UUID
) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    with transaction(database, tenant_id) as session:
        session.execute(text("update person set password_hash = :weak where login = 'wangqiang'"), {"weak": weak})
    sign_in(database, clock, "wangqiang", PASSWORD)
    with transaction(database, tenant_id) as session:
        kept = session.scalar(text("select password_hash from person where login = 'wangqiang'"))
    assert kept is not None
    assert not passwords.is_outdated(kept)
    assert sign_in(database, clock, "wangqiang", PASSWORD).epoch == 0
