"""Cases: started, listed, read."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response

from engine.cases.directory import CaseRow, list_cases
from engine.cases.dossier import read_dossier
from engine.cases.timeline import TimelineEntry, read_timeline
from engine.commands.start_case import start_case
from engine.definitions.catalogue import read_diagram
from engine.kernel.paging import Page
from engine.kernel.receipt import Receipt
from web.api.acting import act_once
from web.api.schemas.cases import (
    AttachmentsSchema,
    CasePageSchema,
    CaseSchema,
    CasesQuerySchema,
    CommentsSchema,
    StartSchema,
    TimelineSchema,
)
from web.api.schemas.shared import PageQuerySchema, ReceiptSchema
from web.api.topic import Topic
from web.api.views import case_view, xml_answer
from web.edge import reading
from web.guard import SIGNED_IN, needs

topic = Topic("cases", "Cases: started, listed, read")


@topic.post("/cases")
@needs("case.start")
@topic.arguments(StartSchema)
@topic.response(201, ReceiptSchema)
def start(body: dict[str, Any]) -> Receipt:
    """Start a case; its first task is `next_task_id` and lies with the caller."""
    return act_once(start_case, key=body["key"], unit=body["unit"])


@topic.get("/cases")
@needs(SIGNED_IN)
@topic.arguments(CasesQuerySchema, location="query")
@topic.response(200, CasePageSchema)
def list_readable(wish: dict[str, Any]) -> Page[CaseRow]:
    """List the cases the caller may read, the latest first."""
    with reading() as ctx:
        return list_cases(ctx, **wish)


@topic.get("/cases/<uuid:case_id>")
@needs(SIGNED_IN)
@topic.response(200, CaseSchema)
def read_case(case_id: UUID) -> Mapping[str, Any]:
    """Read a case with its values, tasks and time limits."""
    with reading() as ctx:
        return case_view(read_dossier(ctx, case_id))


@topic.get("/cases/<uuid:case_id>/timeline")
@needs(SIGNED_IN)
@topic.arguments(PageQuerySchema, location="query")
@topic.response(200, TimelineSchema)
def read_events(wish: dict[str, Any], case_id: UUID) -> Page[TimelineEntry]:
    """Read what happened in a case, the latest first."""
    with reading() as ctx:
        return read_timeline(ctx, case_id, mark=wish["mark"], limit=wish["limit"])


@topic.get("/cases/<uuid:case_id>/diagram")
@needs(SIGNED_IN)
@topic.response(200, {"type": "string"}, content_type="application/xml", description="BPMN 2.0 with layout")
def read_case_diagram(case_id: UUID) -> Response:
    """Read the diagram that the case runs on; where it stands is in `marks` of the case."""
    with reading() as ctx:
        return xml_answer(read_diagram(ctx, read_dossier(ctx, case_id).case.version_id))


@topic.get("/cases/<uuid:case_id>/attachments")
@needs(SIGNED_IN)
@topic.response(200, AttachmentsSchema)
def list_attachments(case_id: UUID) -> Mapping[str, Any]:
    """List the files of a case."""
    with reading() as ctx:
        return {"items": read_dossier(ctx, case_id).attachments}


@topic.get("/cases/<uuid:case_id>/comments")
@needs(SIGNED_IN)
@topic.response(200, CommentsSchema)
def list_comments(case_id: UUID) -> Mapping[str, Any]:
    """List the remarks on a case."""
    with reading() as ctx:
        return {"items": read_dossier(ctx, case_id).comments}
