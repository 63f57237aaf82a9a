"""Starting a case: which procedures a person may start, and in the charge of which unit."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine.commands.start_case import start_case
from engine.definitions.catalogue import list_startable
from web.edge import act, reading
from web.guard import needs
from web.security.session import current_actor
from web.ui.keys import sent_key

blueprint = Blueprint("start", __name__, url_prefix="/start")


@blueprint.get("")
@needs("case.start")
def show_startable() -> ResponseReturnValue:
    """List the procedures the person may start, each with the units they may start it for."""
    with reading() as ctx:
        definitions = list_startable(ctx)
    seats = current_actor().seats
    units = {
        definition.key: sorted({seat.unit for seat in seats if seat.role == definition.starter_role})
        for definition in definitions
    }
    return render_template("start/list.html", definitions=definitions, units=units)


@blueprint.post("/<key>")
@needs("case.start")
def start(key: str) -> ResponseReturnValue:
    """Start a case and go to its first step, which lies with whoever started it."""
    receipt = act(start_case, request_key=sent_key(), key=key, unit=request.form.get("unit") or None)
    flash(_("案件已发起，编号 %(number)s。请填写第一步的表单。", number=receipt.number), "success")
    if receipt.next_task_id:
        return redirect(url_for("tasks.show_task", task_id=receipt.next_task_id))
    return redirect(url_for("cases.show_case", case_id=receipt.case_id))
