"""Take hold of an errand that an answer, an error or a failure is handed in for."""

from uuid import UUID

from engine.errands.rules import require_held
from engine.errands.store import lock_errand
from engine.errands.values import HeldErrand
from engine.kernel.context import Context
from engine.kernel.errors import NotFound


def hold_errand(ctx: Context, task_id: UUID, *, worker: str | None) -> HeldErrand:
    """Lock the errand of a task and return it; a `worker` outside must have taken it.

    A case and a task are locked before it. Raises `NotFound`, `ErrandNotHeld`, `ErrandClosed`.
    """
    errand = lock_errand(ctx, task_id)
    if errand is None:
        raise NotFound(what_zh="外部任务", what_en="errand")
    if worker is not None:
        require_held(errand, ctx.actor, worker)
    return errand
