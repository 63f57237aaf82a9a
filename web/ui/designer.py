"""The diagram editor's page and the addresses its script talks to."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine.commands.publish_diagram import publish_diagram
from engine.commands.save_diagram import save_diagram
from engine.definitions.catalogue import DraftSheet, check_diagram, designer_options, read_draft
from web.edge import act, current_edge, reading
from web.errors import fault_body
from web.guard import needs
from web.i18n.languages import in_language
from web.i18n.moments import clock_words, short_instant_words
from web.i18n.roles import role_words
from web.security.session import current_actor

blueprint = Blueprint("designer", __name__, url_prefix="/designer/<key>")

REVISION_HEADER = "X-Base-Revision"
"""Carries the revision of the draft that was being edited; the body is the diagram itself."""


@blueprint.get("")
@needs("definition.edit")
def show_designer(key: str) -> ResponseReturnValue:
    """Show the editor with the draft of a procedure."""
    with reading() as ctx:
        draft = read_draft(ctx, key)
        options = designer_options(ctx, key)
    may_publish = "definition.publish" in current_actor().permissions
    designer = {
        "title": in_language(draft.title_zh, draft.title_en),
        "state": _state(draft),
        "xml_url": url_for("designer.read_xml", key=key),
        "save_url": url_for("designer.save", key=key),
        "check_url": url_for("designer.check", key=key),
        "publish_url": url_for("designer.publish", key=key) if may_publish else "",
        "revision": draft.revision,
        "saved": _("草稿保存于 %(time)s", time=short_instant_words(draft.saved_at)) if draft.saved_at else "",
        "base_number": draft.base_number,
        "live_number": draft.live_number,
        "file_name": f"{key}.bpmn",
        "options": _labelled(options),
    }
    return render_template("procedures/designer.html", designer=designer)


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
    revision = request.headers.get(REVISION_HEADER, "")
    receipt = act(
        save_diagram, key=key, revision=int(revision) if revision.isdigit() else 0, bpmn=request.get_data(cache=False)
    )
    with reading() as ctx:
        draft = read_draft(ctx, key)
        faults = check_diagram(ctx, key, draft.bpmn)
    return {
        "revision": receipt.detail["revision"],
        "time": clock_words(current_edge().clock.now()),
        "state": _state(draft),
        "findings": [fault_body(fault) for fault in faults],
    }


@blueprint.post("/check")
@needs("definition.edit")
def check(key: str) -> ResponseReturnValue:
    """Say what would be refused if the saved draft were published."""
    with reading() as ctx:
        faults = check_diagram(ctx, key, read_draft(ctx, key).bpmn)
    return {"findings": [fault_body(fault) for fault in faults]}


@blueprint.post("/publish")
@needs("definition.publish")
def publish(key: str) -> ResponseReturnValue:
    """Put the saved draft into force."""
    body: dict[str, Any] = request.get_json()
    replacing = str(body.get("replacing") or "")
    receipt = act(
        publish_diagram,
        key=key,
        revision=int(body.get("revision", 0)),
        note=str(body.get("note", "")),
        replacing=int(replacing) if replacing.isdecimal() else None,
    )
    location = url_for("procedures.show_versions", key=key)
    return {"version": receipt.number, "location": location}


def _state(draft: DraftSheet) -> str:
    if draft.saved_at is None:
        return str(_("现行第 %(number)s 版", number=draft.live_number))
    return str(_("草稿（基于第 %(number)s 版）", number=draft.base_number))


def _labelled(options: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[str, list[dict[str, str]]]:
    """Return the choices of the properties panel with their labels in the page's language."""
    return {
        name: [
            {
                "value": choice["value"],
                "label": role_words(choice["value"]) if name == "roles" else in_language(choice["zh"], choice["en"]),
            }
            for choice in choices
        ]
        for name, choices in options.items()
    }
