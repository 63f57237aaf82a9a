"""Suspend a case: halt all work on it, with a reason (挂起)."""

from uuid import UUID

from engine.audit.chain import Entry
from engine.audit.log import record
from engine.cases.access import require_readable
from engine.cases.rules import SUSPENDED, require_active, require_reason
from engine.cases.store import advance_chain, lock_case, set_status
from engine.deadlines.timers import hold_timers
from engine.errands.store import hold_errands
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission


def suspend_case(ctx: Context, *, case_id: UUID, reason: str) -> Receipt:
    """Halt a readable active case; its tasks stay where they are and refuse to move until it is resumed.

    Raises `ReasonMissing`, `CaseEnded`, `CaseNotActive`.
    """
    require_permission(ctx, Permission.CASE_SUSPEND)
    reason = require_reason(reason)
    require_readable(ctx, case_id)
    case = lock_case(ctx, case_id)
    require_active(case)
    set_status(ctx, case.id, SUSPENDED, reason=reason)
    hold_timers(ctx, case.id)
    hold_errands(ctx, case.id)
    entry = Entry("case:suspended", {"number": case.number, "reason": reason})
    advance_chain(ctx, case.id, *record(ctx, case.id, [entry], seq=case.seq, head=case.head))
    return Receipt(case_id=case.id, number=case.number, detail={"status": SUSPENDED})
