"""What changes a case from outside its procedure: suspend, resume, cancel, and remarks."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine.cases.dossier import read_dossier, read_protected
from engine.commands.add_comment import add_comment
from engine.commands.cancel_case import cancel_case
from engine.commands.resume_case import resume_case
from engine.commands.reveal_reporter import reveal_reporter
from engine.commands.suspend_case import suspend_case
from engine.kernel.receipt import Receipt
from forms.display import plain
from web.edge import act, reading
from web.guard import SIGNED_IN, needs
from web.i18n.languages import language
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
@needs(SIGNED_IN)
def cancel(case_id: UUID) -> ResponseReturnValue:
    """End the case before its procedure is through, with a reason; its starter may as long as nothing is done."""
    return _intervene(cancel_case, case_id, done=_("案件已撤销。"))


@blueprint.post("/reporter")
@needs("reporter.read")
def reveal(case_id: UUID) -> ResponseReturnValue:
    """Show a handler who reported; the look itself goes on record."""
    act(reveal_reporter, request_key=sent_key(), case_id=case_id)
    with reading() as ctx:
        dossier, values = read_dossier(ctx, case_id), read_protected(ctx, case_id)
    facts = [(value.label(language()), plain(value.value, language=language())) for value in values]
    return render_template("case/reporter.html", dossier=dossier, case=dossier.case, tab="data", facts=facts)


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
