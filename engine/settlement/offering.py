"""Lets the units read a case whose people may begin something in it."""

from collections.abc import Iterable
from uuid import UUID

from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.tasks.offers import OfferRow

_ADMIT = b"""
insert into case_reader (tenant_id, case_id, subject_id, handler)
select u.tenant_id, %(case)s::uuid, u.id, false from unit u
where u.tenant_id = %(tenant)s and u.code = any(%(units)s::text[])
on conflict (tenant_id, subject_id, case_id) do nothing
"""


def admit_offered(ctx: Context, case_id: UUID, rows: Iterable[OfferRow]) -> None:
    """Admit the units of what is offered as readers of a case, who would not see it otherwise."""
    units = sorted({row.unit for row in rows})
    if units:
        parameters = {"tenant": ctx.actor.tenant_id, "case": case_id, "units": units}
        driver(ctx.session).execute(_ADMIT, parameters)
