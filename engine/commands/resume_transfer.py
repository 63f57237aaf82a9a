"""Resume a transfer: let it go on where it was paused (继续迁移)."""

from uuid import UUID

from engine.audit.log import record_journal
from engine.definitions.publishing import JOURNAL
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission
from engine.transfer.store import PAUSED, RUNNING, go_on_later, require_status, require_transfer, set_status


def resume_transfer(ctx: Context, *, transfer_id: UUID) -> Receipt:
    """Let a paused transfer go on with the cases that wait.

    Raises `TransferUnknown`, `TransferNotThere`.
    """
    require_permission(ctx, Permission.CASE_MIGRATE)
    transfer = require_transfer(ctx, transfer_id, lock=True)
    require_status(transfer, PAUSED)
    set_status(ctx, transfer, RUNNING)
    go_on_later(ctx, transfer.id)
    record_journal(ctx, JOURNAL, "transfer:resumed", {"key": transfer.key, "transfer": transfer.id})
    return Receipt(detail={"transfer": str(transfer.id), "status": transfer.status})
