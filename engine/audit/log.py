"""Write the record: events of a case under its lock, and journals that belong to no case."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from engine.audit.chain import GENESIS, Entry, link
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.ids import new_id

_INSERT_EVENT = b"""
insert into event (tenant_id, case_id, seq, at, kind, actor_id, body, hash)
select %s, %s, * from unnest(%s::int[], %s::timestamptz[], %s::text[], %s::uuid[], %s::bytea[], %s::bytea[])
"""
_INSERT_PRIVATE = b"""
insert into private_value (tenant_id, case_id, seq, name, salt, value)
select %s, %s, * from unnest(%s::int[], %s::text[], %s::bytea[], %s::bytea[])
"""


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
    count = len(links)
    connection = driver(ctx.session)
    connection.execute(
        _INSERT_EVENT,
        (
            ctx.actor.tenant_id,
            case_id,
            [made.seq for made in links],
            [now] * count,
            [made.kind for made in links],
            [actor_id] * count,
            [made.body for made in links],
            [made.hash for made in links],
        ),
    )
    side = [(made.seq, *values) for made in links for values in made.private]
    if side:
        columns = [list(column) for column in zip(*side, strict=True)]
        connection.execute(_INSERT_PRIVATE, (ctx.actor.tenant_id, case_id, *columns))
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
