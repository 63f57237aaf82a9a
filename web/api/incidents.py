"""Incidents: steps that could not be taken, and what is done about them."""

from typing import Any
from uuid import UUID

from engine.commands.retry_incident import retry_incident
from engine.commands.skip_incident import skip_incident
from engine.commands.withdraw_incident import withdraw_incident
from engine.incidents.directory import IncidentRow, list_incidents, read_incident_row
from engine.kernel.paging import Page
from engine.kernel.receipt import Receipt
from web.api.acting import act_once
from web.api.schemas.incidents import (
    IncidentPageSchema,
    IncidentSchema,
    IncidentsQuerySchema,
    RetrySchema,
    SkipSchema,
)
from web.api.schemas.shared import ReasonSchema, ReceiptSchema
from web.api.topic import Topic
from web.edge import reading
from web.guard import needs

topic = Topic("incidents", "Steps that could not be taken, and what is done about them")


@topic.get("/incidents")
@needs("incident.handle")
@topic.arguments(IncidentsQuerySchema, location="query")
@topic.response(200, IncidentPageSchema)
def list_all_incidents(wish: dict[str, Any]) -> Page[IncidentRow]:
    """List the incidents of the tenant, the latest first."""
    with reading() as ctx:
        return list_incidents(ctx, **wish)


@topic.get("/incidents/<uuid:incident_id>")
@needs("incident.handle")
@topic.response(200, IncidentSchema)
def read_incident(incident_id: UUID) -> IncidentRow:
    """Read an incident."""
    with reading() as ctx:
        return read_incident_row(ctx, incident_id)


@topic.post("/incidents/<uuid:incident_id>/retry")
@needs("incident.handle")
@topic.arguments(RetrySchema)
@topic.response(200, ReceiptSchema)
def retry_one(body: dict[str, Any], incident_id: UUID) -> Receipt:
    """Let the step be taken anew by a job, with case data corrected before if changes are given."""
    return act_once(retry_incident, incident_id=incident_id, **body)


@topic.post("/incidents/<uuid:incident_id>/skip")
@needs("incident.handle")
@topic.arguments(SkipSchema)
@topic.response(200, ReceiptSchema)
def skip_one(body: dict[str, Any], incident_id: UUID) -> Receipt:
    """Let the case go on past the element; refused where it would pass what the law makes a precondition."""
    return act_once(skip_incident, incident_id=incident_id, **body)


@topic.post("/incidents/<uuid:incident_id>/withdraw")
@needs("incident.handle")
@topic.arguments(ReasonSchema)
@topic.response(200, ReceiptSchema)
def withdraw_one(body: dict[str, Any], incident_id: UUID) -> Receipt:
    """Close an incident without anything being tried."""
    return act_once(withdraw_incident, incident_id=incident_id, reason=body["reason"])
