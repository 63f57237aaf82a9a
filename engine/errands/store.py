"""Errands as rows: owed when a task opens, taken, failed, answered."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from engine.errands.rules import LEASE, is_external
from engine.errands.values import DONE, STUCK, HeldErrand, NewErrand
from engine.jobs.queue import enqueue, enqueue_all, inspect
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.typed_json import dump, load

DO_ERRAND = "do-errand"
"""The name of the job that makes one attempt at an errand, outside any transaction."""

GIVE_UP = "give-up-errand"
"""The name of the job that turns an errand nobody tries any more into an incident."""

_COLUMNS = (
    b"task_id, case_id, element, operation, inputs::text, status, is_inside, is_held, attempt, failures, due_at,"
    b" job_id, worker, worker_id, answer::text, said_zh, said_en"
)
_INSERT = b"""
insert into errand (tenant_id, task_id, case_id, element, operation, inputs, status, is_inside, is_held, attempt,
  failures, due_at, job_id, created_at)
values (%(tenant)s, %(task)s, %(case)s, %(element)s, %(operation)s, %(inputs)s::jsonb, 'open', %(inside)s, false, 1, 0,
  %(due)s, %(job)s, %(now)s)
"""
# Whoever fetches at the same time takes others; what another worker has had for too long is taken over.
_TAKE = b"""
with free as materialized (
  select task_id from errand
  where tenant_id = %(tenant)s and operation = %(operation)s and status = 'open' and not is_inside and not is_held
    and due_at <= %(now)s
  order by due_at, task_id limit %(limit)s for update skip locked
)
update errand e set worker = %(worker)s, worker_id = %(person)s, due_at = %(until)s,
  attempt = e.attempt + case when e.worker is null then 0 else 1 end
from free where e.tenant_id = %(tenant)s and e.task_id = free.task_id
returning e.task_id
"""


def add_errands(ctx: Context, case_id: UUID, errands: Sequence[NewErrand]) -> None:
    """Owe errands to tasks that have just opened; our own workers get a job for each, in this transaction."""
    if not errands:
        return
    inside = [errand for errand in errands if not is_external(errand.operation)]
    tenant_id = ctx.actor.tenant_id
    given: list[dict[str, str | int | bool | UUID | None]] = [
        {"tenant": tenant_id, "task": errand.task_id, "attempt": 1} for errand in inside
    ]
    jobs = dict(zip([errand.task_id for errand in inside], enqueue_all(ctx.session, DO_ERRAND, given), strict=True))
    now = ctx.clock.now()
    rows = [
        {
            "tenant": tenant_id,
            "task": errand.task_id,
            "case": case_id,
            "element": errand.element,
            "operation": errand.operation,
            "inputs": dump(dict(errand.inputs)).decode(),
            "inside": errand.task_id in jobs,
            "due": now + LEASE if errand.task_id in jobs else now,
            "job": jobs.get(errand.task_id),
            "now": now,
        }
        for errand in errands
    ]
    with driver(ctx.session).cursor() as cursor:
        cursor.executemany(_INSERT, rows)


def read_errand(ctx: Context, task_id: UUID) -> HeldErrand | None:
    """Return the errand of a task without locking it, None if the task is none of a machine."""
    return _errand(ctx, task_id, b"")


def lock_errand(ctx: Context, task_id: UUID) -> HeldErrand | None:
    """Lock the errand of a task and return it; a case and a task are locked before it."""
    return _errand(ctx, task_id, b" for update")


def finish_errand(ctx: Context, task_id: UUID) -> None:
    """Close an errand that has been done."""
    _update(ctx, task_id, b"status = %s, ended_at = %s, answer = null", (DONE, ctx.clock.now()))


def stick_errand(ctx: Context, task_id: UUID, *, zh: str | None = None, en: str | None = None) -> bool:
    """Try an errand no more until somebody has decided, for these reasons; return whether there was one to stop."""
    row = _execute(
        ctx,
        b"update errand set status = %s, said_zh = coalesce(%s, said_zh), said_en = coalesce(%s, said_en)"
        b" where tenant_id = %s and task_id = %s and status = 'open' returning task_id",
        (STUCK, zh, en, ctx.actor.tenant_id, task_id),
    ).fetchone()
    return row is not None


def give_up(ctx: Context, task_id: UUID, *, zh: str, en: str) -> None:
    """Stop trying an errand, and let it be noted as an incident in a transaction of its own."""
    if stick_errand(ctx, task_id, zh=zh, en=en):
        enqueue(ctx.session, GIVE_UP, tenant=ctx.actor.tenant_id, task=task_id)


def postpone_errand(ctx: Context, task_id: UUID, *, pause: timedelta, zh: str, en: str) -> None:
    """Count a failed attempt, and let the next one be made after a pause, by whomever."""
    _update(
        ctx,
        task_id,
        b"failures = failures + 1, attempt = attempt + 1, due_at = %s, job_id = null, worker = null, worker_id = null,"
        b" said_zh = %s, said_en = %s",
        (ctx.clock.now() + pause, zh, en),
    )


def rearm_errand(ctx: Context, errand: HeldErrand, inputs: Mapping[str, Any]) -> None:
    """Try a locked errand anew from the beginning, with inputs as they are now."""
    is_inside = not is_external(errand.operation)
    _update(
        ctx,
        errand.task_id,
        b"status = 'open', failures = 0, attempt = attempt + 1, due_at = %s, job_id = null, worker = null,"
        b" worker_id = null, answer = null, inputs = %s::jsonb, is_inside = %s",
        (ctx.clock.now(), dump(dict(inputs)).decode(), is_inside),
    )
    if is_inside:
        _enqueue(ctx, errand.task_id, errand.attempt + 1)


def keep_answer(ctx: Context, task_id: UUID, answer: Mapping[str, Any]) -> None:
    """Keep what came back for a case that is suspended, until our own workers can hand it in."""
    _update(
        ctx,
        task_id,
        b"answer = %s::jsonb, is_inside = true, due_at = %s, job_id = null, attempt = attempt + 1",
        (dump(dict(answer)).decode(), ctx.clock.now()),
    )


def requeue_errand(ctx: Context, errand: HeldErrand) -> bool:
    """Put a locked errand that is due into the queue; return False, and look again later, if its job is still there."""
    job = inspect(ctx.session, errand.job_id) if errand.job_id is not None else None
    if job is not None and job.status in {"todo", "doing"}:
        _update(ctx, errand.task_id, b"due_at = %s", (ctx.clock.now() + LEASE,))
        return False
    _update(ctx, errand.task_id, b"attempt = attempt + 1", ())
    _enqueue(ctx, errand.task_id, errand.attempt + 1)
    return True


def take_errands(ctx: Context, *, operation: str, worker: str, limit: int, until: datetime) -> tuple[HeldErrand, ...]:
    """Give a worker outside what waits of a topic, the longest due first, until an instant."""
    given = {
        "tenant": ctx.actor.tenant_id,
        "operation": operation,
        "worker": worker,
        "person": ctx.actor.person_id,
        "now": ctx.clock.now(),
        "until": until,
        "limit": limit,
    }
    taken = [row[0] for row in _execute(ctx, _TAKE, given).fetchall()]
    found = [read_errand(ctx, task_id) for task_id in sorted(taken)]
    return tuple(errand for errand in found if errand is not None)


def extend_errand_lock(ctx: Context, task_id: UUID, until: datetime) -> None:
    """Let whoever has taken an errand keep it until an instant."""
    _update(ctx, task_id, b"due_at = %s", (until,))


def hold_errands(ctx: Context, case_id: UUID) -> None:
    """Let nothing be tried for a case that is suspended."""
    _hold(ctx, case_id, before=False, after=True)


def release_errands(ctx: Context, case_id: UUID) -> None:
    """Let the errands of a case that is resumed be tried again, those that have nobody at once."""
    _hold(ctx, case_id, before=True, after=False)


def stuck_beside(ctx: Context, errand: HeldErrand) -> list[UUID]:
    """Return the tasks of the same case and element whose errands are stuck as well."""
    rows = _execute(
        ctx,
        b"select task_id from errand where tenant_id = %s and case_id = %s and element = %s and status = 'stuck'"
        b" and task_id <> %s order by task_id",
        (ctx.actor.tenant_id, errand.case_id, errand.element, errand.task_id),
    ).fetchall()
    return [row[0] for row in rows]


def _hold(ctx: Context, case_id: UUID, *, before: bool, after: bool) -> None:
    _execute(
        ctx,
        b"update errand set is_held = %s, due_at = case when worker is null then %s else due_at end"
        b" where tenant_id = %s and case_id = %s and status = 'open' and is_held = %s",
        (after, ctx.clock.now(), ctx.actor.tenant_id, case_id, before),
    )


def _enqueue(ctx: Context, task_id: UUID, attempt: int) -> None:
    job = enqueue(ctx.session, DO_ERRAND, tenant=ctx.actor.tenant_id, task=task_id, attempt=attempt)
    _update(ctx, task_id, b"job_id = %s, due_at = %s", (job, ctx.clock.now() + LEASE))


def _errand(ctx: Context, task_id: UUID, lock: bytes) -> HeldErrand | None:
    statement = b"select " + _COLUMNS + b" from errand where tenant_id = %s and task_id = %s" + lock
    row: tuple[Any, ...] | None = _execute(ctx, statement, (ctx.actor.tenant_id, task_id)).fetchone()
    if row is None:
        return None
    values = [*row[:4], load(row[4]), *row[5:14], load(row[14]) if row[14] else None, *row[15:]]
    return HeldErrand(*values)


def _update(ctx: Context, task_id: UUID, changes: bytes, values: Sequence[Any]) -> None:
    statement = b"update errand set " + changes + b" where tenant_id = %s and task_id = %s"
    _execute(ctx, statement, (*values, ctx.actor.tenant_id, task_id))


def _execute(ctx: Context, statement: bytes, values: Any) -> Any:
    return driver(ctx.session).execute(statement, values)
