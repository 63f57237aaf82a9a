"""Extend an errand: let a worker outside keep what it has taken for longer."""

from datetime import timedelta
from uuid import UUID

from engine.errands.holding import hold_errand
from engine.errands.store import extend_errand_lock
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission


def extend_errand(ctx: Context, *, task_id: UUID, worker: str, lock_seconds: int) -> Receipt:
    """Let a worker keep an errand for so many seconds from now; raises `ErrandNotHeld`, `ErrandClosed`."""
    require_permission(ctx, Permission.ERRAND_WORK)
    errand = hold_errand(ctx, task_id, worker=worker)
    until = ctx.clock.now() + timedelta(seconds=lock_seconds)
    extend_errand_lock(ctx, task_id, until)
    return Receipt(case_id=errand.case_id, task_id=task_id, detail={"locked_until": until.isoformat()})
