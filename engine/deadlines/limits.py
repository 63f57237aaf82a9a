"""Time limits as rows: looked up by the id that the diagram binds, never written into it as days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine.calendar.periods import PeriodUnit, RunningLimit, end_of_period
from engine.kernel.context import Context
from engine.kernel.database import driver

_SELECT = (
    b"select id, length, unit, basis, rolls_over, unverified from time_limit where tenant_id = %s and id = any(%s)"
)


@dataclass(frozen=True)
class Limit:
    """One limit: so many units from its start, on a legal basis or as a platform parameter."""

    id: str
    length: int
    unit: PeriodUnit
    basis: str
    rolls_over: bool
    is_unverified: bool

    def running_from(self, started: datetime) -> RunningLimit:
        """Return the limit as it runs from an aware instant."""
        end = end_of_period(started, self.length, self.unit, rolls_over=self.rolls_over)
        return RunningLimit(self.id, self.basis, started, end, self.is_unverified)


def load_limits(ctx: Context, ids: Iterable[str | None]) -> dict[str, Limit]:
    """Return the limits with the given ids that the tenant has; no statement runs where no id is given."""
    wanted = sorted({name for name in ids if name})
    if not wanted:
        return {}
    rows = driver(ctx.session).execute(_SELECT, (ctx.actor.tenant_id, wanted))
    return {
        str(name): Limit(str(name), int(str(length)), PeriodUnit(str(unit)), str(basis), bool(rolls_over), bool(open_))
        for name, length, unit, basis, rolls_over, open_ in rows
    }


def replace_limits(ctx: Context, limits: Iterable[Limit]) -> None:
    """Store limits, replacing those with the same id; running deadlines keep the day they were given."""
    with driver(ctx.session).cursor() as cursor:
        cursor.executemany(
            b"insert into time_limit (tenant_id, id, length, unit, basis, rolls_over, unverified)"
            b" values (%s, %s, %s, %s, %s, %s, %s) on conflict (tenant_id, id) do update set length = excluded.length,"
            b" unit = excluded.unit, basis = excluded.basis, rolls_over = excluded.rolls_over,"
            b" unverified = excluded.unverified",
            [_row(ctx.actor.tenant_id, limit) for limit in limits],
        )


def _row(tenant_id: UUID, limit: Limit) -> tuple[object, ...]:
    return tenant_id, limit.id, limit.length, limit.unit, limit.basis, limit.rolls_over, limit.is_unverified
