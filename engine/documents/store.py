"""What an attachment may belong to: a form names only those of its case, a file only a task of its case."""

from collections.abc import Iterable
from uuid import UUID

from engine.documents.errors import FileElsewhere
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.errors import NotFound


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


def require_own_task(ctx: Context, case_id: UUID, task_id: UUID | None) -> None:
    """Raise `NotFound` unless the task, if one is named, is a step of the case."""
    if task_id is None:
        return
    row = (
        driver(ctx.session)
        .execute(
            b"select 1 from task where tenant_id = %s and id = %s and case_id = %s",
            (ctx.actor.tenant_id, task_id, case_id),
        )
        .fetchone()
    )
    if row is None:
        raise NotFound(what_zh="任务", what_en="task")
