"""Messages between cases: what is thrown becomes a row and a job, what is awaited a row that a message finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.jobs.queue import enqueue
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.ids import new_id
from engine.kernel.typed_json import dump, load
from engine.runtime import Thrown, Wait

DELIVER = "deliver-message"
"""The name of the job that takes a message to its receiver, in a transaction of its own."""


@dataclass(frozen=True)
class Message:
    """A message that has arrived and was locked for delivery."""

    id: UUID
    name: str
    correlation: str
    payload: Mapping[str, Any]
    origin_case_id: UUID | None


def send_messages(ctx: Context, case_id: UUID | None, thrown: Sequence[Thrown]) -> tuple[UUID, ...]:
    """Store thrown messages and put a delivery job for each into the queue, all in this transaction."""
    sent = []
    for message in thrown:
        message_id = new_id()
        driver(ctx.session).execute(
            b"insert into message_in (tenant_id, id, name, correlation, payload, status, received_at, origin_case_id)"
            b" values (%s, %s, %s, %s, %s::jsonb, 'new', %s, %s)",
            (
                ctx.actor.tenant_id,
                message_id,
                message.name,
                correlation_text(message.correlation),
                dump(message.payload).decode(),
                ctx.clock.now(),
                case_id,
            ),
        )
        enqueue(ctx.session, DELIVER, tenant=ctx.actor.tenant_id, message=message_id)
        sent.append(message_id)
    return tuple(sent)


def settle_waits(ctx: Context, case_id: UUID, waits: Sequence[Wait]) -> None:
    """Bring the message waits of a case in line with those now open.

    A message kept for a wait that opens now is delivered by a job; both sides take the same advisory lock, so that
    a message and its receiver never miss each other.
    """
    wanted = {wait.key: wait for wait in waits if wait.event == "message"}
    connection, tenant_id = driver(ctx.session), ctx.actor.tenant_id
    rows = connection.execute(
        b"select wait from message_wait where tenant_id = %s and case_id = %s", (tenant_id, case_id)
    ).fetchall()
    present = {str(row[0]) for row in rows}
    if gone := sorted(present - wanted.keys()):
        connection.execute(
            b"delete from message_wait where tenant_id = %s and case_id = %s and wait = any(%s)",
            (tenant_id, case_id, gone),
        )
    for key in sorted(wanted.keys() - present):
        _await(ctx, case_id, wanted[key])


def send_kept(ctx: Context, case_id: UUID) -> None:
    """Put the messages that were kept while a case was suspended into the queue for delivery."""
    rows = driver(ctx.session).execute(
        b"select m.id from message_wait w join message_in m on m.tenant_id = w.tenant_id and m.name = w.name"
        b" and m.correlation = w.correlation and m.status = 'kept'"
        b" where w.tenant_id = %s and w.case_id = %s order by m.id",
        (ctx.actor.tenant_id, case_id),
    )
    for (message_id,) in rows.fetchall():
        enqueue(ctx.session, DELIVER, tenant=ctx.actor.tenant_id, message=message_id)  # type: ignore[arg-type]


def lock_message(ctx: Context, message_id: UUID) -> Message | None:
    """Lock a message that still has to be delivered and return it; None if somebody has done so."""
    row = (
        driver(ctx.session)
        .execute(
            b"select id, name, correlation, payload::text, origin_case_id from message_in"
            b" where tenant_id = %s and id = %s and status in ('new', 'kept') for update",
            (ctx.actor.tenant_id, message_id),
        )
        .fetchone()
    )
    if row is None:
        return None
    message_id, name, correlation, payload, origin = row  # type: ignore[assignment]
    _meet(ctx, str(name), str(correlation))
    return Message(message_id, str(name), str(correlation), load(str(payload)), origin)  # type: ignore[arg-type]


def receiver_of(ctx: Context, message: Message) -> tuple[UUID, str] | None:
    """Return the case and wait key that a message goes to: the one that has waited longest; None if none waits."""
    row = (
        driver(ctx.session)
        .execute(
            b"select case_id, wait from message_wait where tenant_id = %s and name = %s and correlation = %s"
            b" order by id limit 1",
            (ctx.actor.tenant_id, message.name, message.correlation),
        )
        .fetchone()
    )
    return (row[0], str(row[1])) if row else None  # type: ignore[return-value]


def mark_message(ctx: Context, message_id: UUID, status: str, *, target: UUID | None = None) -> None:
    """Note what became of a message.

    It is `delivered` to a case, `kept` until somebody waits for it, or `failed` because no case can be made of it.
    """
    driver(ctx.session).execute(
        b"update message_in set status = %s, target_case_id = %s where tenant_id = %s and id = %s",
        (status, target, ctx.actor.tenant_id, message_id),
    )


def correlation_text(correlation: Mapping[str, Any]) -> str:
    """Return correlation keys as one text that equal keys always share."""
    return dump(dict(correlation)).decode() if correlation else ""


def _await(ctx: Context, case_id: UUID, wait: Wait) -> None:
    name, correlation = wait.name or "", correlation_text(wait.correlation)
    _meet(ctx, name, correlation)
    connection = driver(ctx.session)
    connection.execute(
        b"insert into message_wait (tenant_id, id, case_id, wait, element, name, correlation)"
        b" values (%s, %s, %s, %s, %s, %s, %s)",
        (ctx.actor.tenant_id, new_id(), case_id, wait.key, wait.element, name, correlation),
    )
    # All of them, for another wait may open before the first job runs; whoever finds no wait is kept again.
    kept = connection.execute(
        b"select id from message_in where tenant_id = %s and name = %s and correlation = %s and status = 'kept'"
        b" order by id",
        (ctx.actor.tenant_id, name, correlation),
    ).fetchall()
    for (message_id,) in kept:
        enqueue(ctx.session, DELIVER, tenant=ctx.actor.tenant_id, message=message_id)  # type: ignore[arg-type]


def _meet(ctx: Context, name: str, correlation: str) -> None:
    """Let message and receiver of one name and key meet one pair at a time."""
    driver(ctx.session).execute(
        b"select pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"{ctx.actor.tenant_id}|{name}|{correlation}",)
    )
