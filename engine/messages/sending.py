"""Sending: a message becomes a row and a job, a signal a row and a job for each of those it reaches."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from engine.definitions.store import load_procedure
from engine.jobs.queue import enqueue, enqueue_all
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.ids import new_id
from engine.kernel.typed_json import dump
from engine.messages.errors import MessageKeyReused
from engine.messages.rules import correlation_text, expiry, matches_of
from engine.runtime import Thrown

DELIVER = "deliver-message"
"""The name of the job that takes a message to its receiver, in a transaction of its own."""

DELIVER_SIGNAL = "deliver-signal"
"""The name of the job that takes a signal to one of those it reaches, in a transaction of its own."""

_INSERT = b"""
insert into message_in (tenant_id, id, kind, name, correlation, matches, payload, status, received_at, expires_at,
  sender_key, digest, origin_case_id)
values (%(tenant)s, %(id)s, %(kind)s, %(name)s, %(correlation)s, %(matches)s, %(payload)s::jsonb, %(status)s, %(now)s,
  %(expires)s, %(key)s, %(digest)s, %(origin)s)
on conflict (tenant_id, sender_key) do nothing returning id
"""

# Whoever waits at this instant, and nobody who begins to afterwards; the sender's own case has heard it already.
_SPREAD = b"""
insert into signal_delivery (tenant_id, id, signal_id, wait_id, case_id, definition_key, status)
select w.tenant_id, gen_random_uuid(), %(id)s, w.id, w.case_id, null, 'new' from message_wait w
where w.tenant_id = %(tenant)s and w.kind = 'signal' and w.name = %(name)s
  and w.case_id is distinct from %(origin)s::uuid
union all
select d.tenant_id, gen_random_uuid(), %(id)s, null, null, d.key, 'new' from definition d
where d.tenant_id = %(tenant)s and %(name)s = any(d.starts_on_signals) and d.live_version_id is not null
  and not d.key = any(%(begun)s::text[])
returning id
"""
_WAITING_STARTS = b"""
select distinct d.key, d.live_version_id, w.element from message_wait w
join "case" c on c.tenant_id = w.tenant_id and c.id = w.case_id
join definition d on d.tenant_id = c.tenant_id and d.key = c.definition_key
where w.tenant_id = %(tenant)s and w.kind = 'signal' and w.name = %(name)s
  and %(name)s = any(d.starts_on_signals) and d.live_version_id is not null
"""


def send_messages(ctx: Context, case_id: UUID | None, thrown: Sequence[Thrown]) -> tuple[UUID, ...]:
    """Store what a case has thrown, messages and signals, and put its delivery into the queue, in this transaction."""
    return tuple(
        send(ctx, kind=each.kind, name=each.name, payload=each.payload, correlation=each.correlation, origin=case_id)
        for each in thrown
        if each.kind in {"message", "signal"}
    )


def send(
    ctx: Context,
    *,
    kind: str,
    name: str,
    payload: Mapping[str, Any],
    correlation: Mapping[str, Any],
    origin: UUID | None = None,
    key: str | None = None,
    keep: timedelta | None = None,
) -> UUID:
    """Send a message or a signal and return its id; the id of the first one where the sender repeats a `key`.

    `keep` is how long a message may wait for its receiver. Raises `MessageKeyReused` for a key that was used for
    something else.
    """
    message_id, is_signal = new_id(), kind == "signal"
    now = ctx.clock.now()
    row = {
        "tenant": ctx.actor.tenant_id,
        "id": message_id,
        "kind": kind,
        "name": name,
        "correlation": correlation_text(correlation),
        "matches": matches_of(correlation),
        "payload": dump(payload).decode(),
        "status": "sent" if is_signal else "new",
        "now": now,
        "expires": None if is_signal else expiry(now, keep),
        "key": key,
        "digest": None if key is None else _digest(kind, name, correlation, payload),
        "origin": origin,
    }
    if driver(ctx.session).execute(_INSERT, row).fetchone() is None:
        return _first(ctx, row)
    if is_signal:
        _spread(ctx, row)
    else:
        enqueue(ctx.session, DELIVER, tenant=ctx.actor.tenant_id, message=message_id)
    return message_id


def requeue(ctx: Context, job: str, **ids: UUID) -> None:
    """Put a delivery into the queue again, to be made in a transaction of its own."""
    enqueue(ctx.session, job, tenant=ctx.actor.tenant_id, **ids)


def _spread(ctx: Context, row: Mapping[str, Any]) -> None:
    reached = driver(ctx.session).execute(_SPREAD, {**row, "begun": _begun(ctx, row)}).fetchall()
    jobs = [{"tenant": ctx.actor.tenant_id, "delivery": delivery_id} for (delivery_id,) in reached]
    enqueue_all(ctx.session, DELIVER_SIGNAL, jobs)  # type: ignore[arg-type]


def _begun(ctx: Context, row: Mapping[str, Any]) -> list[str]:
    """Return the procedures of which a case has begun by another trigger of the start event and waits for this one."""
    rows: list[tuple[Any, ...]] = driver(ctx.session).execute(_WAITING_STARTS, row).fetchall()
    return [
        key
        for key, version_id, element in rows
        if load_procedure(ctx, version_id).event_start("signal", row["name"]) == element
    ]


def _first(ctx: Context, row: Mapping[str, Any]) -> UUID:
    """Return the message that was sent under the same key; raise `MessageKeyReused` if it was another one."""
    found: tuple[Any, ...] | None = (
        driver(ctx.session)
        .execute(b"select id, digest from message_in where tenant_id = %(tenant)s and sender_key = %(key)s", row)
        .fetchone()
    )
    assert found is not None
    if found[1] != row["digest"]:
        raise MessageKeyReused(key=row["key"])
    first: UUID = found[0]
    return first


def _digest(kind: str, name: str, correlation: Mapping[str, Any], payload: Mapping[str, Any]) -> str:
    content = dump({"kind": kind, "name": name, "correlation": dict(correlation), "payload": dict(payload)})
    return hashlib.sha256(content).hexdigest()
