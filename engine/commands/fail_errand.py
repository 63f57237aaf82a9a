"""Fail an errand: count an attempt that came to nothing, and try again later or ask a person."""

from datetime import timedelta
from uuid import UUID

from engine.errands.holding import hold_errand
from engine.errands.rules import next_pause
from engine.errands.store import give_up, postpone_errand
from engine.errands.values import OPEN
from engine.kernel.actor import SYSTEM
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission


def fail_errand(
    ctx: Context,
    *,
    task_id: UUID,
    zh: str,
    en: str,
    attempt: int | None = None,
    worker: str | None = None,
    pause: timedelta | None = None,
    is_final: bool = False,
) -> Receipt:
    """Note that an attempt has failed, with the reason in words.

    The operation says how often and after which pause it is tried again, unless `pause` or `is_final` do. Then the
    errand is given up and becomes an incident. An `attempt` that is not the present one counts no more. Raises
    `ErrandNotHeld`, `ErrandClosed`.
    """
    if ctx.actor.person_id != SYSTEM:
        require_permission(ctx, Permission.ERRAND_WORK)
    errand = hold_errand(ctx, task_id, worker=worker)
    detail = {"status": errand.status}
    if errand.status != OPEN or attempt not in {None, errand.attempt}:
        return Receipt(case_id=errand.case_id, task_id=task_id, detail=detail)
    allowed = None if is_final else next_pause(ctx.operations, errand)
    if allowed is None:
        give_up(ctx, task_id, zh=zh, en=en)
        return Receipt(case_id=errand.case_id, task_id=task_id, detail={"status": "stuck"})
    chosen = allowed if pause is None else pause
    postpone_errand(ctx, task_id, pause=chosen, zh=zh, en=en)
    detail["again_in_seconds"] = str(int(chosen.total_seconds()))
    return Receipt(case_id=errand.case_id, task_id=task_id, detail=detail)
