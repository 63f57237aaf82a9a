"""Confirm a version of a threshold against the text of its norm (待核实 → 已核实)."""

from uuid import UUID

from engine.audit.log import record_journal
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission
from engine.registers.rules import Status
from engine.registers.settling import require_text, require_unverified
from engine.registers.store import lock_version, settle_version


def confirm_threshold(ctx: Context, *, threshold_id: UUID, source: str) -> Receipt:
    """Mark an unverified version as verified, with the source that was read.

    Raises `ThresholdUnknown`, `ThresholdSettled`, `ThresholdRefused` without a source.
    """
    require_permission(ctx, Permission.THRESHOLD_EDIT)
    source = require_text(source, field="source")
    version = lock_version(ctx, threshold_id)
    require_unverified(version)
    settle_version(ctx, version, status=Status.VERIFIED, source=source, note=version.note)
    body = {"threshold": version.id, "name": version.name, "valid_from": version.valid_from, "source": source}
    record_journal(ctx, "thresholds", "threshold:confirmed", body)
    return Receipt(detail={"threshold": str(version.id), "status": str(Status.VERIFIED)})
