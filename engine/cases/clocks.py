"""The time limits of a case as people see them: what runs, since which event, and what it was computed from."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from engine.calendar.units import PeriodUnit
from engine.kernel.context import Context
from engine.kernel.database import driver

_COLUMNS = """
select d.limit_id, d.basis, t.name_zh, t.name_en, d.due_at, d.due_on, d.provisional, d.unverified, d.status,
  d.started_at, d.length, d.unit, d.rolls_over, d.calendar, (
    select l.start_event from time_limit l
    where l.tenant_id = d.tenant_id and l.id = d.limit_id and not l.withdrawn and l.valid_from <= d.started_at::date
    order by l.valid_from desc limit 1
  )
from deadline d join task t on t.tenant_id = d.tenant_id and t.id = d.task_id
"""
_OF_CASE = f"{_COLUMNS} where d.tenant_id = %s and d.case_id = %s order by d.id limit %s".encode()
_OF_TASK = f"{_COLUMNS} where d.tenant_id = %s and d.task_id = %s order by d.id desc limit 1".encode()


@dataclass(frozen=True)
class DeadlineRow:
    """A time limit that runs or ran on a step of the case; what it was computed from is None in the oldest rows."""

    limit_id: str
    basis: str
    step_zh: str
    step_en: str
    due_at: datetime | None
    due_on: date | None
    provisional: bool
    unverified: bool
    status: str
    started_at: datetime
    length: int | None
    unit: PeriodUnit | None
    rolls_over: bool | None
    calendar: str | None
    start_event: str | None


def deadlines_of_case(ctx: Context, case_id: UUID, *, most: int) -> tuple[DeadlineRow, ...]:
    """Return the time limits of a case in the order in which they began."""
    rows: list[tuple[Any, ...]] = driver(ctx.session).execute(_OF_CASE, (ctx.actor.tenant_id, case_id, most)).fetchall()
    return tuple(_row(row) for row in rows)


def deadline_of_task(ctx: Context, task_id: UUID) -> DeadlineRow | None:
    """Return the latest time limit of a task, None if it has none."""
    row: tuple[Any, ...] | None = driver(ctx.session).execute(_OF_TASK, (ctx.actor.tenant_id, task_id)).fetchone()
    return _row(row) if row else None


def _row(row: tuple[Any, ...]) -> DeadlineRow:
    return DeadlineRow(**{**dict(zip(_NAMES, row, strict=True)), "unit": PeriodUnit(row[11]) if row[11] else None})


_NAMES = tuple(field.name for field in fields(DeadlineRow))
