"""The list of cases an actor may read, newest first, searched by number, title and facts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.cases.access import READABLE, reads_everything
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.paging import Page, mark_of, read_mark


@dataclass(frozen=True)
class CaseRow:
    """A line of the list of cases."""

    id: UUID
    number: str
    title: str
    definition_key: str
    definition_title_zh: str
    definition_title_en: str
    status: str
    unit: str
    started_at: datetime
    ended_at: datetime | None

    def definition_title(self, language: str) -> str:
        """Return the procedure's title in `zh` or, for any other language, English."""
        return self.definition_title_zh if language.startswith("zh") else self.definition_title_en


_SELECT = (
    b"select c.id, c.number, c.title, c.definition_key, d.title_zh, d.title_en, c.status, c.unit, c.started_at,"
    b' c.ended_at from "case" c join definition d on d.tenant_id = c.tenant_id and d.key = c.definition_key'
    b" where c.tenant_id = %(tenant)s and c.id < %(before)s"
)
_CONDITIONS = {
    "readable": b" and " + READABLE,
    "mine": b" and c.started_by = %(person)s",
    "status": b" and c.status = %(status)s",
    "search": b" and c.search like %(search)s",
}
_LAST_ID = UUID(int=2**128 - 1)


def list_cases(
    ctx: Context,
    *,
    search: str | None = None,
    status: str | None = None,
    started_by_me: bool = False,
    mark: str | None = None,
    limit: int = 50,
) -> Page[CaseRow]:
    """Return one page of the cases that the actor may read.

    `search` is a part of a number, title or fact, without regard to case; `status` one of the case's statuses;
    `mark` the previous page's `next`.
    """
    wanted = {
        "readable": not reads_everything(ctx),
        "mine": started_by_me,
        "status": bool(status),
        "search": bool(search and search.strip()),
    }
    conditions = b"".join(_CONDITIONS[name] for name, is_wanted in wanted.items() if is_wanted)
    parameters: dict[str, Any] = {
        "tenant": ctx.actor.tenant_id,
        "person": ctx.actor.person_id,
        "scope": list(ctx.actor.scope),
        "status": status,
        "search": f"%{_literally((search or '').strip().lower())}%",
        "before": read_mark(mark)[1] if mark else _LAST_ID,
        "limit": limit + 1,
    }
    rows = (
        driver(ctx.session)
        .execute(_SELECT + conditions + b" order by c.id desc limit %(limit)s", parameters)
        .fetchall()
    )
    items = [CaseRow(*row) for row in rows[:limit]]  # type: ignore[arg-type]
    last = items[-1] if len(rows) > limit else None
    return Page(items, mark_of(last.started_at, last.id) if last else None)


def _literally(text: str) -> str:
    """Return text for LIKE in which nothing is a wildcard."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
