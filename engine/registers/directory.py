"""Look up thresholds: those of a name, one with its history, a page of the list, those a case rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.paging import Page, mark_of, read_mark
from engine.registers.errors import ThresholdUnknown
from engine.registers.rules import ThresholdVersion

COLUMNS = (
    "id, name, domain, jurisdiction, party, valid_from, valid_to, amount, unit, status, basis, source, confidence,"
    " added_at, added_by, settled_at, settled_by, note"
)
"""The columns of a version, in the order of its fields."""

_OF_NAME = f"select {COLUMNS} from threshold where tenant_id = %s and name = %s".encode()  # noqa: S608 - constants
_ONE = f"select {COLUMNS} from threshold where tenant_id = %s and id = %s".encode()  # noqa: S608 - constants
_LINE = f"""
select {COLUMNS} from threshold
where tenant_id = %s and name = %s and domain = %s and jurisdiction = %s and party = %s
order by valid_from desc, id desc limit 200
""".encode()  # noqa: S608 - constants
_PAGE = f"""
select {COLUMNS} from threshold
where tenant_id = %(tenant)s and (%(mark)s::uuid is null or id < %(mark)s)
  and (%(name)s::text is null or position(%(name)s in name) > 0)
  and (%(domain)s::text is null or domain = %(domain)s)
  and (%(status)s::text is null or status = %(status)s)
order by id desc limit %(most)s
""".encode()  # noqa: S608 - constants
_TERMS = b"""
select 'name', name from threshold where tenant_id = %(tenant)s union
select 'domain', domain from threshold where tenant_id = %(tenant)s union
select 'unit', unit from threshold where tenant_id = %(tenant)s order by 1, 2 limit 300
"""
_USED = f"""
select {", ".join("t." + column.strip() for column in COLUMNS.split(","))}, u.element, u.first_used_at
from threshold_use u join threshold t on t.tenant_id = u.tenant_id and t.id = u.threshold_id
where u.tenant_id = %s and u.case_id = %s order by u.first_used_at, t.name, t.id limit 100
""".encode()  # noqa: S608 - constants


@dataclass(frozen=True)
class UsedThreshold:
    """A threshold that a case rests on, as it stands now, and the element that used it first."""

    version: ThresholdVersion
    element: str
    first_used_at: datetime


def version_of(row: Sequence[Any]) -> ThresholdVersion:
    """Return the version of a row of `COLUMNS`."""
    return ThresholdVersion(*row)


def versions_of(ctx: Context, name: str) -> tuple[ThresholdVersion, ...]:
    """Return every version of a threshold, the withdrawn ones too."""
    return tuple(map(version_of, driver(ctx.session).execute(_OF_NAME, (ctx.actor.tenant_id, name))))


def read_history(ctx: Context, threshold_id: UUID) -> tuple[ThresholdVersion, tuple[ThresholdVersion, ...]]:
    """Return a version and all of its line, the latest first; raises `ThresholdUnknown`."""
    row = driver(ctx.session).execute(_ONE, (ctx.actor.tenant_id, threshold_id)).fetchone()
    if row is None:
        raise ThresholdUnknown
    version = version_of(row)
    rows = driver(ctx.session).execute(_LINE, (ctx.actor.tenant_id, *version.line))
    return version, tuple(map(version_of, rows))


def list_thresholds(
    ctx: Context,
    *,
    name: str | None = None,
    domain: str | None = None,
    status: str | None = None,
    mark: str | None = None,
    limit: int = 50,
) -> Page[ThresholdVersion]:
    """Return one page of versions, those entered last first; raises `BadCursor`."""
    wish = {
        "tenant": ctx.actor.tenant_id,
        "mark": read_mark(mark)[1] if mark else None,
        "name": name or None,
        "domain": domain or None,
        "status": status or None,
        "most": limit + 1,
    }
    found = [version_of(row) for row in driver(ctx.session).execute(_PAGE, wish)]
    items = found[:limit]
    return Page(items, mark_of(items[-1].added_at, items[-1].id) if len(found) > limit else None)


def terms_in_use(ctx: Context) -> Mapping[str, tuple[str, ...]]:
    """Return the names, fields and units that versions have, to be offered where one is entered."""
    found: dict[str, list[str]] = {"name": [], "domain": [], "unit": []}
    rows: list[tuple[Any, ...]] = driver(ctx.session).execute(_TERMS, {"tenant": ctx.actor.tenant_id}).fetchall()
    for kind, term in rows:
        if term:
            found[kind].append(term)
    return {kind: tuple(terms) for kind, terms in found.items()}


def used_thresholds(ctx: Context, case_id: UUID, *, until: datetime | None = None) -> tuple[UsedThreshold, ...]:
    """Return what a case rests on, or rested on at an instant, in the order in which it was used first."""
    rows: list[tuple[Any, ...]] = driver(ctx.session).execute(_USED, (ctx.actor.tenant_id, case_id)).fetchall()
    used = (UsedThreshold(version_of(row[:-2]), row[-2], row[-1]) for row in rows)
    return tuple(each for each in used if until is None or each.first_used_at <= until)
