"""The diagram editor's page and the four addresses its script talks to."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from engine.commands.publish_diagram import publish_diagram
from engine.commands.save_diagram import save_diagram
from engine.definitions.catalogue import check_diagram, designer_options, read_draft
from web.edge import act, reading
from web.guard import needs
from web.i18n.languages import language
from web.ui.keys import sent_key

blueprint = Blueprint("designer", __name__, url_prefix="/designer/<key>")


@blueprint.get("")
@needs("definition.edit")
def show_designer(key: str) -> ResponseReturnValue:
    """Show the editor with the draft of a procedure."""
    with reading() as ctx:
        draft = read_draft(ctx, key)
        options = designer_options(ctx)
    return render_template("procedures/designer.html", draft=draft, options=options)


@blueprint.get("/xml")
@needs("definition.edit")
def read_xml(key: str) -> ResponseReturnValue:
    """Give out the diagram of the draft, or of the live version where there is no draft."""
    with reading() as ctx:
        draft = read_draft(ctx, key)
    return draft.bpmn, 200, {"Content-Type": "application/xml; charset=utf-8"}


@blueprint.put("/draft")
@needs("definition.edit")
def save(key: str) -> ResponseReturnValue:
    """Save the diagram; a revision that somebody else has overtaken is refused."""
    xml, revision = _sent()
    receipt = act(save_diagram, key=key, revision=revision, bpmn=xml)
    return {"revision": receipt.detail["revision"]}


@blueprint.post("/check")
@needs("definition.edit")
def check(key: str) -> ResponseReturnValue:
    """Say what is wrong with the diagram as it is on the screen."""
    xml, _revision = _sent()
    with reading() as ctx:
        faults = check_diagram(ctx, key, xml)
    return {"faults": [{"code": fault.code, "message": fault.sentence(language()), **fault.where} for fault in faults]}


@blueprint.post("/publish")
@needs("definition.publish")
def publish(key: str) -> ResponseReturnValue:
    """Put the saved draft into force."""
    body: dict[str, Any] = request.get_json()
    receipt = act(
        publish_diagram,
        request_key=sent_key(),
        key=key,
        revision=int(body.get("revision", 0)),
        note=str(body.get("note", "")),
    )
    return dict(receipt.detail)


def _sent() -> tuple[bytes, int]:
    body: dict[str, Any] = request.get_json()
    return str(body.get("xml", "")).encode(), int(body.get("revision", 0))
