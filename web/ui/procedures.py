"""Procedures as they are in force: the list, the versions of each, the diagram of a version."""

from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from engine.definitions.catalogue import ProcedureRow, list_definitions, list_versions, read_diagram
from engine.kernel.context import Context
from engine.kernel.errors import NotFound
from web.edge import reading
from web.guard import SIGNED_IN, needs

blueprint = Blueprint("procedures", __name__, url_prefix="/procedures")


@blueprint.get("")
@needs("definition.read")
def show_procedures() -> ResponseReturnValue:
    """List the procedures."""
    with reading() as ctx:
        definitions = list_definitions(ctx)
    return render_template("procedures/list.html", definitions=definitions)


@blueprint.get("/<key>/versions")
@needs("definition.read")
def show_versions(key: str) -> ResponseReturnValue:
    """List the versions of a procedure."""
    with reading() as ctx:
        definition, versions = definition_of(ctx, key), list_versions(ctx, key)
    return render_template("procedures/versions.html", definition=definition, versions=versions)


@blueprint.get("/<key>/versions/<uuid:version_id>")
@needs("definition.read")
def show_version(key: str, version_id: UUID) -> ResponseReturnValue:
    """Show the diagram of a version."""
    with reading() as ctx:
        definition, versions = definition_of(ctx, key), list_versions(ctx, key)
    version = next((version for version in versions if version.id == version_id), None)
    if version is None:
        raise NotFound(what_zh="规程版本", what_en="version of this procedure")
    return render_template("procedures/version.html", definition=definition, version=version, version_id=version_id)


@blueprint.get("/versions/<uuid:version_id>/diagram.bpmn")
@needs(SIGNED_IN)
def diagram(version_id: UUID) -> ResponseReturnValue:
    """Give out the diagram of a version, byte for byte as it was published."""
    with reading() as ctx:
        content = read_diagram(ctx, version_id)
    headers = {"Content-Type": "application/xml; charset=utf-8", "Cache-Control": "private, max-age=86400, immutable"}
    return content, 200, headers


def definition_of(ctx: Context, key: str) -> ProcedureRow:
    """Return the row of a procedure; raises `NotFound`."""
    found = next((row for row in list_definitions(ctx) if row.key == key), None)
    if found is None:
        raise NotFound(what_zh="规程", what_en="procedure")
    return found
