"""Rows of attachments: adding them, listing them, and making sure a form names only those of its case."""

from collections.abc import Iterable
from uuid import UUID

from engine.documents.errors import FileElsewhere
from engine.kernel.context import Context
from engine.kernel.database import driver


def require_attachments(ctx: Context, case_id: UUID, ids: Iterable[str]) -> None:
    """Raise `FileElsewhere` unless every id names an attachment of the case; nothing is asked for no ids."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return
    row = (
        driver(ctx.session)
        .execute(
            b"select count(*) from attachment where tenant_id = %s and case_id = %s and id::text = any(%s)",
            (ctx.actor.tenant_id, case_id, wanted),
        )
        .fetchone()
    )
    assert row is not None
    missing = len(wanted) - int(str(row[0]))
    if missing:
        raise FileElsewhere(count=missing)
