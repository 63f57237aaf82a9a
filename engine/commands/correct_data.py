"""Correct data: change values of a case that were filled in wrongly, with a reason (更正数据)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engine import runtime
from engine.audit.chain import Entry
from engine.cases.access import require_readable
from engine.cases.environment import environment_of
from engine.cases.record import participants
from engine.cases.rules import require_active, require_reason
from engine.cases.store import lock_case
from engine.definitions.store import load_procedure
from engine.interventions.correction import judge_correction
from engine.interventions.plan import require_seq, snapshot_of
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission
from engine.organization.roster import load_roster
from engine.settlement.settle import settle
from engine.settlement.step import Step


def correct_data(ctx: Context, *, case_id: UUID, changes: Mapping[str, Any], reason: str, seq: int) -> Receipt:
    """Put raw new values, by field, into the document of a readable active case.

    The form of the step that filled a field in judges its new value; old and new go on record. `seq` is the last
    event the actor has seen. Raises `ReasonMissing`, `CaseNotActive`, `CaseEnded`, `CaseChanged`,
    `FieldsNotCorrectable`, `FormRefused`, `NothingCorrected`; `GatePassedBy` where a gate would be opened by the new
    value or what was decided on the old one would lose its ground.
    """
    require_permission(ctx, Permission.CASE_INTERVENE)
    reason = require_reason(reason)
    require_readable(ctx, case_id)
    case = lock_case(ctx, case_id)
    require_active(case)
    require_seq(case, seq)
    procedure = load_procedure(ctx, case.version_id)
    correction = judge_correction(ctx, case, procedure, changes)
    outcome = runtime.revise(
        procedure.program, snapshot_of(case), data=correction.after, environment=environment_of(ctx, case)
    )
    body = {
        "fields": sorted(correction.after),
        "before": correction.told(correction.before),
        "after": correction.told(correction.after),
        "reason": reason,
    }
    entry = Entry("case:corrected", body, correction.hidden())
    roster = load_roster(ctx, logins=participants(case.record))
    settle(ctx, case, procedure, outcome, Step(entry=entry, roster=roster))
    return Receipt(case_id=case.id, number=case.number, detail={"fields": sorted(correction.after)})
