"""Transfers for those who order them: the proposed mapping, a dry run, and how far an order is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.cases.environment import environment_of
from engine.cases.store import read_case
from engine.definitions.store import load_procedure
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.errors import Fault
from engine.organization.permissions import Permission, require_permission
from engine.transfer.errors import MappingRefused, SameVersion
from engine.transfer.judging import Versions, judge_transfer
from engine.transfer.proposal import Pair, mapping_faults, mapping_of, propose
from engine.transfer.store import active_cases, require_transfer, require_version

MOST_DRY = 1_000
"""How many cases a dry run looks at."""


@dataclass(frozen=True)
class Trial:
    """One case of a dry run: the elements it would go to (old and new), or why it would stay."""

    case_id: UUID
    number: str
    would_move: bool
    places: tuple[tuple[str, str], ...]
    notes: tuple[Fault, ...]
    refusals: tuple[Fault, ...]


@dataclass(frozen=True)
class ItemRow:
    """What became of one case of a transfer; `told` are sentences in both languages."""

    case_id: UUID
    number: str
    status: str
    told: tuple[Mapping[str, Any], ...]
    done_at: datetime | None


@dataclass(frozen=True)
class TransferView:
    """A transfer and how far it is; `counts` has waiting, moved, refused and passed_over."""

    id: UUID
    key: str
    from_number: int
    to_number: int
    mapping: Mapping[str, Any]
    reason: str
    status: str
    started_at: datetime
    counts: Mapping[str, int]
    items: tuple[ItemRow, ...]


def propose_mapping(ctx: Context, key: str, *, from_number: int, to_number: int) -> tuple[Pair, ...]:
    """Return a counterpart for every element of one version in another; raises `VersionUnknown`, `SameVersion`."""
    require_permission(ctx, Permission.CASE_MIGRATE)
    versions = versions_of(ctx, key, from_number=from_number, to_number=to_number, mapping={})
    return propose(versions.before, versions.after)


def try_out(
    ctx: Context, key: str, *, from_number: int, to_number: int, mapping: Mapping[str, str] | None
) -> tuple[Trial, ...]:
    """Return what would become of each running case of a version; nothing is written.

    Without a mapping the proposed one is taken. Raises `VersionUnknown`, `SameVersion`, `MappingRefused`.
    """
    require_permission(ctx, Permission.CASE_MIGRATE)
    versions = versions_of(ctx, key, from_number=from_number, to_number=to_number, mapping=mapping)
    before = require_version(ctx, key, from_number)
    return tuple(_trial(ctx, case_id, versions) for case_id in active_cases(ctx, before.id)[:MOST_DRY])


def versions_of(
    ctx: Context, key: str, *, from_number: int, to_number: int, mapping: Mapping[str, str] | None
) -> Versions:
    """Return two versions of a procedure with a mapping that holds; without one, with the proposed one."""
    if from_number == to_number:
        raise SameVersion(key=key, number=from_number)
    before = load_procedure(ctx, require_version(ctx, key, from_number).id)
    after = load_procedure(ctx, require_version(ctx, key, to_number).id)
    if mapping is None:
        return Versions(before, after, mapping_of(propose(before, after)))
    if faults := list(mapping_faults(before, after, mapping)):
        raise MappingRefused(faults=faults)
    return Versions(before, after, dict(mapping))


def list_transfers(ctx: Context, *, limit: int = 50) -> tuple[TransferView, ...]:
    """Return the latest transfers, without their items."""
    require_permission(ctx, Permission.CASE_MIGRATE)
    rows = driver(ctx.session).execute(
        b"select id from transfer where tenant_id = %s order by id desc limit %s", (ctx.actor.tenant_id, limit)
    )
    return tuple(_view(ctx, row[0], items=()) for row in rows.fetchall())  # type: ignore[arg-type]


def read_transfer(ctx: Context, transfer_id: UUID) -> TransferView:
    """Return a transfer with what became of each case; raises `TransferUnknown`."""
    require_permission(ctx, Permission.CASE_MIGRATE)
    rows: list[tuple[Any, ...]] = (
        driver(ctx.session)
        .execute(
            b"select i.case_id, c.number, i.status, i.told, i.done_at from transfer_item i"
            b' join "case" c on c.tenant_id = i.tenant_id and c.id = i.case_id'
            b" where i.tenant_id = %s and i.transfer_id = %s order by i.case_id limit %s",
            (ctx.actor.tenant_id, transfer_id, MOST_DRY),
        )
        .fetchall()
    )
    items = tuple(ItemRow(row[0], row[1], row[2], tuple(row[3].get("items", ())), row[4]) for row in rows)
    return _view(ctx, transfer_id, items=items)


def _view(ctx: Context, transfer_id: UUID, *, items: tuple[ItemRow, ...]) -> TransferView:
    transfer = require_transfer(ctx, transfer_id)
    numbers = driver(ctx.session).execute(
        b"select id, number from definition_version where tenant_id = %s and id = any(%s)",
        (ctx.actor.tenant_id, [transfer.from_version_id, transfer.to_version_id]),
    )
    known: dict[Any, Any] = dict(numbers.fetchall())  # type: ignore[arg-type]
    counted = driver(ctx.session).execute(
        b"select status, count(*) from transfer_item where tenant_id = %s and transfer_id = %s group by status",
        (ctx.actor.tenant_id, transfer_id),
    )
    counts = dict.fromkeys(("waiting", "moved", "refused", "passed_over"), 0)
    counts.update({str(status): int(number) for status, number in counted.fetchall()})  # type: ignore[call-overload]
    return TransferView(
        id=transfer.id,
        key=transfer.key,
        from_number=known[transfer.from_version_id],
        to_number=known[transfer.to_version_id],
        mapping=transfer.mapping,
        reason=transfer.reason,
        status=transfer.status,
        started_at=transfer.started_at,
        counts=counts,
        items=items,
    )


def _trial(ctx: Context, case_id: UUID, versions: Versions) -> Trial:
    case = read_case(ctx, case_id)
    judged = judge_transfer(case, versions, environment_of(ctx, case))
    migrated = judged.migrated
    return Trial(
        case_id=case_id,
        number=case.number,
        would_move=not judged.faults,
        places=tuple((place.element_before, place.element) for place in migrated.places) if migrated else (),
        notes=migrated.notes if migrated else (),
        refusals=judged.faults,
    )
