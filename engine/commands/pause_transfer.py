"""Pause a transfer: halt it between two cases (暂停迁移)."""

from uuid import UUID

from engine.audit.log import record_journal
from engine.definitions.publishing import JOURNAL
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission
from engine.transfer.store import PAUSED, RUNNING, require_status, require_transfer, set_status


def pause_transfer(ctx: Context, *, transfer_id: UUID) -> Receipt:
    """Halt a running transfer; the case that is being taken is finished first, the others wait.

    Raises `TransferUnknown`, `TransferNotThere`.
    """
    require_permission(ctx, Permission.CASE_MIGRATE)
    transfer = require_transfer(ctx, transfer_id, lock=True)
    require_status(transfer, RUNNING)
    set_status(ctx, transfer, PAUSED)
    record_journal(ctx, JOURNAL, "transfer:paused", {"key": transfer.key, "transfer": transfer.id})
    return Receipt(detail={"transfer": str(transfer.id), "status": transfer.status})
