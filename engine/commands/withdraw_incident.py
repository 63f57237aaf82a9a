"""Withdraw an incident: close it without anything being tried, with a reason (关闭)."""

from uuid import UUID

from engine.audit.chain import Entry
from engine.audit.log import record, record_journal
from engine.cases.rules import require_reason
from engine.cases.store import advance_chain
from engine.incidents.deciding import lock_for_decision
from engine.incidents.store import withdraw
from engine.incidents.values import WITHDRAWN
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission

JOURNAL = "incidents"


def withdraw_incident(ctx: Context, *, incident_id: UUID, reason: str) -> Receipt:
    """Close an open incident; whoever has the task may hand it in again, a timer or message is given up.

    Raises `ReasonMissing`, `IncidentClosed`, `IncidentUnderway`.
    """
    require_permission(ctx, Permission.INCIDENT_HANDLE)
    reason = require_reason(reason)
    case, incident = lock_for_decision(ctx, incident_id, is_final=True)
    entry = Entry("incident:withdrawn", {"incident": incident.id, "element": incident.element, "reason": reason})
    if case is None:
        record_journal(ctx, JOURNAL, entry.kind, entry.body)
    else:
        advance_chain(ctx, case.id, *record(ctx, case.id, [entry], seq=case.seq, head=case.head))
    withdraw(ctx, incident.id, reason=reason)
    return Receipt(
        case_id=incident.case_id,
        number=case.number if case else None,
        detail={"incident": str(incident.id), "status": WITHDRAWN},
    )
