"""The list of messages and signals, newest first, and what became of each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.paging import Page, mark_of, read_mark
from engine.organization.permissions import Permission, require_permission


@dataclass(frozen=True)
class MessageRow:
    """A message or signal as lists show it; what it carries is for its receiver alone."""

    id: UUID
    kind: str
    name: str
    correlation: str
    status: str
    received_at: datetime
    expires_at: datetime | None
    sender_key: str | None
    target_case_id: UUID | None


_SELECT = (
    b"select id, kind, name, correlation, status, received_at, expires_at, sender_key, target_case_id from message_in"
    b" where tenant_id = %(tenant)s and id < %(before)s and (%(status)s::text is null or status = %(status)s)"
    b" order by id desc limit %(limit)s"
)
_LAST_ID = UUID(int=2**128 - 1)


def list_messages(
    ctx: Context, *, status: str | None = None, mark: str | None = None, limit: int = 50
) -> Page[MessageRow]:
    """Return one page of the tenant's messages, of a status if given; `mark` is the page before's."""
    require_permission(ctx, Permission.MESSAGE_SEND)
    before = read_mark(mark)[1] if mark else _LAST_ID
    given = {"tenant": ctx.actor.tenant_id, "before": before, "status": status, "limit": limit + 1}
    rows: list[tuple[Any, ...]] = driver(ctx.session).execute(_SELECT, given).fetchall()
    items = [MessageRow(*row) for row in rows[:limit]]
    last = items[-1] if len(rows) > limit else None
    return Page(items, mark_of(last.received_at, last.id) if last else None)
