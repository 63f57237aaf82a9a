"""The list of incidents, newest first, and those of one case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.incidents.rules import KIND_WORDS, STATUS_WORDS
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.errors import NotFound
from engine.kernel.paging import Page, mark_of, read_mark
from engine.organization.permissions import Permission, require_permission


@dataclass(frozen=True)
class IncidentRow:
    """An incident as people see it; `decision` is what is being tried now, `person` whose step it was."""

    id: UUID
    case_id: UUID | None
    number: str | None
    title: str | None
    definition_key: str | None
    element: str
    name_zh: str
    name_en: str
    kind: str
    sentence_zh: str
    sentence_en: str
    person: str | None
    opened_at: datetime
    last_at: datetime
    attempts: int
    status: str
    decision: str | None
    reason: str | None
    closed_at: datetime | None

    @property
    def status_zh(self) -> str:
        """Return the status as people call it in Chinese."""
        return STATUS_WORDS[self.status][0]

    @property
    def status_en(self) -> str:
        """Return the status as people call it in English."""
        return STATUS_WORDS[self.status][1]

    @property
    def kind_zh(self) -> str:
        """Return the kind of failure as people call it in Chinese."""
        return KIND_WORDS.get(self.kind, (self.kind, self.kind))[0]

    @property
    def kind_en(self) -> str:
        """Return the kind of failure as people call it in English."""
        return KIND_WORDS.get(self.kind, (self.kind, self.kind))[1]


_SELECT = (
    b"select i.id, i.case_id, c.number, c.title, i.definition_key, i.element, i.name_zh, i.name_en, i.kind,"
    b" i.sentence_zh, i.sentence_en, p.name, i.opened_at, i.last_at, i.attempts, i.status, i.decision, i.reason,"
    b' i.closed_at from incident i left join "case" c on c.tenant_id = i.tenant_id and c.id = i.case_id'
    b" left join person p on p.tenant_id = i.tenant_id and p.id = i.person_id where i.tenant_id = %(tenant)s"
)
_CONDITIONS = {
    "status": b" and i.status = %(status)s",
    "key": b" and i.definition_key = %(key)s",
    "case_id": b" and i.case_id = %(case_id)s",
    "id": b" and i.id = %(id)s",
}
_LAST_ID = UUID(int=2**128 - 1)


def list_incidents(
    ctx: Context,
    *,
    status: str | None = None,
    key: str | None = None,
    mark: str | None = None,
    limit: int = 50,
) -> Page[IncidentRow]:
    """Return one page of the tenant's incidents, of a status and a procedure if given; `mark` is the page before's."""
    require_permission(ctx, Permission.INCIDENT_HANDLE)
    before = read_mark(mark)[1] if mark else _LAST_ID
    rows = _rows(ctx, {"status": status, "key": key}, before=before, limit=limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(rows[:limit], mark_of(last.opened_at, last.id) if last else None)


def read_incident_row(ctx: Context, incident_id: UUID) -> IncidentRow:
    """Return one incident; raises `NotFound`."""
    require_permission(ctx, Permission.INCIDENT_HANDLE)
    rows = _rows(ctx, {"id": incident_id})
    if not rows:
        raise NotFound(what_zh="异常", what_en="incident")
    return rows[0]


def incidents_of(ctx: Context, case_id: UUID) -> list[IncidentRow]:
    """Return the open incidents of a case that the caller has made sure the actor may read."""
    return _rows(ctx, {"case_id": case_id, "status": "open"})


def _rows(ctx: Context, wanted: dict[str, Any], *, before: UUID = _LAST_ID, limit: int = 100) -> list[IncidentRow]:
    conditions = b"".join(_CONDITIONS[name] for name, value in wanted.items() if value is not None)
    given = {**wanted, "tenant": ctx.actor.tenant_id, "before": before, "limit": limit}
    ending = b" and i.id < %(before)s order by i.id desc limit %(limit)s"
    rows: list[tuple[Any, ...]] = driver(ctx.session).execute(_SELECT + conditions + ending, given).fetchall()
    return [IncidentRow(*row) for row in rows]
