"""Cancel an activity: withdraw one step of a case, alone or so that the case goes on behind it (撤回、跳过环节)."""

from uuid import UUID

from engine.audit.chain import Entry
from engine.cases.access import require_readable
from engine.cases.environment import environment_of
from engine.cases.gates import require_no_gate_passed
from engine.cases.record import participants
from engine.cases.rules import require_active, require_reason
from engine.cases.store import lock_case
from engine.definitions.store import load_procedure
from engine.interventions.plan import Wish, plan, require_seq
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission
from engine.organization.roster import load_roster
from engine.settlement.settle import settle
from engine.settlement.step import Step


def cancel_activity(ctx: Context, *, case_id: UUID, token: str, reason: str, seq: int, go_on: bool = False) -> Receipt:
    """Withdraw what stands at a token of a readable active case; with `go_on` the case goes on behind it.

    `seq` is the last event the actor has seen. Raises `ReasonMissing`, `CaseNotActive`, `CaseEnded`, `CaseChanged`;
    `GatePassedBy` where a precondition of the law would be passed; and what the runtime refuses: `NotOpen`,
    `NotMovable`, `WouldStrand`, `NothingLeft`, `ExecutionFailed`.
    """
    require_permission(ctx, Permission.CASE_INTERVENE)
    reason = require_reason(reason)
    require_readable(ctx, case_id)
    case = lock_case(ctx, case_id)
    require_active(case)
    require_seq(case, seq)
    procedure = load_procedure(ctx, case.version_id)
    wish = Wish("skip" if go_on else "withdraw", token)
    planned = plan(case, procedure, wish, environment_of(ctx, case))
    require_no_gate_passed(planned.passed)
    body = {
        "from": [position.element for position in planned.gone],
        "withdrawn": [closed.element for closed in planned.outcome.closed],
        "reason": reason,
    }
    entry = Entry("case:skipped" if go_on else "case:withdrawn", body)
    roster = load_roster(ctx, logins=participants(case.record))
    settle(ctx, case, procedure, planned.outcome, Step(entry=entry, roster=roster))
    return Receipt(case_id=case.id, number=case.number, detail={"status": planned.outcome.status})
