"""Skip an incident: let a case go on past what cannot be done, with a reason (跳过)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engine.audit.chain import Entry
from engine.audit.log import record
from engine.bpmn import Element
from engine.cases.gates import Ground, passed_by_moving, passed_by_withdrawing, require_no_gate_passed
from engine.cases.rules import require_active, require_reason
from engine.cases.store import advance_chain
from engine.cases.values import LockedCase
from engine.definitions.procedure import Procedure
from engine.definitions.store import load_procedure
from engine.incidents.deciding import lock_for_decision
from engine.incidents.errors import NoCaseToChange, SkipUnfit
from engine.incidents.rules import require_skippable
from engine.incidents.store import RETRY_JOB, decide
from engine.incidents.values import SKIP, LockedIncident
from engine.jobs.queue import enqueue
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.messages.fitness import is_storable
from engine.organization.permissions import Permission, require_permission


def skip_incident(
    ctx: Context,
    *,
    incident_id: UUID,
    reason: str,
    values: Mapping[str, Any] | None = None,
    flow: str | None = None,
) -> Receipt:
    """Let the step of an open incident be taken anew, past the element that failed, by a job.

    `values` are written in place of what the element would have yielded; `flow` is the sequence flow it is left by,
    which a gateway needs. What is skipped is not on record as done. Raises `ReasonMissing`, `IncidentClosed`,
    `IncidentUnderway`, `DraftChanged`, `NoCaseToChange`, `SkipUnfit`, and `GatePassedBy` where a precondition of the
    law rests on the element or would be gone around.
    """
    require_permission(ctx, Permission.INCIDENT_HANDLE)
    reason = require_reason(reason)
    case, incident = lock_for_decision(ctx, incident_id)
    if case is None:
        raise NoCaseToChange
    require_active(case)
    procedure = load_procedure(ctx, case.version_id)
    element = _element(procedure, incident)
    require_skippable(element, flow=flow)
    if values is not None and not is_storable(dict(values)):
        raise SkipUnfit(**_named(element), why_zh="所给的值无法保存", why_en="the values cannot be stored")
    _require_lawful(case, procedure, element, values=values, flow=flow)
    skip = {"values": None if values is None and flow else dict(values or {}), "flow": flow}
    body = {"incident": incident.id, "element": element.id, "flow": flow, "fields": sorted(values or {})}
    entry = Entry("incident:skipped", {**body, "reason": reason}, dict(values or {}))
    advance_chain(ctx, case.id, *record(ctx, case.id, [entry], seq=case.seq, head=case.head))
    decide(ctx, incident.id, SKIP, reason=reason, skip=skip)
    enqueue(ctx.session, RETRY_JOB, tenant=ctx.actor.tenant_id, incident=incident.id)
    return Receipt(case_id=case.id, number=case.number, detail={"incident": str(incident.id), "decision": SKIP})


def _element(procedure: Procedure, incident: LockedIncident) -> Element:
    element = procedure.elements.get(incident.element)
    if element is None:
        named: dict[str, Any] = {"name_zh": incident.name_zh, "name_en": incident.name_en}
        raise SkipUnfit(**named, why_zh="不知道是哪个环节出错", why_en="it is not known which element failed")
    return element


def _require_lawful(
    case: LockedCase, procedure: Procedure, element: Element, *, values: Mapping[str, Any] | None, flow: str | None
) -> None:
    ground = Ground(procedure, case.data, case.record)
    is_left_out = flow is None or values is not None
    faults = passed_by_withdrawing(ground, [element.id], go_on=True) if is_left_out else ()
    if flow is not None:
        target = procedure.model.processes[element.process_id].flows[flow].target
        faults += passed_by_moving(ground, [element.id], target)
    named = {name for rest in ground.rests for name in rest.fields} & set(values or {})
    if named:
        why_zh = f"法定前置条件以 {'、'.join(sorted(named))} 为据，不能在此填写"
        why_en = f"gates rest on {', '.join(sorted(named))}, which cannot be given here"
        raise SkipUnfit(**_named(element), why_zh=why_zh, why_en=why_en)
    require_no_gate_passed(faults)


def _named(element: Element) -> dict[str, Any]:
    name = element.name or element.id
    return {"name_zh": name, "name_en": element.name_en or name}
