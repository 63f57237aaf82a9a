"""Look up the calendars of a tenant; what was read once is kept until its revision changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.calendar.notices import shipped_calendar
from engine.calendar.workdays import Calendar, DayKind, DayRow, Notice
from engine.kernel.context import Context
from engine.kernel.database import driver

STAMPS = (
    "(select coalesce(json_agg(json_build_array(w.code, w.units, w.revision) order by w.code), '[]')"
    " from work_calendar w where w.tenant_id = %(tenant)s)"
)
"""A column that names the calendars of a tenant with their units and revisions, for a statement that runs anyway."""

DEFAULT = "cn"
"""The code of the calendar that every tenant has from its first notice on."""

_STAMPS = f"select {STAMPS}".encode()
_NOTICES = b"select year, number, source, in_library from holiday_notice where tenant_id = %s"
_DAYS = b"select calendar, day, kind, source from calendar_day where tenant_id = %s order by calendar"
_MOST_KEPT = 64


@dataclass(frozen=True)
class Placed:
    """A calendar by its code, with the units it is for; none named, it is for all that no other one names."""

    code: str
    units: frozenset[str]
    calendar: Calendar


@dataclass(frozen=True)
class Calendars:
    """The calendars of a tenant."""

    placed: tuple[Placed, ...]

    def of_unit(self, unit: str | None) -> Placed:
        """Return the calendar that names a unit, else the one for all others."""
        named = (each for each in self.placed if unit in each.units)
        return next(named, None) or next(each for each in self.placed if not each.units)

    def of_code(self, code: str | None) -> Placed:
        """Return a calendar by its code, else the one for all units."""
        return next((each for each in self.placed if each.code == code), None) or self.of_unit(None)


def load_calendars(ctx: Context, stamps: Sequence[Any] | None = None) -> Calendars:
    """Return the calendars of the tenant, those of this release where it has none of its own yet.

    `stamps` is what `STAMPS` gave, where a statement has asked for it along the way.
    """
    if stamps is None:
        row: tuple[Any, ...] | None = driver(ctx.session).execute(_STAMPS, {"tenant": ctx.actor.tenant_id}).fetchone()
        stamps = row[0] if row else ()
    if not stamps:
        return Calendars((Placed(DEFAULT, frozenset(), shipped_calendar()),))
    key = (ctx.actor.tenant_id, *(revision for _, _, revision in stamps))
    known = _KEPT.get(key)
    if known is None:
        known = _read(ctx, stamps)
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[key] = known
    return known


_KEPT: dict[tuple[UUID | str, ...], Calendars] = {}
"""By tenant and revisions; a value never changes, so that threads may share it."""


def _read(ctx: Context, stamps: Sequence[Any]) -> Calendars:
    connection, tenant = driver(ctx.session), (ctx.actor.tenant_id,)
    rows: list[tuple[Any, ...]] = connection.execute(_NOTICES, tenant).fetchall()
    notices = {year: Notice(year, number, source, is_in_library=is_in) for year, number, source, is_in in rows}
    ruled: list[tuple[Any, ...]] = connection.execute(_DAYS, tenant).fetchall()
    placed = []
    for code, units, _ in stamps:
        # The calendar's own rows come after those for all calendars, and so go before them.
        days = {day: DayRow(day, DayKind(kind), source) for whose, day, kind, source in ruled if whose in ("", code)}
        placed.append(Placed(code, frozenset(units), Calendar(notices, days)))
    return Calendars(tuple(placed))
