"""What changes a case from outside its procedure: suspend, resume, cancel, and remarks."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine.commands.add_comment import add_comment
from engine.commands.cancel_case import cancel_case
from engine.commands.resume_case import resume_case
from engine.commands.suspend_case import suspend_case
from engine.kernel.receipt import Receipt
from web.edge import act
from web.guard import SIGNED_IN, needs
from web.ui.keys import sent_key

blueprint = Blueprint("interventions", __name__, url_prefix="/cases/<uuid:case_id>")


@blueprint.post("/suspend")
@needs("case.suspend")
def suspend(case_id: UUID) -> ResponseReturnValue:
    """Halt the case, with a reason."""
    return _intervene(suspend_case, case_id, done=_("案件已挂起。"))


@blueprint.post("/resume")
@needs("case.suspend")
def resume(case_id: UUID) -> ResponseReturnValue:
    """Let the case run on, with a reason."""
    return _intervene(resume_case, case_id, done=_("案件已恢复办理。"))


@blueprint.post("/cancel")
@needs("case.cancel")
def cancel(case_id: UUID) -> ResponseReturnValue:
    """End the case before its procedure is through, with a reason."""
    return _intervene(cancel_case, case_id, done=_("案件已撤销。"))


@blueprint.post("/comments")
@needs(SIGNED_IN)
def comment(case_id: UUID) -> ResponseReturnValue:
    """Leave a remark on the case."""
    act(add_comment, request_key=sent_key(), case_id=case_id, body=request.form.get("body", "").strip())
    flash(_("备注已添加。"), "success")
    return redirect(url_for("cases.show_case", case_id=case_id))


def _intervene(command: Callable[..., Receipt], case_id: UUID, *, done: str) -> ResponseReturnValue:
    act(command, request_key=sent_key(), case_id=case_id, reason=request.form.get("reason", "").strip())
    flash(done, "success")
    return redirect(url_for("cases.show_case", case_id=case_id))
