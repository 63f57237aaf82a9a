"""Withdraw a version of a threshold that was entered in error, with a reason."""

from uuid import UUID

from engine.audit.log import record_journal
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission
from engine.registers.rules import Status
from engine.registers.settling import require_in_use, require_text
from engine.registers.store import lock_version, settle_version


def withdraw_threshold(ctx: Context, *, threshold_id: UUID, reason: str) -> Receipt:
    """Let a version never be chosen again; what was decided by it stays on record.

    Raises `ThresholdUnknown`, `ThresholdSettled`, `ThresholdRefused` without a reason.
    """
    require_permission(ctx, Permission.THRESHOLD_EDIT)
    reason = require_text(reason, field="reason")
    version = lock_version(ctx, threshold_id)
    require_in_use(version)
    settle_version(ctx, version, status=Status.WITHDRAWN, source=version.source, note=reason)
    body = {"threshold": version.id, "name": version.name, "valid_from": version.valid_from, "reason": reason}
    record_journal(ctx, "thresholds", "threshold:withdrawn", body)
    return Receipt(detail={"threshold": str(version.id), "status": str(Status.WITHDRAWN)})
