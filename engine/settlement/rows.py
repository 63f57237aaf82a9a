"""The rows that lists read, written with as few statements as there are kinds of change.

A task, its readers and its deadline open in one statement, and close in one: the three tables never disagree, and a
completion stays within its ten statements.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from engine.calendar.periods import RunningLimit
from engine.cases.values import LockedCase
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.ids import new_id
from engine.tasks.store import FAR_FUTURE
from engine.tasks.values import LockedTask, NewTask

# Every parameter is named and typed once: the driver numbers repeated ones once, and the server must not deduce two
# types for one number.
_GIVEN = b"""
with given as (
  select %(tenant)s::uuid as tenant_id, %(task)s::uuid as id, %(case)s::uuid as case_id, %(unit)s::text as unit,
    %(assignee)s::uuid as assignee_id, %(now)s::timestamptz as now, %(due_at)s::timestamptz as due_at
)"""
_ADMITTED = b""", admitted as (
  insert into case_reader (tenant_id, case_id, subject_id, handler)
  select g.tenant_id, g.case_id, u.id, false from given g join unit u on u.tenant_id = g.tenant_id and u.code = g.unit
  union all
  select tenant_id, case_id, assignee_id, true from given where assignee_id is not null
  on conflict (tenant_id, subject_id, case_id) do update set handler = case_reader.handler or excluded.handler
)"""
_LIMITED = b""", limited as (
  insert into deadline (tenant_id, id, case_id, task_id, limit_id, basis, started_at, due_at, due_on, provisional,
    unverified, status, length, unit, rolls_over, calendar)
  select tenant_id, %(deadline)s, case_id, id, %(limit)s, %(basis)s, %(started_at)s, due_at, %(due_on)s,
    %(provisional)s, %(unverified)s, 'running', %(length)s, %(counted_in)s, %(rolls_over)s, %(calendar)s
  from given
)"""
_OPENED = b"""
insert into task (tenant_id, id, case_id, unit, assignee_id, claimed_at, created_at, due_at, case_number, case_title,
  definition_key, field, status, draft_revision, key, element, process, scope, name_zh, name_en, form, duty, role,
  queue, sort_at, excluded, excluded_rules)
select tenant_id, id, case_id, unit, assignee_id, case when assignee_id is not null then now end, now, due_at,
  %(number)s, %(title)s, %(definition)s, %(field)s, 'open', 0, %(key)s, %(element)s, %(process)s, %(scope)s,
  %(name_zh)s, %(name_en)s, %(form)s, %(duty)s, %(role)s, %(queue)s, %(sort_at)s, %(excluded)s, %(excluded_rules)s
from given
"""
_MENDED = b""", mended as (
  update incident i set status = case when i.decision = 'skip' then 'skipped' else 'resolved' end, closed_at = g.now
  from given g
  where i.tenant_id = g.tenant_id and i.task_id = g.task_id and i.status = 'open'
)"""
_CLOSE = b"""
with given as (
  select %s::timestamptz as now, %s::uuid as person_id, %s::uuid as tenant_id, %s::uuid as task_id
)MENDED
update task t set status = 'completed', completed_at = g.now, completed_by = g.person_id, draft = null from given g
where t.tenant_id = g.tenant_id and t.id = g.task_id
""".replace(b"MENDED", _MENDED)
_CLOSE_WITH_DEADLINE = b"""
with given as (
  select %s::timestamptz as now, %s::uuid as person_id, %s::uuid as tenant_id, %s::uuid as task_id
), ended as (
  update deadline d set status = case when d.due_at < g.now then 'missed' else 'met' end, ended_at = g.now
  from given g
  where d.tenant_id = g.tenant_id and d.task_id = g.task_id and d.status = 'running'
)MENDED
update task t set status = 'completed', completed_at = g.now, completed_by = g.person_id, draft = null from given g
where t.tenant_id = g.tenant_id and t.id = g.task_id
""".replace(b"MENDED", _MENDED)
_WITHDRAW = b"""
with given as (
  select %(tenant)s::uuid as tenant_id, %(case)s::uuid as case_id, %(now)s::timestamptz as now,
    %(keys)s::text[] as keys
), gone as (
  update task t set status = 'cancelled', completed_at = g.now, draft = null from given g
  where t.tenant_id = g.tenant_id and t.case_id = g.case_id and t.status = 'open'
    and (g.keys is null or t.key = any(g.keys))
  returning t.id
), unneeded as (
  update errand e set status = 'withdrawn', ended_at = g.now, answer = null from given g
  where e.tenant_id = g.tenant_id and e.case_id = g.case_id and e.status in ('open', 'stuck')
    and e.task_id in (select id from gone)
), given_up as (
  update incident i set status = 'withdrawn', closed_at = g.now from given g
  where i.tenant_id = g.tenant_id and i.case_id = g.case_id and i.status = 'open'
    and i.task_id in (select id from gone)
)
update deadline d set status = 'cancelled', ended_at = g.now from given g
where d.tenant_id = g.tenant_id and d.status = 'running' and d.task_id in (select id from gone)
"""


def insert_tasks(
    ctx: Context, case: LockedCase, tasks: Sequence[NewTask], *, field: str | None, admitted: frozenset[str]
) -> None:
    """Open tasks, each with its readers and its deadline; one statement per task.

    `admitted` are the units, by code, that may read the case already; the actor does too.
    """
    connection = driver(ctx.session)
    for task in tasks:
        is_admitted = task.unit in admitted and task.assignee_id in (None, ctx.actor.person_id)
        parts = (_GIVEN, b"" if is_admitted else _ADMITTED, _LIMITED if task.limit else b"", _OPENED)
        connection.execute(b"".join(parts), _row(ctx, case, task, field))


def close_task(ctx: Context, task: LockedTask) -> None:
    """Close a task as completed by the actor, and its deadline as met or missed; its draft has served its purpose."""
    statement = _CLOSE_WITH_DEADLINE if task.due_at else _CLOSE
    driver(ctx.session).execute(statement, (ctx.clock.now(), ctx.actor.person_id, ctx.actor.tenant_id, task.id))


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
    limit = task.limit
    row: dict[str, Any] = {
        "tenant": ctx.actor.tenant_id,
        "case": case.id,
        "number": case.number,
        "title": case.title,
        "definition": case.definition_key,
        "field": field,
        "now": ctx.clock.now(),
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
        "excluded": list(task.excluded),
        "excluded_rules": list(task.excluded_rules),
        "due_at": limit.end.due_at if limit else None,
        "sort_at": limit.end.due_at if limit else FAR_FUTURE,
    }
    return row if limit is None else {**row, **_deadline(limit)}


def _deadline(limit: RunningLimit) -> dict[str, Any]:
    return {
        "deadline": new_id(),
        "limit": limit.limit_id,
        "basis": limit.basis,
        "started_at": limit.started_at,
        "due_on": limit.end.due_on,
        "provisional": limit.end.is_provisional,
        "unverified": limit.is_unverified,
        "length": limit.period.length,
        "counted_in": str(limit.period.unit),
        "rolls_over": limit.period.rolls_over,
        "calendar": limit.calendar,
    }
