"""Deadlines whose last day waits for a holiday notice: found, and computed again once it is loaded."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from engine.calendar.directory import Calendars, load_calendars
from engine.calendar.periods import End, end_of_period
from engine.calendar.units import PeriodUnit
from engine.kernel.context import Context
from engine.kernel.database import driver

RECOMPUTE = "recompute-deadlines"
"""The name of the job that computes provisional deadlines again."""

CHUNK = 200
"""So many deadlines are computed again in one transaction, which keeps each of their cases busy for a moment only."""

_FOUND = b"""
select id, started_at, length, unit, rolls_over, calendar, due_at, due_on from deadline
where tenant_id = %s and status = 'running' and provisional and length is not null and unit is not null
  and (%s::uuid is null or id > %s)
order by id limit %s for update skip locked
"""
_MOVE = b"""
with moved as (
  update deadline set due_at = %(due_at)s, due_on = %(due_on)s, provisional = %(provisional)s
  where tenant_id = %(tenant)s and id = %(id)s returning task_id
)
update task t set due_at = %(due_at)s, sort_at = %(due_at)s from moved
where t.tenant_id = %(tenant)s and t.id = moved.task_id and t.status = 'open'
"""
_COUNT = b"select count(*) from deadline where tenant_id = %s and status = 'running' and provisional"


def count_provisional(ctx: Context) -> int:
    """Return how many running deadlines wait for a holiday notice."""
    row = driver(ctx.session).execute(_COUNT, (ctx.actor.tenant_id,)).fetchone()
    return int(str(row[0])) if row else 0


def recompute_chunk(ctx: Context, after: UUID | None) -> tuple[int, UUID | None]:
    """Compute the next provisional deadlines again; return how many were settled, and after which to go on.

    None to go on after means that all were seen. One that its notice still does not reach stays provisional.
    """
    asked = (ctx.actor.tenant_id, after, after, CHUNK)
    rows: list[tuple[Any, ...]] = driver(ctx.session).execute(_FOUND, asked).fetchall()
    calendars = load_calendars(ctx)
    settled = 0
    for row in rows:
        end = _end(row, calendars)
        if not end.is_provisional or (end.due_at, end.due_on) != (row[6], row[7]):
            settled += not end.is_provisional
            _move(ctx, row[0], end)
    return settled, rows[-1][0] if len(rows) == CHUNK else None


def _end(row: Sequence[Any], calendars: Calendars) -> End:
    started = row[1]
    calendar = calendars.of_code(row[5]).calendar
    return end_of_period(started, row[2], PeriodUnit(row[3]), rolls_over=row[4], calendar=calendar)


def _move(ctx: Context, deadline_id: UUID, end: End) -> None:
    moved = {
        "tenant": ctx.actor.tenant_id,
        "id": deadline_id,
        "due_at": end.due_at,
        "due_on": end.due_on,
        "provisional": end.is_provisional,
    }
    driver(ctx.session).execute(_MOVE, moved)
