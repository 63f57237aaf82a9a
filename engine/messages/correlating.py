"""Whom a message is for by the correlation keys of drawings: how its payload is read, the receiver's drawing says."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from engine.definitions.store import load_procedure
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.typed_json import load
from engine.messages.rules import KEY, matches_of
from engine.messages.values import Message
from engine.runtime import Wait, correlation_of

MOST_REREAD = 1_000
"""How many kept messages of a name are read anew for a case that begins to wait; more would hold it up."""

_READERS = b"""
select c.definition_version_id from message_wait w join "case" c on c.tenant_id = w.tenant_id and c.id = w.case_id
where w.tenant_id = %(tenant)s and w.kind = 'message' and w.name = %(name)s
union
select d.live_version_id from definition d
where d.tenant_id = %(tenant)s and %(name)s = any(d.starts_on_messages) and d.live_version_id is not null
"""
_KEPT = b"""
select id, correlation, matches, payload::text from message_in
where tenant_id = %(tenant)s and name = %(name)s and status = 'kept' and expires_at > %(now)s order by id limit %(most)s
"""


def read_by_receivers(ctx: Context, message: Message) -> Message:
    """Return a message that is also for those in whose drawings its payload has the values they wait for."""
    given = {"tenant": ctx.actor.tenant_id, "name": message.name}
    rows: list[tuple[Any, ...]] = driver(ctx.session).execute(_READERS, given).fetchall()
    found = list(message.matches)
    for (version_id,) in rows:
        read = _matches(ctx, version_id, message.name, message.payload, message.correlation)
        found += [text for text in read if text not in found]
    if len(found) > len(message.matches):
        _note(ctx, message.id, found)
    return replace(message, matches=tuple(found))


def reread_kept(ctx: Context, case_id: UUID, wait: Wait) -> None:
    """Let kept messages be found by a case that begins to wait for the values that its own drawing reads in them."""
    if not wait.correlation.keys() - {KEY}:
        return
    connection, tenant_id, name = driver(ctx.session), ctx.actor.tenant_id, wait.name or ""
    version: tuple[Any, ...] | None = connection.execute(
        b'select definition_version_id from "case" where tenant_id = %s and id = %s', (tenant_id, case_id)
    ).fetchone()
    given = {"tenant": tenant_id, "name": name, "now": ctx.clock.now(), "most": MOST_REREAD}
    rows: list[tuple[Any, ...]] = connection.execute(_KEPT, given).fetchall() if version else []
    for message_id, correlation, matches, payload in rows:
        assert version is not None
        more = _matches(ctx, version[0], name, load(payload), correlation)
        if not set(more) <= set(matches):
            _note(ctx, message_id, [*matches, *(text for text in more if text not in matches)])


def _matches(ctx: Context, version_id: UUID, name: str, payload: Mapping[str, Any], correlation: str) -> list[str]:
    carried = correlation_of(load_procedure(ctx, version_id).model, name, payload)
    # What the sender says comes before what can be read.
    return matches_of({**carried, **(load(correlation) if correlation else {})}) if carried else []


def _note(ctx: Context, message_id: UUID, matches: list[str]) -> None:
    driver(ctx.session).execute(
        b"update message_in set matches = %s where tenant_id = %s and id = %s",
        (matches, ctx.actor.tenant_id, message_id),
    )
