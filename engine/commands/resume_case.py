"""Resume a suspended case (恢复办理)."""

from uuid import UUID

from engine.audit.chain import Entry
from engine.audit.log import record
from engine.cases.access import require_readable
from engine.cases.rules import ACTIVE, require_not_ended, require_reason, require_suspended
from engine.cases.store import advance_chain, lock_case, set_status
from engine.deadlines.timers import release_timers
from engine.errands.store import release_errands
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.messages.signals import release_held
from engine.messages.store import take_kept
from engine.organization.permissions import Permission, require_permission


def resume_case(ctx: Context, *, case_id: UUID, reason: str) -> Receipt:
    """Let a suspended case run on; timers that fell due and messages that came meanwhile have their effect now.

    Raises `ReasonMissing`, `CaseEnded`, `CaseNotSuspended`.
    """
    require_permission(ctx, Permission.CASE_SUSPEND)
    reason = require_reason(reason)
    require_readable(ctx, case_id)
    case = lock_case(ctx, case_id)
    require_not_ended(case)
    require_suspended(case)
    set_status(ctx, case.id, ACTIVE, reason=None)
    release_timers(ctx, case.id)
    release_errands(ctx, case.id)
    take_kept(ctx, case.id)
    release_held(ctx, case.id)
    entry = Entry("case:resumed", {"number": case.number, "reason": reason})
    advance_chain(ctx, case.id, *record(ctx, case.id, [entry], seq=case.seq, head=case.head))
    return Receipt(case_id=case.id, number=case.number, detail={"status": ACTIVE})
