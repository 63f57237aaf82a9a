"""Write calendars: notices with their days, and the days that a place rules on itself."""

from collections.abc import Iterable, Sequence

from engine.calendar.directory import DEFAULT
from engine.calendar.notices import NoticeEntry
from engine.calendar.workdays import DayRow
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.ids import new_id

EVERY = ""
"""Stands for all calendars of a tenant."""

_NOTICE = b"""
insert into holiday_notice (tenant_id, year, number, source, in_library, loaded_at, loaded_by)
values (%s, %s, %s, %s, %s, %s, %s)
on conflict (tenant_id, year) do update set number = excluded.number, source = excluded.source,
  in_library = excluded.in_library, loaded_at = excluded.loaded_at, loaded_by = excluded.loaded_by
"""
_DAY = b"""
insert into calendar_day (tenant_id, calendar, day, kind, source, added_at, added_by)
values (%s, %s, %s, %s, %s, %s, %s)
on conflict (tenant_id, calendar, day) do update set kind = excluded.kind, source = excluded.source,
  added_at = excluded.added_at, added_by = excluded.added_by
"""
_CALENDAR = b"""
insert into work_calendar (tenant_id, code, title_zh, title_en, units, revision) values (%s, %s, %s, %s, %s, %s)
on conflict (tenant_id, code) do update set title_zh = excluded.title_zh, title_en = excluded.title_en,
  units = excluded.units
"""
_REVISE = b"update work_calendar set revision = gen_random_uuid() where tenant_id = %s"
_YEARS = b"select year, number, in_library from holiday_notice where tenant_id = %s"


def loaded_notices(ctx: Context) -> dict[int, tuple[str, bool]]:
    """Return the number of each year's notice that the tenant has, and whether its days are the library's."""
    rows = driver(ctx.session).execute(_YEARS, (ctx.actor.tenant_id,))
    return {int(str(year)): (str(number), bool(is_in)) for year, number, is_in in rows}


def store_notices(ctx: Context, entries: Iterable[NoticeEntry]) -> None:
    """Store notices over those of the same years, and have every calendar read anew."""
    connection = driver(ctx.session)
    for entry in entries:
        notice = entry.notice
        stamp = (ctx.clock.now(), ctx.actor.person_id)
        values = (ctx.actor.tenant_id, notice.year, notice.number, notice.source, notice.is_in_library, *stamp)
        connection.execute(_NOTICE, values)
        _store_days(ctx, EVERY, entry.days)
    connection.execute(_CALENDAR, (ctx.actor.tenant_id, DEFAULT, "国家工作日历", "National calendar", [], new_id()))
    connection.execute(_REVISE, (ctx.actor.tenant_id,))


def store_days(ctx: Context, calendar: str, days: Iterable[DayRow]) -> None:
    """Store days that a calendar rules on itself, closures and amendments, over those it had for the same days."""
    _store_days(ctx, calendar, days)
    driver(ctx.session).execute(_REVISE, (ctx.actor.tenant_id,))


def store_calendar(ctx: Context, code: str, *, title_zh: str, title_en: str, units: Sequence[str]) -> None:
    """Store a calendar for some units, over the one of the same code."""
    values = (ctx.actor.tenant_id, code, title_zh, title_en, list(units), new_id())
    driver(ctx.session).execute(_CALENDAR, values)
    driver(ctx.session).execute(_REVISE, (ctx.actor.tenant_id,))


def _store_days(ctx: Context, calendar: str, days: Iterable[DayRow]) -> None:
    for row in days:
        stamp = (ctx.clock.now(), ctx.actor.person_id)
        values = (ctx.actor.tenant_id, calendar, row.day, str(row.kind), row.source, *stamp)
        driver(ctx.session).execute(_DAY, values)
