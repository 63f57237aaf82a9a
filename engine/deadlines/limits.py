"""Time limits as rows: looked up by the id that the diagram binds, never written into it as days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg.types.json import Jsonb

from engine.calendar.directory import STAMPS, Calendars, load_calendars
from engine.calendar.periods import RunningLimit, end_of_period
from engine.calendar.units import Period, PeriodUnit
from engine.deadlines.versions import LimitEntry, applicable
from engine.kernel.clock import legal_day
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.ids import new_id

_SELECT = f"""
select id, length, unit, basis, rolls_over, unverified, domain, jurisdiction, valid_from, valid_to, {STAMPS}
from time_limit l
where tenant_id = %(tenant)s and id = any(%(ids)s) and not withdrawn and direction not in ('min_before', 'at')
""".encode()  # noqa: S608 - constants
_ADD = b"""
insert into time_limit (tenant_id, version_id, id, length, unit, basis, rolls_over, unverified, domain, jurisdiction,
  valid_from, valid_to, step, level, confidence, start_event, exclusions, direction, source, extensions, added_at,
  added_by)
select %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s
where not exists (
  select from time_limit o where o.tenant_id = %s and o.id = %s and o.domain = %s and o.jurisdiction = %s
    and o.valid_from = %s
)
returning id
"""


@dataclass(frozen=True)
class Limit:
    """A limit as a diagram binds it: all its versions, and the calendars that it may be computed by."""

    id: str
    versions: Sequence[LimitEntry]
    calendars: Calendars

    def placed(self, unit: str, field: Any) -> "PlacedLimit":
        """Return the limit as it runs for a unit, in a field of enforcement if that is a text."""
        return PlacedLimit(self, unit, field if isinstance(field, str) else None)


@dataclass(frozen=True)
class PlacedLimit:
    """A limit for one unit, whose calendar counts, and for one field of enforcement."""

    limit: Limit
    unit: str
    field: str | None

    def running_from(self, started: datetime) -> RunningLimit | None:
        """Return the limit as it runs from an aware instant.

        The version counts that was in force on the day the clock started, and goes on to; None if there was none.
        """
        version = applicable(self.limit.versions, day=legal_day(started), field=self.field)
        if version is None:
            return None
        placed = self.limit.calendars.of_unit(self.unit)
        period = version.period
        end = end_of_period(started, period.length, period.unit, rolls_over=period.rolls_over, calendar=placed.calendar)
        return RunningLimit(self.limit.id, version.basis, started, end, version.is_unverified, period, placed.code)


def load_limits(ctx: Context, ids: Iterable[str | None]) -> dict[str, Limit]:
    """Return the limits with the given ids that the tenant has; no statement runs where no id is given.

    Those that count back from an event are no clocks of a task, and are not among them.
    """
    wanted = sorted({name for name in ids if name})
    if not wanted:
        return {}
    asked = {"tenant": ctx.actor.tenant_id, "ids": wanted}
    rows: list[tuple[Any, ...]] = driver(ctx.session).execute(_SELECT, asked).fetchall()
    if not rows:
        return {}
    calendars = load_calendars(ctx, rows[0][-1])
    versions: dict[str, list[LimitEntry]] = {}
    for row in rows:
        versions.setdefault(row[0], []).append(_version(row))
    return {name: Limit(name, tuple(found), calendars) for name, found in versions.items()}


def add_limits(ctx: Context, entries: Iterable[LimitEntry]) -> tuple[str, ...]:
    """Add the versions whose line and first day were never there, and return their ids; nothing else is touched."""
    connection = driver(ctx.session)
    return tuple(entry.id for entry in entries if connection.execute(_ADD, _row(ctx, entry)).fetchone())


def _version(row: tuple[Any, ...]) -> LimitEntry:
    name, length, unit, basis, rolls_over, is_unverified, domain, jurisdiction, began, ended, _ = row
    return LimitEntry(
        id=name,
        period=Period(length, PeriodUnit(unit), rolls_over=rolls_over),
        basis=basis,
        is_unverified=is_unverified,
        domain=domain,
        jurisdiction=jurisdiction,
        valid_from=began,
        valid_to=ended,
    )


def _row(ctx: Context, entry: LimitEntry) -> tuple[object, ...]:
    tenant = ctx.actor.tenant_id
    line: tuple[str, str, str, date] = (entry.id, entry.domain, entry.jurisdiction, entry.valid_from)
    period = entry.period
    return (
        tenant, new_id(), entry.id, period.length, str(period.unit), entry.basis, period.rolls_over,
        entry.is_unverified, entry.domain, entry.jurisdiction, entry.valid_from, entry.valid_to, entry.step,
        entry.level, entry.confidence, entry.start_event, entry.exclusions, entry.direction, entry.source,
        Jsonb([vars(each) for each in entry.extensions]), ctx.clock.now(), ctx.actor.person_id, tenant, *line,
    )  # fmt: skip
