"""Cancel a case: end it before its procedure is through, with a reason (撤销立案)."""

from dataclasses import replace
from uuid import UUID

from engine import runtime
from engine.audit.chain import Entry
from engine.cases.access import require_readable
from engine.cases.environment import environment_of
from engine.cases.record import participants
from engine.cases.rules import ACTIVE, CANCELLED, require_not_ended, require_reason
from engine.cases.store import lock_case
from engine.definitions.store import load_procedure
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission
from engine.organization.roster import load_roster
from engine.runtime import Snapshot
from engine.settlement.rows import withdraw_tasks
from engine.settlement.settle import settle
from engine.settlement.step import Step


def cancel_case(ctx: Context, *, case_id: UUID, reason: str) -> Receipt:
    """End a readable case that is active or suspended; its open tasks are withdrawn, its timers disarmed.

    Whoever started a case on which nobody has completed a step yet may cancel it without the permission: a case
    started by mistake must have a way out. Raises `ReasonMissing`, `CaseEnded`.
    """
    reason = require_reason(reason)
    require_readable(ctx, case_id)
    case = lock_case(ctx, case_id)
    has_begun = bool(participants(case.record))
    if has_begun or case.started_by != ctx.actor.person_id:
        require_permission(ctx, Permission.CASE_CANCEL)
    require_not_ended(case)
    procedure = load_procedure(ctx, case.version_id)
    outcome = runtime.cancel(
        procedure.program, Snapshot(case.state, case.codec, case.data), environment=environment_of(ctx, case)
    )
    withdraw_tasks(ctx, case.id, None)
    step = Step(
        entry=Entry("case:cancel-ordered", {"number": case.number, "reason": reason}),
        roster=load_roster(ctx),
    )
    settle(ctx, replace(case, status=ACTIVE), procedure, replace(outcome, status=CANCELLED, closed=()), step)
    return Receipt(case_id=case.id, number=case.number, detail={"status": CANCELLED})
