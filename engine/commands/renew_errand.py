"""Renew an errand: put one whose time for another attempt has come into the queue."""

from uuid import UUID

from engine.errands.rules import is_external
from engine.errands.store import lock_errand, requeue_errand
from engine.errands.values import OPEN
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt


def renew_errand(ctx: Context, *, task_id: UUID) -> Receipt:
    """Put an errand that is due into the queue, unless its job is there still; any other is left alone."""
    errand = lock_errand(ctx, task_id)
    if errand is None or errand.status != OPEN or errand.is_held or errand.due_at > ctx.clock.now():
        return Receipt(task_id=task_id)
    if is_external(errand.operation) and errand.answer is None:
        return Receipt(task_id=task_id)
    return Receipt(task_id=task_id, detail={"queued": requeue_errand(ctx, errand)})
