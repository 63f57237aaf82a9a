"""Load, lock and write tasks, with statements against the driver."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.cases.store import CASE_COLUMNS, CASE_WIDTH, case_of
from engine.cases.values import LockedCase
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.errors import NotFound
from engine.tasks.values import LockedTask

TASK_COLUMNS = (
    "t.id, t.case_id, t.key, t.element, t.scope, t.name_zh, t.name_en, t.form, t.status, t.duty, t.field, t.role,"
    " t.unit, t.queue, t.assignee_id, t.claimed_at, t.due_at, t.excluded, t.excluded_rules, t.created_at,"
    " t.completed_at, t.completed_by, t.draft_revision, t.draft_at"
)

FAR_FUTURE = datetime.fromisoformat("9999-12-31T00:00:00+00:00")
"""Where tasks without a due date sort: after all others."""


_LOCK = f"""
select {CASE_COLUMNS}, {TASK_COLUMNS} from task t join "case" c on c.tenant_id = t.tenant_id and c.id = t.case_id
where t.tenant_id = %s and t.id = %s for no key update of c, t
""".encode()  # noqa: S608 - column names are constants of this file


def lock_task(ctx: Context, task_id: UUID) -> tuple[LockedCase, LockedTask]:
    """Lock the case of a task and the task itself, in that order; raises `NotFound`."""
    row: tuple[Any, ...] | None = driver(ctx.session).execute(_LOCK, (ctx.actor.tenant_id, task_id)).fetchone()
    if row is None:
        raise NotFound(what_zh="任务", what_en="task")
    return case_of(row), task_of(row[CASE_WIDTH:])


def task_of(columns: Sequence[Any]) -> LockedTask:
    """Return the task of columns that were selected as `TASK_COLUMNS`."""
    values = list(columns)
    values[17], values[18] = tuple(values[17]), tuple(values[18])
    return LockedTask(*values)


def assign(ctx: Context, task_id: UUID, person_id: UUID | None) -> None:
    """Put a task into a person's name, or back into its queue for None."""
    driver(ctx.session).execute(
        b"update task set assignee_id = %s, claimed_at = %s where tenant_id = %s and id = %s",
        (person_id, ctx.clock.now() if person_id else None, ctx.actor.tenant_id, task_id),
    )


def write_draft(ctx: Context, task_id: UUID, *, draft: bytes, revision: int) -> None:
    """Keep what somebody has typed so far, under the next revision."""
    driver(ctx.session).execute(
        b"update task set draft = %s::jsonb, draft_at = %s, draft_revision = %s where tenant_id = %s and id = %s",
        (draft.decode(), ctx.clock.now(), revision, ctx.actor.tenant_id, task_id),
    )


def admit_handler(ctx: Context, case_id: UUID, person_id: UUID) -> None:
    """Let a person read a case as one of its handlers, which shows them protected fields as well."""
    driver(ctx.session).execute(
        b"insert into case_reader (tenant_id, case_id, subject_id, handler) values (%s, %s, %s, true)"
        b" on conflict (tenant_id, subject_id, case_id) do update set handler = true",
        (ctx.actor.tenant_id, case_id, person_id),
    )


def name_of(ctx: Context, person_id: UUID | None) -> str:
    """Return a person's name for a sentence, or an ellipsis for nobody; no statement runs for nobody."""
    if person_id is None:
        return "…"
    row = (
        driver(ctx.session)
        .execute(b"select name from person where tenant_id = %s and id = %s", (ctx.actor.tenant_id, person_id))
        .fetchone()
    )
    return str(row[0]) if row else "…"
