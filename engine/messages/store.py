"""Messages and their receivers as rows: who waits, what has come, and how the two meet exactly once.

Whoever delivers locks the receiver's case, then the message. Whoever begins to wait and whoever keeps a message for
later take the same advisory lock on the name, so that of the two one always sees the other.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from engine.jobs.queue import enqueue
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.ids import new_id
from engine.kernel.typed_json import load
from engine.messages.correlating import reread_kept
from engine.messages.rules import correlation_text
from engine.messages.sending import DELIVER
from engine.messages.values import Message, Waiting
from engine.runtime import Wait, WaitChanges

_COLUMNS = (
    b"id, kind, name, correlation, matches, payload::text, status, received_at, expires_at, origin_case_id"
    b" from message_in"
)
# One message for each wait: the next wait finds it taken and gets the one after it.
_TAKE = b"""
update message_in set status = 'new' where tenant_id = %(tenant)s and id = (
  select id from message_in where tenant_id = %(tenant)s and name = %(name)s and status = 'kept'
    and %(correlation)s = any(matches) and expires_at > %(now)s
  order by id limit 1 for update skip locked)
returning id
"""

_UNSTICK = b"""
with given_up as (
  update incident set status = 'withdrawn', closed_at = %(now)s
  where tenant_id = %(tenant)s and case_id = %(case)s and message_id is not null and status = 'open'
  returning message_id
)
update message_in set status = 'new' where tenant_id = %(tenant)s and status = 'stuck'
  and id in (select message_id from given_up)
returning id
"""


def settle_waits(ctx: Context, case_id: UUID, waits: Sequence[Wait]) -> None:
    """Bring the message and signal waits of a case in line with those now open.

    A message kept for a wait that opens now is delivered by a job.
    """
    wanted = {wait.key: wait for wait in waits if wait.event in {"message", "signal"}}
    connection, tenant_id = driver(ctx.session), ctx.actor.tenant_id
    rows = connection.execute(
        b"select wait from message_wait where tenant_id = %s and case_id = %s", (tenant_id, case_id)
    ).fetchall()
    present = {str(row[0]) for row in rows}
    _cease_to_wait(ctx, case_id, sorted(present - wanted.keys()))
    _begin_to_wait(ctx, case_id, [wanted[key] for key in wanted.keys() - present])


def change_waits(ctx: Context, case_id: UUID, changes: WaitChanges) -> None:
    """Bring the message and signal waits of a case in line with what a step has changed, without reading the others."""
    _cease_to_wait(ctx, case_id, [wait.key for wait in changes.ended if wait.event in {"message", "signal"}])
    _begin_to_wait(ctx, case_id, [wait for wait in changes.began if wait.event in {"message", "signal"}])


def take_kept(ctx: Context, case_id: UUID) -> None:
    """Put a kept message for each message wait of a case into the queue: the case is worked on again."""
    rows: list[tuple[Any, ...]] = (
        driver(ctx.session)
        .execute(
            b"select name, correlation from message_wait where tenant_id = %s and case_id = %s and kind = 'message'"
            b" order by name, id",
            (ctx.actor.tenant_id, case_id),
        )
        .fetchall()
    )
    for name, correlation in rows:
        take_one(ctx, name, correlation)


def take_one(ctx: Context, name: str, correlation: str) -> None:
    """Put the oldest kept message of a name that is for a correlation into the queue, if there is one."""
    given = {"tenant": ctx.actor.tenant_id, "name": name, "correlation": correlation, "now": ctx.clock.now()}
    row: tuple[Any, ...] | None = driver(ctx.session).execute(_TAKE, given).fetchone()
    if row is not None:
        enqueue(ctx.session, DELIVER, tenant=ctx.actor.tenant_id, message=row[0])


def peek_message(ctx: Context, message_id: UUID) -> Message | None:
    """Return a message that still has to be delivered, without locking it; None if somebody has done so."""
    return _message(ctx, b"where tenant_id = %s and id = %s and status in ('new', 'kept', 'stuck')", message_id)


def read_message(ctx: Context, message_id: UUID) -> Message | None:
    """Return a message whatever has become of it."""
    return _message(ctx, b"where tenant_id = %s and id = %s", message_id)


def lock_message(ctx: Context, message_id: UUID) -> bool:
    """Lock a message and return whether it still has to be delivered; a receiver's case is locked before it."""
    row = (
        driver(ctx.session)
        .execute(
            b"select 1 from message_in where tenant_id = %s and id = %s and status in ('new', 'kept', 'stuck')"
            b" for update",
            (ctx.actor.tenant_id, message_id),
        )
        .fetchone()
    )
    return row is not None


def receiver_of(ctx: Context, message: Message) -> Waiting | None:
    """Return who gets a message: of the cases that go on the one that has waited longest; None if nobody waits."""
    row: tuple[Any, ...] | None = (
        driver(ctx.session)
        .execute(
            b'select w.case_id, w.wait from message_wait w join "case" c on c.tenant_id = w.tenant_id'
            b" and c.id = w.case_id where w.tenant_id = %s and w.kind = 'message' and w.name = %s"
            b" and w.correlation = any(%s) order by c.status <> 'active', w.id limit 1",
            (ctx.actor.tenant_id, message.name, list(message.matches)),
        )
        .fetchone()
    )
    return Waiting(row[0], row[1]) if row else None


def still_waits(ctx: Context, waiting: Waiting) -> bool:
    """Tell whether a case, whose lock the caller holds, still waits."""
    row = (
        driver(ctx.session)
        .execute(
            b"select 1 from message_wait where tenant_id = %s and case_id = %s and wait = %s",
            (ctx.actor.tenant_id, waiting.case_id, waiting.wait),
        )
        .fetchone()
    )
    return row is not None


def keep_message(ctx: Context, message: Message) -> str:
    """Keep a locked message for a later receiver and return its status; one that may not wait is `expired`.

    If somebody has begun to wait meanwhile it is `new` and goes into the queue again.
    """
    meet(ctx, message.name)
    if receiver_of(ctx, message) is not None:
        enqueue(ctx.session, DELIVER, tenant=ctx.actor.tenant_id, message=message.id)
        return "new"
    is_over = message.expires_at is not None and message.expires_at <= ctx.clock.now()
    status = "expired" if is_over else "kept"
    mark_message(ctx, message.id, status)
    return status


def mark_message(ctx: Context, message_id: UUID, status: str, *, target: UUID | None = None) -> None:
    """Note what became of a message.

    It is `delivered` to a case, `kept` until somebody waits for it, `expired` because nobody did in time, or `stuck`
    because its receiver could not take the step.
    """
    driver(ctx.session).execute(
        b"update message_in set status = %s, target_case_id = %s where tenant_id = %s and id = %s",
        (status, target, ctx.actor.tenant_id, message_id),
    )


def meet(ctx: Context, name: str) -> None:
    """Let messages and receivers of one name meet one pair at a time, until the transaction ends."""
    driver(ctx.session).execute(
        b"select pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"{ctx.actor.tenant_id}|{name}",)
    )


def _release_stuck(ctx: Context, case_id: UUID) -> None:
    """Let messages that a case could not take go their way again: it may no longer wait for them."""
    rows: list[tuple[Any, ...]] = (
        driver(ctx.session)
        .execute(_UNSTICK, {"tenant": ctx.actor.tenant_id, "case": case_id, "now": ctx.clock.now()})
        .fetchall()
    )
    for (message_id,) in rows:
        enqueue(ctx.session, DELIVER, tenant=ctx.actor.tenant_id, message=message_id)


def _message(ctx: Context, condition: bytes, message_id: UUID) -> Message | None:
    row: tuple[Any, ...] | None = (
        driver(ctx.session)
        .execute(b"select " + _COLUMNS + b" " + condition, (ctx.actor.tenant_id, message_id))
        .fetchone()
    )
    if row is None:
        return None
    identity, kind, name, correlation, matches, payload, *rest = row
    return Message(identity, kind, name, correlation, tuple(matches), load(payload), *rest)


def _cease_to_wait(ctx: Context, case_id: UUID, keys: Sequence[str]) -> None:
    if keys:
        driver(ctx.session).execute(
            b"delete from message_wait where tenant_id = %s and case_id = %s and wait = any(%s)",
            (ctx.actor.tenant_id, case_id, list(keys)),
        )
        _release_stuck(ctx, case_id)


def _begin_to_wait(ctx: Context, case_id: UUID, waits: Sequence[Wait]) -> None:
    # In one order everywhere, or two cases that begin to wait for the same names could block each other.
    for wait in sorted(waits, key=lambda wait: (wait.name or "", wait.key)):
        _await(ctx, case_id, wait)


def _await(ctx: Context, case_id: UUID, wait: Wait) -> None:
    name, correlation, is_message = wait.name or "", correlation_text(wait.correlation), wait.event == "message"
    if is_message:
        meet(ctx, name)
    driver(ctx.session).execute(
        b"insert into message_wait (tenant_id, id, case_id, wait, element, kind, name, correlation)"
        b" values (%s, %s, %s, %s, %s, %s, %s, %s)",
        (ctx.actor.tenant_id, new_id(), case_id, wait.key, wait.element, wait.event, name, correlation),
    )
    if is_message:
        reread_kept(ctx, case_id, wait)
        take_one(ctx, name, correlation)
