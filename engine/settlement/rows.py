"""The rows that lists read, written with as few statements as there are kinds of change.

A task, its readers and its deadline open in one statement, and close in one: the three tables never disagree, and a
completion stays within its ten statements.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from engine.cases.values import LockedCase
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.ids import new_id
from engine.tasks.store import FAR_FUTURE
from engine.tasks.values import NewTask

_OPEN = b"""
with admitted as (
  insert into case_reader (tenant_id, case_id, subject_id, handler)
  select %(tenant)s, %(case)s, u.id, false from unit u where u.tenant_id = %(tenant)s and u.code = %(unit)s
  union all
  select %(tenant)s, %(case)s, %(assignee)s::uuid, true where %(assignee)s::uuid is not null
  on conflict (tenant_id, subject_id, case_id) do nothing
), limited as (
  insert into deadline (tenant_id, id, case_id, task_id, limit_id, basis, started_at, due_at, due_on, provisional,
    unverified, status)
  select %(tenant)s, %(deadline)s, %(case)s, %(task)s, %(limit)s, %(basis)s, %(now)s, %(due_at)s, %(due_on)s,
    %(provisional)s, %(unverified)s, 'running' where %(limit)s::text is not null
)
insert into task (tenant_id, id, case_id, case_number, case_title, definition_key, field, status, created_at,
  draft_revision, key, element, process, scope, name_zh, name_en, form, duty, role, unit, queue, assignee_id,
  claimed_at, due_at, sort_at, excluded, excluded_rules)
values (%(tenant)s, %(task)s, %(case)s, %(number)s, %(title)s, %(definition)s, %(field)s, 'open', %(now)s, 0, %(key)s,
  %(element)s, %(process)s, %(scope)s, %(name_zh)s, %(name_en)s, %(form)s, %(duty)s, %(role)s, %(unit)s, %(queue)s,
  %(assignee)s, %(claimed_at)s, %(due_at)s, %(sort_at)s, %(excluded)s, %(excluded_rules)s)
"""
_CLOSE = b"""
with ended as (
  update deadline set status = 'met', ended_at = %(now)s
  where tenant_id = %(tenant)s and task_id = %(task)s and status = 'running'
)
update task set status = 'completed', completed_at = %(now)s, completed_by = %(person)s, draft = null
where tenant_id = %(tenant)s and id = %(task)s
"""
_WITHDRAW = b"""
with gone as (
  update task set status = 'cancelled', completed_at = %(now)s
  where tenant_id = %(tenant)s and case_id = %(case)s and status = 'open'
    and (%(keys)s::text[] is null or key = any(%(keys)s))
  returning id
)
update deadline set status = 'cancelled', ended_at = %(now)s
where tenant_id = %(tenant)s and status = 'running' and task_id in (select id from gone)
"""


def insert_tasks(ctx: Context, case: LockedCase, tasks: Sequence[NewTask], *, field: str | None) -> None:
    """Open tasks, each with its readers and its deadline; one statement per task."""
    connection = driver(ctx.session)
    for task in tasks:
        connection.execute(_OPEN, _row(ctx, case, task, field))


def close_task(ctx: Context, task_id: UUID) -> None:
    """Close a task as completed by the actor, and its deadline as met; its draft has served its purpose."""
    connection = driver(ctx.session)
    connection.execute(
        _CLOSE,
        {
            "tenant": ctx.actor.tenant_id,
            "task": task_id,
            "person": ctx.actor.person_id,
            "now": ctx.clock.now(),
        },
    )


def withdraw_tasks(ctx: Context, case_id: UUID, keys: Sequence[str] | None) -> None:
    """Close open tasks of a case, with their deadlines, as cancelled: those with the given runtime keys, or all."""
    driver(ctx.session).execute(
        _WITHDRAW,
        {
            "tenant": ctx.actor.tenant_id,
            "case": case_id,
            "keys": list(keys) if keys is not None else None,
            "now": ctx.clock.now(),
        },
    )


def _row(ctx: Context, case: LockedCase, task: NewTask, field: str | None) -> dict[str, Any]:
    now, limit = ctx.clock.now(), task.limit
    return {
        "tenant": ctx.actor.tenant_id,
        "case": case.id,
        "number": case.number,
        "title": case.title,
        "definition": case.definition_key,
        "field": field,
        "now": now,
        "task": task.id,
        "key": task.key,
        "element": task.element,
        "process": task.process,
        "scope": task.scope,
        "name_zh": task.name_zh,
        "name_en": task.name_en,
        "form": task.form,
        "duty": task.duty,
        "role": task.role,
        "unit": task.unit,
        "queue": task.queue,
        "assignee": task.assignee_id,
        "claimed_at": now if task.assignee_id else None,
        "excluded": list(task.excluded),
        "excluded_rules": list(task.excluded_rules),
        "due_at": limit.end.due_at if limit else None,
        "sort_at": limit.end.due_at if limit else FAR_FUTURE,
        "deadline": new_id() if limit else None,
        "limit": limit.limit_id if limit else None,
        "basis": limit.basis if limit else None,
        "due_on": limit.end.due_on if limit else None,
        "provisional": limit.end.is_provisional if limit else None,
        "unverified": limit.is_unverified if limit else None,
    }
