"""Stop a transfer: end it before all cases are through (停止迁移)."""

from uuid import UUID

from engine.audit.log import record_journal
from engine.definitions.publishing import JOURNAL
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission
from engine.transfer.store import PAUSED, RUNNING, STOPPED, require_status, require_transfer, set_status


def stop_transfer(ctx: Context, *, transfer_id: UUID) -> Receipt:
    """End a transfer that is running or paused; cases that were moved stay moved, the others stay where they are.

    Raises `TransferUnknown`, `TransferNotThere`.
    """
    require_permission(ctx, Permission.CASE_MIGRATE)
    transfer = require_transfer(ctx, transfer_id, lock=True)
    require_status(transfer, RUNNING, PAUSED)
    set_status(ctx, transfer, STOPPED)
    record_journal(ctx, JOURNAL, "transfer:stopped", {"key": transfer.key, "transfer": transfer.id})
    return Receipt(detail={"transfer": str(transfer.id), "status": transfer.status})
