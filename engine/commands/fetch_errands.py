"""Fetch errands: let a worker outside take what waits of a topic, for a time."""

from datetime import timedelta

from engine.cases.store import read_case
from engine.errands.errors import TopicUnknown
from engine.errands.rules import MOST_FETCHED
from engine.errands.store import take_errands
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.operations.rules import plain
from engine.operations.values import EXTERNAL
from engine.organization.permissions import Permission, require_permission


def fetch_errands(ctx: Context, *, topic: str, worker: str, limit: int, lock_seconds: int) -> Receipt:
    """Take up to `limit` errands of a topic for a worker; nobody else gets them before the time is over.

    Each tells its inputs, its number of attempts, until when it is taken, and the id under which it is answered.
    Raises `TopicUnknown`.
    """
    require_permission(ctx, Permission.ERRAND_WORK)
    operation = f"{EXTERNAL}{topic}"
    if operation not in ctx.operations:
        raise TopicUnknown(topic=topic)
    until = ctx.clock.now() + timedelta(seconds=lock_seconds)
    taken = take_errands(ctx, operation=operation, worker=worker, limit=min(limit, MOST_FETCHED), until=until)
    told = [
        {
            "id": str(errand.task_id),
            "case_id": str(errand.case_id),
            "case_number": read_case(ctx, errand.case_id).number,
            "element": errand.element,
            "inputs": plain(errand.inputs),
            "attempt": errand.attempt,
            "failures": errand.failures,
            "locked_until": errand.due_at.isoformat(),
        }
        for errand in taken
    ]
    return Receipt(detail={"tasks": told})
