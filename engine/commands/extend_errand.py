"""Extend an errand: let a worker outside keep what it has taken for longer."""

from datetime import timedelta
from uuid import UUID

from engine.errands.rules import require_held
from engine.errands.store import extend_errand_lock, lock_errand
from engine.kernel.context import Context
from engine.kernel.errors import NotFound
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission


def extend_errand(ctx: Context, *, task_id: UUID, worker: str, lock_seconds: int) -> Receipt:
    """Let a worker keep an errand for so many seconds from now; raises `ErrandNotHeld`, `ErrandClosed`."""
    require_permission(ctx, Permission.ERRAND_WORK)
    errand = lock_errand(ctx, task_id)
    if errand is None:
        raise NotFound(what_zh="外部任务", what_en="errand")
    require_held(errand, ctx.actor, worker)
    until = ctx.clock.now() + timedelta(seconds=lock_seconds)
    extend_errand_lock(ctx, task_id, until)
    return Receipt(case_id=errand.case_id, task_id=task_id, detail={"locked_until": until.isoformat()})
