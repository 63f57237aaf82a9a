"""Drafts of procedures: read, saved, checked, published, as the diagram editor does."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request

from engine.commands.publish_diagram import publish_diagram
from engine.commands.save_diagram import save_diagram
from engine.definitions.catalogue import check_diagram, read_draft
from engine.kernel.receipt import Receipt
from web.api.acting import act_once
from web.api.problems import fault_view
from web.api.schemas.definitions import FindingsSchema, PublishWishSchema, RevisionQuerySchema
from web.api.schemas.shared import ReceiptSchema
from web.api.topic import Topic
from web.api.views import xml_answer
from web.edge import act, reading
from web.guard import needs

topic = Topic("drafts", "Drafts of procedures: read, saved, checked, published")

_DIAGRAM = {
    "required": True,
    "description": "BPMN 2.0 with layout",
    "content": {"application/xml": {"schema": {"type": "string"}}},
}


@topic.get("/definitions/<key>/draft")
@needs("definition.edit")
@topic.response(200, {"type": "string"}, content_type="application/xml", description="BPMN 2.0 with layout")
def read_draft_diagram(key: str) -> Response:
    """Read the draft, or the live diagram where there is none; the header `X-Revision` has its revision."""
    with reading() as ctx:
        draft = read_draft(ctx, key)
    answer = xml_answer(draft.bpmn)
    answer.headers["X-Revision"] = str(draft.revision)
    return answer


@topic.put("/definitions/<key>/draft")
@needs("definition.edit")
@topic.arguments(RevisionQuerySchema, location="query")
@topic.response(200, ReceiptSchema)
@topic.described(requestBody=_DIAGRAM)
def save_draft_diagram(wish: dict[str, Any], key: str) -> Receipt:
    """Save a draft over the revision that was edited; a later one of somebody else is not overwritten."""
    return act(save_diagram, key=key, revision=wish["revision"], bpmn=request.get_data(cache=False))


@topic.get("/definitions/<key>/draft/findings")
@needs("definition.edit")
@topic.response(200, FindingsSchema)
def check_draft(key: str) -> Mapping[str, Any]:
    """Say what would be refused if the draft were published now; nothing if it would not."""
    with reading() as ctx:
        faults = check_diagram(ctx, key, read_draft(ctx, key).bpmn)
    return {"items": [fault_view(fault) for fault in faults]}


@topic.post("/definitions/<key>/draft/publish")
@needs("definition.publish")
@topic.arguments(PublishWishSchema)
@topic.response(201, ReceiptSchema)
def publish_draft(body: dict[str, Any], key: str) -> Receipt:
    """Put the draft into force; running cases stay on their version."""
    wish = {name: body[name] for name in ("revision", "note", "replacing")}
    return act_once(publish_diagram, key=key, **wish)
