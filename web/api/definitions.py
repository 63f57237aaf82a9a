"""Procedures: listed, drawn, deployed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response

from engine.commands.deploy_procedure import deploy_procedure
from engine.definitions.catalogue import list_definitions, list_startable, read_diagram
from engine.kernel.receipt import Receipt
from web.api.acting import act_once
from web.api.bundles import sent_bundle
from web.api.schemas.definitions import DefinitionsSchema, DeployQuerySchema
from web.api.schemas.shared import ReceiptSchema
from web.api.topic import Topic
from web.api.views import xml_answer
from web.edge import reading
from web.guard import needs

topic = Topic("definitions", "Procedures: listed, drawn, deployed")

_BUNDLE = {
    "required": True,
    "description": "A zip archive, or each file with its path in the bundle as file name",
    "content": {
        "application/zip": {"schema": {"type": "string", "format": "binary"}},
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {
                    "bundle": {"type": "string", "format": "binary"},
                    "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
                },
            }
        },
    },
}


@topic.get("/definitions")
@needs("definition.read")
@topic.response(200, DefinitionsSchema)
def list_all() -> Mapping[str, Any]:
    """List the procedures of the tenant."""
    with reading() as ctx:
        return {"items": list_definitions(ctx)}


@topic.get("/definitions/startable")
@needs("case.start")
@topic.response(200, DefinitionsSchema)
def list_own_startable() -> Mapping[str, Any]:
    """List the procedures the caller may start."""
    with reading() as ctx:
        return {"items": list_startable(ctx)}


@topic.get("/versions/<uuid:version_id>/diagram")
@needs("definition.read")
@topic.response(200, {"type": "string"}, content_type="application/xml", description="BPMN 2.0 with layout")
def read_version_diagram(version_id: UUID) -> Response:
    """Read the diagram of a version, byte for byte as it was handed in."""
    with reading() as ctx:
        return xml_answer(read_diagram(ctx, version_id))


@topic.post("/definitions")
@needs("definition.publish")
@topic.arguments(DeployQuerySchema, location="query")
@topic.response(201, ReceiptSchema)
@topic.described(requestBody=_BUNDLE)
def deploy(wish: dict[str, Any]) -> Receipt:
    """Read, check and deploy a procedure; running cases stay on their version.

    The bundle is `procedure.toml` and every file it names. Each fault names file, line and element.
    """
    return act_once(deploy_procedure, files=sent_bundle(), note=wish["note"])
