"""Starting a case: which procedures a person may start, and the form it begins with."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine.commands.start_case import start_case
from engine.definitions.catalogue import StartSheet, list_startable, read_start_form
from engine.tasks.errors import FormRefused
from web.edge import act, reading
from web.guard import needs
from web.security.session import current_actor
from web.ui.keys import sent_key
from web.ui.sheets import draw, is_redraw, sent_values, take_uploads

blueprint = Blueprint("start", __name__, url_prefix="/start")


@blueprint.get("")
@needs("case.start")
def show_startable() -> ResponseReturnValue:
    """List the procedures the person may start."""
    with reading() as ctx:
        definitions = list_startable(ctx)
    return render_template("start/list.html", definitions=definitions)


@blueprint.get("/<key>")
@needs("case.start")
def show_start(key: str) -> ResponseReturnValue:
    """Show the form a procedure starts with."""
    return _page(_sheet(key), {})


@blueprint.post("/<key>")
@needs("case.start")
def start(key: str) -> ResponseReturnValue:
    """Start a case; on refusal show the form again with every fault beside its field."""
    request_key = sent_key()
    sheet = _sheet(key)
    raw = sent_values(sheet.form)
    if is_redraw():
        return _page(sheet, raw)
    try:
        receipt = act(start_case, request_key=request_key, key=key, data=raw, unit=request.form.get("_unit") or None)
    except FormRefused as refusal:
        return _page(sheet, refusal.raw, errors=refusal.errors), 422
    take_uploads(receipt.case_id, None)
    flash(_("案件已发起：%(number)s。", number=receipt.number), "success")
    if receipt.next_task_id:
        return redirect(url_for("tasks.show_task", task_id=receipt.next_task_id))
    return redirect(url_for("cases.show_case", case_id=receipt.case_id))


@blueprint.post("/<key>/redraw")
@needs("case.start")
def redraw(key: str) -> ResponseReturnValue:
    """Draw the start form again with the values sent: fields appear and disappear."""
    sheet = _sheet(key)
    layout = draw(sheet.form, sent_values(sheet.form), context={}, options=sheet.options)
    return render_template("task/form_body.html", layout=layout, refresh_url=request.path)


def _sheet(key: str) -> StartSheet:
    with reading() as ctx:
        return read_start_form(ctx, key)


def _page(sheet: StartSheet, raw: Mapping[str, Any], *, errors: Mapping[str, Sequence[str]] | None = None) -> str:
    units = sorted({seat.unit for seat in current_actor().seats})
    layout = draw(sheet.form, raw, context={}, options=sheet.options, errors=errors)
    return render_template("start/page.html", sheet=sheet, layout=layout, errors=errors or {}, units=units)
