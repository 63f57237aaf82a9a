"""Incidents: the list of steps that could not be taken, and what can be done about one."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine.commands.retry_incident import retry_incident
from engine.commands.skip_incident import skip_incident
from engine.commands.withdraw_incident import withdraw_incident
from engine.definitions.catalogue import list_definitions
from engine.incidents.directory import list_incidents
from engine.incidents.rules import STATUS_WORDS
from engine.interventions.incident import read_case_of_incident
from engine.kernel.receipt import Receipt
from web.edge import act, reading
from web.guard import needs
from web.i18n.languages import language
from web.ui.given import read_values
from web.ui.keys import sent_key

blueprint = Blueprint("incidents", __name__, url_prefix="/incidents")


@blueprint.get("")
@needs("incident.handle")
def show_incidents() -> ResponseReturnValue:
    """List the incidents of the tenant, open ones unless another status is asked for."""
    status = request.args.get("status", "open")
    status_filter = status if status in STATUS_WORDS else None
    key, mark = request.args.get("key") or None, request.args.get("mark")
    with reading() as ctx:
        page = list_incidents(ctx, status=status_filter, key=key, mark=mark)
        definitions = list_definitions(ctx)
    statuses = [(name, words[0 if language() == "zh" else 1]) for name, words in STATUS_WORDS.items()]
    return render_template(
        "incident/list.html",
        page=page,
        mark=mark,
        key=key,
        status_filter=status_filter or "all",
        statuses=statuses,
        definitions=definitions,
    )


@blueprint.get("/<uuid:incident_id>")
@needs("incident.handle")
def show_incident(incident_id: UUID) -> ResponseReturnValue:
    """Show an incident with the reason in words and the ways to deal with it."""
    with reading() as ctx:
        sheet = read_case_of_incident(ctx, incident_id)
    return render_template("incident/page.html", sheet=sheet, incident=sheet.incident)


@blueprint.post("/<uuid:incident_id>/retry")
@needs("incident.handle")
def retry(incident_id: UUID) -> ResponseReturnValue:
    """Let the step be taken anew, with one value of the case corrected if one is given."""
    field, given = request.form.get("field", ""), {"reason": _reason()}
    changes: Mapping[str, Any] | None = {field: request.form.get("value", "")} if field else None
    return _decide(retry_incident, incident_id, done=_("已安排重试，请稍后刷新查看结果。"), changes=changes, **given)


@blueprint.post("/<uuid:incident_id>/skip")
@needs("incident.handle")
def skip(incident_id: UUID) -> ResponseReturnValue:
    """Let the case go on past the element, by a flow or with values in its stead."""
    given = {"reason": _reason(), "flow": request.form.get("flow") or None}
    values = read_values(request.form.get("values", ""))
    return _decide(skip_incident, incident_id, done=_("已安排跳过，请稍后刷新查看结果。"), values=values, **given)


@blueprint.post("/<uuid:incident_id>/withdraw")
@needs("incident.handle")
def withdraw(incident_id: UUID) -> ResponseReturnValue:
    """Close the incident without anything being tried."""
    return _decide(withdraw_incident, incident_id, done=_("异常已关闭。"), reason=_reason())


def _reason() -> str:
    return request.form.get("reason", "").strip()


def _decide(command: Callable[..., Receipt], incident_id: UUID, *, done: str, **given: Any) -> ResponseReturnValue:
    act(command, request_key=sent_key(), incident_id=incident_id, **given)
    flash(done, "success")
    return redirect(url_for("incidents.show_incident", incident_id=incident_id))
