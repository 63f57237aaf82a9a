"""Retry an incident: take the step anew, as it was or with case data changed (重试、更正后重试)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engine import runtime
from engine.audit.chain import Entry
from engine.audit.log import record, record_journal
from engine.cases.environment import environment_of
from engine.cases.record import participants
from engine.cases.rules import require_active, require_reason
from engine.cases.store import advance_chain
from engine.cases.values import LockedCase
from engine.definitions.store import load_procedure
from engine.incidents.deciding import lock_for_decision
from engine.incidents.errors import NoCaseToChange
from engine.incidents.store import RETRY_JOB, decide
from engine.incidents.values import RETRY, LockedIncident
from engine.interventions.correction import judge_correction
from engine.jobs.queue import enqueue
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission
from engine.organization.roster import load_roster
from engine.runtime import Snapshot
from engine.settlement.settle import settle
from engine.settlement.step import Step

JOURNAL = "incidents"


def retry_incident(
    ctx: Context, *, incident_id: UUID, changes: Mapping[str, Any] | None = None, reason: str = ""
) -> Receipt:
    """Let the step of an open incident be taken anew, by a job, in the name of whoever took it first.

    With `changes`, raw new values by field, the case document is corrected before, which needs a reason; the forms
    that own the fields judge the values and old and new go on record. Raises `IncidentClosed`, `IncidentUnderway`,
    `DraftChanged`, `NoCaseToChange`, `ReasonMissing`, `FieldsNotCorrectable`, `FormRefused`, `NothingCorrected`, and
    `GatePassedBy` where a precondition of the law would be opened or undermined.
    """
    require_permission(ctx, Permission.INCIDENT_HANDLE)
    reason = require_reason(reason) if changes else reason.strip()[:500]
    case, incident = lock_for_decision(ctx, incident_id)
    if changes and case is None:
        raise NoCaseToChange
    entry = Entry("incident:retried", {"incident": incident.id, "element": incident.element, "reason": reason})
    if case is None:
        record_journal(ctx, JOURNAL, entry.kind, entry.body)
    elif changes:
        _correct(ctx, case, incident, changes, reason)
    else:
        advance_chain(ctx, case.id, *record(ctx, case.id, [entry], seq=case.seq, head=case.head))
    decide(ctx, incident.id, RETRY, reason=reason or None)
    enqueue(ctx.session, RETRY_JOB, tenant=ctx.actor.tenant_id, incident=incident.id)
    return Receipt(
        case_id=incident.case_id,
        number=case.number if case else None,
        detail={"incident": str(incident.id), "decision": RETRY},
    )


def _correct(ctx: Context, case: LockedCase, incident: LockedIncident, changes: Mapping[str, Any], reason: str) -> None:
    require_active(case)
    procedure = load_procedure(ctx, case.version_id)
    correction = judge_correction(ctx, case, procedure, changes)
    snapshot = Snapshot(case.state, case.codec, case.data)
    environment = environment_of(ctx, case)
    outcome = runtime.revise(procedure.program, snapshot, data=correction.after, environment=environment)
    body = {
        "incident": incident.id,
        "element": incident.element,
        "fields": sorted(correction.after),
        "before": correction.told(correction.before),
        "after": correction.told(correction.after),
        "reason": reason,
    }
    entry = Entry("incident:corrected", body, correction.hidden())
    settle(ctx, case, procedure, outcome, Step(entry=entry, roster=load_roster(ctx, logins=participants(case.record))))
