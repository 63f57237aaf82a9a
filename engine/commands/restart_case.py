"""Restart a case: reopen an ended case at one of its elements, with its data and its record (重新办理)."""

from dataclasses import replace
from uuid import UUID

from engine.audit.chain import Entry
from engine.cases.access import require_readable
from engine.cases.environment import environment_of
from engine.cases.gates import require_no_gate_passed
from engine.cases.record import participants
from engine.cases.rules import ACTIVE, require_reason
from engine.cases.store import lock_case
from engine.definitions.store import load_procedure
from engine.interventions.plan import Wish, plan, require_seq
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission
from engine.organization.roster import load_roster
from engine.settlement.settle import settle
from engine.settlement.step import Step


def restart_case(ctx: Context, *, case_id: UUID, to: str, reason: str, seq: int) -> Receipt:
    """Let a readable case that has ended go on at an element of its procedure; nothing on record is undone.

    `seq` is the last event the actor has seen. Raises `ReasonMissing`, `CaseGoesOn`, `CaseChanged`; `GatePassedBy`
    where the case would stand behind a gate it has not passed; `NoTarget`, `WouldStrand`, `ExecutionFailed`.
    """
    require_permission(ctx, Permission.CASE_INTERVENE)
    reason = require_reason(reason)
    require_readable(ctx, case_id)
    case = lock_case(ctx, case_id)
    require_seq(case, seq)
    procedure = load_procedure(ctx, case.version_id)
    planned = plan(case, procedure, Wish("restart", to=to), environment_of(ctx, case))
    require_no_gate_passed(planned.passed)
    entry = Entry("case:restarted", {"number": case.number, "was": case.status, "element": to, "reason": reason})
    roster = load_roster(ctx, logins=participants(case.record))
    settle(ctx, replace(case, status=ACTIVE), procedure, planned.outcome, Step(entry=entry, roster=roster))
    return Receipt(case_id=case.id, number=case.number, detail={"status": planned.outcome.status})
