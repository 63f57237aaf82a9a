"""Continue a transfer: after some of its cases, put the next part into the queue, or note that it is through."""

from uuid import UUID

from engine.audit.log import record_journal
from engine.definitions.publishing import JOURNAL
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.transfer.store import FINISHED, RUNNING, go_on_later, require_transfer, set_status, waiting_items


def continue_transfer(ctx: Context, *, transfer_id: UUID) -> Receipt:
    """Go on with a running transfer while cases wait, else finish it; one that was halted is left alone."""
    transfer = require_transfer(ctx, transfer_id, lock=True)
    if transfer.status == RUNNING:
        if waiting_items(ctx, transfer.id, 1):
            go_on_later(ctx, transfer.id)
        else:
            set_status(ctx, transfer, FINISHED)
            record_journal(ctx, JOURNAL, "transfer:finished", {"key": transfer.key, "transfer": transfer.id})
    return Receipt(detail={"transfer": str(transfer.id), "status": transfer.status})
