"""Start a transfer: order that running cases of one version be taken to another (案件规程迁移)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from engine.audit.log import record_journal
from engine.cases.rules import require_reason
from engine.definitions.publishing import JOURNAL
from engine.kernel.context import Context
from engine.kernel.ids import new_id
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission
from engine.transfer.errors import NothingToTransfer
from engine.transfer.models import Transfer
from engine.transfer.progress import versions_of
from engine.transfer.store import RUNNING, active_cases, add_items, go_on_later, require_version


def start_transfer(
    ctx: Context,
    *,
    key: str,
    from_number: int,
    to_number: int,
    reason: str,
    mapping: Mapping[str, str] | None = None,
    case_ids: Sequence[UUID] | None = None,
) -> Receipt:
    """Order the cases that run on a version, or those given, to be taken to another; jobs do it case by case.

    `mapping` gives the new id of each element that has another one; without it the proposed one is taken. Raises
    `ReasonMissing`, `VersionUnknown`, `SameVersion`, `MappingRefused`, `NothingToTransfer`.
    """
    require_permission(ctx, Permission.CASE_MIGRATE)
    reason = require_reason(reason)
    versions = versions_of(ctx, key, from_number=from_number, to_number=to_number, mapping=mapping)
    before, after = require_version(ctx, key, from_number), require_version(ctx, key, to_number)
    running = active_cases(ctx, before.id)
    chosen = running if case_ids is None else [case_id for case_id in running if case_id in set(case_ids)]
    if not chosen:
        raise NothingToTransfer(key=key, number=from_number)
    now = ctx.clock.now()
    transfer = Transfer(
        tenant_id=ctx.actor.tenant_id, id=new_id(), key=key, from_version_id=before.id, to_version_id=after.id,
        mapping=dict(versions.mapping), reason=reason, status=RUNNING, started_by=ctx.actor.person_id, started_at=now,
        changed_at=now,
    )  # fmt: skip
    ctx.session.add(transfer)
    ctx.session.flush()
    add_items(ctx, transfer.id, chosen)
    go_on_later(ctx, transfer.id)
    body = {"key": key, "transfer": transfer.id, "from": from_number, "to": to_number, "cases": len(chosen)}
    record_journal(ctx, JOURNAL, "transfer:started", {**body, "mapping": dict(versions.mapping), "reason": reason})
    return Receipt(detail={"transfer": str(transfer.id), "cases": len(chosen)})
