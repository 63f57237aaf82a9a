"""Load and write transfers and their items."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select

from engine.definitions.models import DefinitionVersion
from engine.jobs.queue import enqueue
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.errors import Fault
from engine.transfer.errors import TransferNotThere, TransferUnknown, VersionUnknown
from engine.transfer.models import Transfer

TRANSFER = "transfer-cases"
"""The name of the job that takes some cases of a transfer to their new version."""

RUNNING, PAUSED, STOPPED, FINISHED = "running", "paused", "stopped", "finished"


def require_version(ctx: Context, key: str, number: int) -> DefinitionVersion:
    """Return a version of a procedure by its number; raises `VersionUnknown`."""
    version = ctx.session.scalars(
        select(DefinitionVersion).where(
            DefinitionVersion.tenant_id == ctx.actor.tenant_id,
            DefinitionVersion.key == key,
            DefinitionVersion.number == number,
        )
    ).first()
    if version is None:
        raise VersionUnknown(key=key, number=number)
    return version


def number_of(ctx: Context, version_id: UUID) -> int:
    """Return the number of a version that exists."""
    version = ctx.session.get(DefinitionVersion, (ctx.actor.tenant_id, version_id))
    assert version is not None
    return version.number


def require_transfer(ctx: Context, transfer_id: UUID, *, lock: bool = False) -> Transfer:
    """Return a transfer; raises `TransferUnknown`."""
    transfer = ctx.session.get(Transfer, (ctx.actor.tenant_id, transfer_id), with_for_update=lock)
    if transfer is None:
        raise TransferUnknown
    return transfer


def require_status(transfer: Transfer, *expected: str) -> None:
    """Raise `TransferNotThere` unless a transfer has one of some states."""
    if transfer.status not in expected:
        raise TransferNotThere(expected="/".join(expected), found=transfer.status)


def set_status(ctx: Context, transfer: Transfer, status: str) -> None:
    """Store a locked transfer's state."""
    transfer.status, transfer.changed_at = status, ctx.clock.now()
    ctx.session.flush()


def active_cases(ctx: Context, version_id: UUID) -> list[UUID]:
    """Return the cases that run on a version, oldest first."""
    rows = driver(ctx.session).execute(
        b'select id from "case" where tenant_id = %s and definition_version_id = %s'
        b" and status in ('active', 'suspended') order by id",
        (ctx.actor.tenant_id, version_id),
    )
    return [row[0] for row in rows]  # type: ignore[misc]


def add_items(ctx: Context, transfer_id: UUID, case_ids: Sequence[UUID]) -> None:
    """Note the cases of a transfer as waiting."""
    driver(ctx.session).execute(
        b"insert into transfer_item (tenant_id, transfer_id, case_id, status, told)"
        b" select %s, %s, id, 'waiting', '{}'::jsonb from unnest(%s::uuid[]) id",
        (ctx.actor.tenant_id, transfer_id, list(case_ids)),
    )


def close_item(ctx: Context, transfer_id: UUID, case_id: UUID, *, status: str, told: Sequence[Fault]) -> None:
    """Note what became of a case; one that is noted already is left alone."""
    sentences = [{"code": each.code, "zh": each.zh, "en": each.en, "where": dict(each.where)} for each in told]
    driver(ctx.session).execute(
        b"update transfer_item set status = %s, told = %s::jsonb, done_at = %s"
        b" where tenant_id = %s and transfer_id = %s and case_id = %s and status = 'waiting'",
        (
            status,
            orjson.dumps({"items": sentences}).decode(),
            ctx.clock.now(),
            ctx.actor.tenant_id,
            transfer_id,
            case_id,
        ),
    )


def waiting_items(ctx: Context, transfer_id: UUID, most: int) -> list[UUID]:
    """Return cases of a transfer that wait for their turn, oldest first."""
    rows = driver(ctx.session).execute(
        b"select case_id from transfer_item where tenant_id = %s and transfer_id = %s and status = 'waiting'"
        b" order by case_id limit %s",
        (ctx.actor.tenant_id, transfer_id, most),
    )
    return [row[0] for row in rows]  # type: ignore[misc]


def go_on_later(ctx: Context, transfer_id: UUID) -> None:
    """Put the next part of a transfer into the queue."""
    enqueue(ctx.session, TRANSFER, tenant=ctx.actor.tenant_id, transfer=transfer_id)


def move_rows(ctx: Context, case_id: UUID, version_id: UUID, places: Sequence[dict[str, Any]]) -> None:
    """Point a case and what is open in it at the new version; tasks keep id, holder, draft, unit and due instant."""
    connection, tenant_id = driver(ctx.session), ctx.actor.tenant_id
    connection.execute(
        b'update "case" set definition_version_id = %s where tenant_id = %s and id = %s',
        (version_id, tenant_id, case_id),
    )
    for place in places:
        values = {**place, "tenant": tenant_id, "case": case_id}
        connection.execute(
            b"update task set element = %(element)s, name_zh = %(name_zh)s, name_en = %(name_en)s, form = %(form)s,"
            b" duty = %(duty)s, role = %(role)s::text, queue = %(role)s::text || '@' || unit"
            b" where tenant_id = %(tenant)s and case_id = %(case)s and key = %(key)s and status = 'open'",
            values,
        )
