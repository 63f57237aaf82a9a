"""Write the record: events of a case under its lock, and journals that belong to no case."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from engine.audit.chain import GENESIS, Entry, link
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.ids import new_id

# Written out per row: one event and a few values are the rule, and arrays cost the driver more than they save.
_INSERT_EVENT = b"insert into event (tenant_id, case_id, seq, at, kind, actor_id, body, hash) values "
_EVENT_ROW = b"(%s, %s, %s, %s, %s, %s, %s, %s)"
_INSERT_PRIVATE = b"insert into private_value (tenant_id, case_id, seq, name, salt, value) values "
_PRIVATE_ROW = b"(%s, %s, %s, %s, %s, %s)"


def record(ctx: Context, case_id: UUID, entries: Sequence[Entry], *, seq: int, head: bytes) -> tuple[int, bytes]:
    """Append entries to the chain of a case that the caller has locked; return the new sequence and head hash.

    `seq` and `head` are those of the last event, 0 and empty for a new case. One statement for the events and,
    where there are personal data, one more.
    """
    now, actor_id = ctx.clock.now(), ctx.actor.person_id
    links = []
    for entry in entries:
        seq += 1
        made = link(head, entry, seq=seq, at=now, actor_id=actor_id)
        head = made.hash
        links.append(made)
    whose = (ctx.actor.tenant_id, case_id)
    rows = [(*whose, made.seq, now, made.kind, actor_id, made.body, made.hash) for made in links]
    _insert(ctx, _INSERT_EVENT, _EVENT_ROW, rows)
    side = [(*whose, made.seq, *values) for made in links for values in made.private]
    if side:
        _insert(ctx, _INSERT_PRIVATE, _PRIVATE_ROW, side)
    return seq, head


def record_journal(
    ctx: Context, journal: str, kind: str, body: Mapping[str, Any], *, private: Mapping[str, Any] | None = None
) -> None:
    """Append one event to a journal of the tenant, such as `sign-in` or `procedures`; its row is locked."""
    connection = driver(ctx.session)
    tenant_id = ctx.actor.tenant_id
    connection.execute(
        b"insert into journal (tenant_id, name, id, seq, head_hash) values (%s, %s, %s, 0, %s) on conflict do nothing",
        (tenant_id, journal, new_id(), GENESIS),
    )
    row = connection.execute(
        b"select id, seq, head_hash from journal where tenant_id = %s and name = %s for update", (tenant_id, journal)
    ).fetchone()
    assert row is not None
    chain_id, seq, head = row
    assert isinstance(chain_id, UUID)
    assert isinstance(seq, int)
    assert isinstance(head, bytes)
    seq, head = record(ctx, chain_id, [Entry(kind, body, private or {})], seq=seq, head=head)
    connection.execute(
        b"update journal set seq = %s, head_hash = %s where tenant_id = %s and name = %s",
        (seq, head, tenant_id, journal),
    )


def _insert(ctx: Context, statement: bytes, row: bytes, rows: Sequence[tuple[Any, ...]]) -> None:
    driver(ctx.session).execute(statement + b", ".join([row] * len(rows)), [value for line in rows for value in line])
