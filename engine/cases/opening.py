"""A new case before its first step: its number, its unit, its empty document."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engine.cases.errors import UnitUnknown
from engine.cases.store import next_number
from engine.cases.values import LockedCase
from engine.definitions.procedure import Procedure
from engine.kernel.clock import legal_day
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.ids import new_id
from engine.runtime import CODEC

NUMBER_DIGITS = 5


def new_case(ctx: Context, procedure: Procedure, *, version_id: UUID, unit: str, data: Mapping[str, Any]) -> LockedCase:
    """Return a case that has not taken its first step; it holds a number of its series.

    Raises `UnitUnknown` for a unit in charge that does not exist.
    """
    require_unit(ctx, unit)
    now = ctx.clock.now()
    prefix, year = procedure.process.number_prefix or procedure.bundle.key, legal_day(now).year
    number = f"{prefix}〔{year}〕{next_number(ctx, prefix=prefix, year=year):0{NUMBER_DIGITS}d}号"
    return LockedCase(
        id=new_id(),
        version_id=version_id,
        definition_key=procedure.bundle.key,
        process=procedure.process.id,
        number=number,
        title=procedure.bundle.title_zh,
        status="active",
        unit=unit,
        data=dict(data),
        record={},
        duties={},
        state=b"",
        codec=CODEC,
        waits=0,
        seq=0,
        head=b"",
        started_at=now,
        started_by=ctx.actor.person_id,
    )


def require_unit(ctx: Context, code: str) -> None:
    """Raise `UnitUnknown` unless the tenant has a unit with this code."""
    row = (
        driver(ctx.session)
        .execute(b"select 1 from unit where tenant_id = %s and code = %s", (ctx.actor.tenant_id, code))
        .fetchone()
    )
    if row is None:
        raise UnitUnknown(unit=code)


def admit_first_readers(ctx: Context, case: LockedCase) -> None:
    """Let the unit in charge and whoever started the case read it."""
    driver(ctx.session).execute(
        b"insert into case_reader (tenant_id, case_id, subject_id, handler)"
        b" select %(tenant)s, %(case)s, u.id, false from unit u where u.tenant_id = %(tenant)s and u.code = %(unit)s"
        b" union all select %(tenant)s, %(case)s, p.id, true from person p"
        b" where p.tenant_id = %(tenant)s and p.id = %(person)s"
        b" on conflict (tenant_id, subject_id, case_id)"
        b" do update set handler = case_reader.handler or excluded.handler",
        {"tenant": ctx.actor.tenant_id, "case": case.id, "unit": case.unit, "person": ctx.actor.person_id},
    )
