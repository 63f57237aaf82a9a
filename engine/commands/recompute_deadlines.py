"""Compute deadlines again that waited for a holiday notice: one chunk, and a job for the next."""

from uuid import UUID

from engine.audit.log import record_journal
from engine.deadlines.provisional import RECOMPUTE, recompute_chunk
from engine.jobs.queue import enqueue
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt


def recompute_deadlines(ctx: Context, *, after: UUID | None) -> Receipt:
    """Settle the provisional deadlines after one, as far as the notices reach, and go on with the next chunk.

    A deadline that does not wait any more is not touched, so that a second run does nothing.
    """
    settled, onward = recompute_chunk(ctx, after)
    if onward is not None:
        enqueue(ctx.session, RECOMPUTE, tenant=ctx.actor.tenant_id, after=onward)
    if settled:
        record_journal(ctx, "calendar", "deadlines:recomputed", {"deadlines": settled})
    return Receipt(detail={"deadlines": settled, "onward": onward is not None})
