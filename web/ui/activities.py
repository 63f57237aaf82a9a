"""Buttons on the page of a case that begin what an ad-hoc subprocess offers, and finish it."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine.commands.begin_activity import begin_activity
from engine.commands.finish_activities import finish_activities
from engine.kernel.receipt import Receipt
from web.edge import act
from web.guard import needs
from web.ui.keys import sent_key

blueprint = Blueprint("activities", __name__, url_prefix="/cases/<uuid:case_id>/activities")


@blueprint.post("")
@needs("task.work")
def begin(case_id: UUID) -> ResponseReturnValue:
    """Begin an activity, and go on to its task if the person has it now."""
    return _do(begin_activity, case_id, done=_("事项已启动。"))


@blueprint.post("/finish")
@needs("task.work")
def finish(case_id: UUID) -> ResponseReturnValue:
    """Finish an ad-hoc subprocess."""
    return _do(finish_activities, case_id, done=_("事项已结束，案件继续。"))


def _do(command: Callable[..., Receipt], case_id: UUID, *, done: str) -> ResponseReturnValue:
    element, offer = request.form.get("element", ""), request.form.get("offer") or None
    receipt = act(command, request_key=sent_key(), case_id=case_id, element=element, offer=offer)
    flash(done, "success")
    if receipt.next_task_id is not None:
        return redirect(url_for("tasks.show_task", task_id=receipt.next_task_id))
    return redirect(url_for("cases.show_case", case_id=case_id))
