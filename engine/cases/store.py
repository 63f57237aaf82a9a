"""Load, lock and write cases, with statements against the driver: every verb that moves a case passes here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from engine.cases.values import LockedCase
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.errors import NotFound
from engine.kernel.typed_json import dump, load

CASE_COLUMNS = (
    "c.id, c.definition_version_id, c.definition_key, c.process, c.number, c.title, c.status, c.unit, c.data::text,"
    " c.record::text, c.duties::text, c.state, c.state_codec, c.waits, c.seq, c.head_hash, c.started_at, c.started_by"
)
CASE_WIDTH = 18


def case_of(row: tuple[Any, ...]) -> LockedCase:
    """Return the case of a row that was selected with `CASE_COLUMNS`."""
    values = [*row[:8], *(load(text) for text in row[8:11]), *row[11:CASE_WIDTH]]
    return LockedCase(*values)


_LOCK = f"""select {CASE_COLUMNS} from "case" c where c.tenant_id = %s and c.id = %s for no key update""".encode()  # noqa: S608
_READ = f"""select {CASE_COLUMNS} from "case" c where c.tenant_id = %s and c.id = %s""".encode()  # noqa: S608

_UPDATE = b"""
update "case" set title = %s, search = %s, status = %s, unit = %s, data = %s::jsonb, record = %s::jsonb,
  duties = %s::jsonb, state = %s, state_codec = %s, waits = %s, seq = %s, head_hash = %s, ended_at = %s
where tenant_id = %s and id = %s
"""
_INSERT = b"""
insert into "case" (title, search, status, unit, data, record, duties, state, state_codec, waits, seq, head_hash,
  ended_at, tenant_id, id, definition_version_id, definition_key, process, number, started_by, started_at,
  suspended_reason, origin_case_id)
values (%s, %s, %s, %s, %s::jsonb, %s::jsonb, %s::jsonb, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s,
  null, %s)
"""
_NUMBER = b"""
insert into number_series (tenant_id, prefix, year, last) values (%s, %s, %s, 1)
on conflict (tenant_id, prefix, year) do update set last = number_series.last + 1 returning last
"""


def lock_case(ctx: Context, case_id: UUID) -> LockedCase:
    """Lock a case until the transaction ends and return it; raises `NotFound`."""
    row = driver(ctx.session).execute(_LOCK, (ctx.actor.tenant_id, case_id)).fetchone()
    if row is None:
        raise NotFound(what_zh="案件", what_en="case")
    return case_of(row)


def read_case(ctx: Context, case_id: UUID) -> LockedCase:
    """Return a case without locking it, for those who only look; raises `NotFound`."""
    row = driver(ctx.session).execute(_READ, (ctx.actor.tenant_id, case_id)).fetchone()
    if row is None:
        raise NotFound(what_zh="案件", what_en="case")
    return case_of(row)


def write_case(ctx: Context, case: LockedCase, *, search: str, ended_at: datetime | None) -> None:
    """Store a locked case."""
    driver(ctx.session).execute(
        _UPDATE, (*_changing(case, search=search, ended_at=ended_at), ctx.actor.tenant_id, case.id)
    )


def insert_case(ctx: Context, case: LockedCase, *, search: str, ended_at: datetime | None, origin: UUID | None) -> None:
    """Store a new case; `origin` is the case whose message started it."""
    driver(ctx.session).execute(
        _INSERT,
        (
            *_changing(case, search=search, ended_at=ended_at),
            ctx.actor.tenant_id,
            case.id,
            case.version_id,
            case.definition_key,
            case.process,
            case.number,
            case.started_by,
            case.started_at,
            origin,
        ),
    )


def advance_chain(ctx: Context, case_id: UUID, seq: int, head: bytes) -> None:
    """Store the end of a locked case's chain after events that changed nothing else of it."""
    driver(ctx.session).execute(
        b'update "case" set seq = %s, head_hash = %s where tenant_id = %s and id = %s',
        (seq, head, ctx.actor.tenant_id, case_id),
    )


def set_status(ctx: Context, case_id: UUID, status: str, *, reason: str | None) -> None:
    """Store a locked case's status, with the reason while it is suspended."""
    driver(ctx.session).execute(
        b'update "case" set status = %s, suspended_reason = %s where tenant_id = %s and id = %s',
        (status, reason, ctx.actor.tenant_id, case_id),
    )


def next_number(ctx: Context, *, prefix: str, year: int) -> int:
    """Return the next number of a series; the series stays locked until the transaction ends."""
    row = driver(ctx.session).execute(_NUMBER, (ctx.actor.tenant_id, prefix, year)).fetchone()
    assert row is not None
    return cast("int", row[0])


def claim_once(ctx: Context, case: LockedCase, *, name: str, key: str, element: str) -> str | None:
    """Claim something that only one case may do; return None, or the number of the case that already has.

    The same case may claim again, for it may decide again in a later round.
    """
    connection = driver(ctx.session)
    connection.execute(
        b"insert into once_claim (tenant_id, name, key, case_id, element) values (%s, %s, %s, %s, %s)"
        b" on conflict do nothing",
        (ctx.actor.tenant_id, name, key, case.id, element),
    )
    row = connection.execute(
        b'select c.id, c.number from once_claim o join "case" c on c.tenant_id = o.tenant_id and c.id = o.case_id'
        b" where o.tenant_id = %s and o.name = %s and o.key = %s",
        (ctx.actor.tenant_id, name, key),
    ).fetchone()
    assert row is not None
    return None if row[0] == case.id else cast("str", row[1])


def search_text(case: LockedCase, facts: Mapping[str, Any]) -> str:
    """Return what a case is found by: its number, title and facts, in lower case."""
    words = [case.number, case.title, *(str(value) for value in facts.values() if value is not None)]
    return " ".join(words).lower()[:1000]


def _changing(case: LockedCase, *, search: str, ended_at: datetime | None) -> tuple[Any, ...]:
    return (
        case.title,
        search,
        case.status,
        case.unit,
        dump(case.data).decode(),
        dump(case.record).decode(),
        dump(case.duties).decode(),
        case.state,
        case.codec,
        case.waits,
        case.seq,
        case.head,
        ended_at,
    )
