"""The page of one task and what can be done with it: claim, release, hand over, complete."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine.commands.claim_task import claim_task
from engine.commands.complete_task import complete_task
from engine.commands.reassign_task import reassign_task
from engine.commands.release_task import release_task
from engine.kernel.errors import Conflict, Forbidden
from engine.tasks.errors import FormRefused
from engine.tasks.paper import read_task_form
from engine.tasks.values import Submission
from web.edge import act, reading
from web.errors import status_of
from web.guard import SIGNED_IN, needs
from web.security.errors import FilesRefused
from web.ui.keys import sent_key
from web.ui.sheets import is_redraw, refusal_sentences, sent_pairs, sent_values, take_uploads
from web.ui.taskpage import Attempt, page_of

blueprint = Blueprint("tasks", __name__, url_prefix="/tasks/<uuid:task_id>")

TABS = ("form", "diagram", "timeline")


@blueprint.get("")
@needs(SIGNED_IN)
def show_task(task_id: UUID) -> ResponseReturnValue:
    """Show a task: its form, the diagram with the step marked, or the timeline."""
    tab = request.args.get("tab", "form")
    return page_of(task_id, tab=tab if tab in TABS else "form", mark=request.args.get("mark"))


@blueprint.post("/claim")
@needs("task.work")
def claim(task_id: UUID) -> ResponseReturnValue:
    """Take the task on."""
    act(claim_task, request_key=sent_key(), task_id=task_id)
    flash(_("已领取，可以填写。"), "success")
    return redirect(url_for("tasks.show_task", task_id=task_id))


@blueprint.post("/release")
@needs("task.work")
def release(task_id: UUID) -> ResponseReturnValue:
    """Give the task back to its queue."""
    act(release_task, request_key=sent_key(), task_id=task_id)
    flash(_("已释放，同岗位人员可以领取。"), "success")
    return redirect(url_for("inbox.show_inbox"))


@blueprint.post("/reassign")
@needs(SIGNED_IN)
def reassign(task_id: UUID) -> ResponseReturnValue:
    """Hand the task over to somebody else, with a reason; whoever holds it may, and whoever may reassign."""
    login, reason = request.form.get("login", "").strip(), request.form.get("reason", "").strip()
    act(reassign_task, request_key=sent_key(), task_id=task_id, login=login, reason=reason)
    flash(_("已转办。"), "success")
    return redirect(url_for("login.show_home"))


@blueprint.post("/complete")
@needs("task.work")
def complete(task_id: UUID) -> ResponseReturnValue:
    """Hand the form in; on refusal show it again with what was typed and every fault beside its field."""
    if is_redraw() or request.files:
        return _complete_with_files(task_id)
    # The usual case: the command reads the form where it has to read it anyway.
    return _completed(task_id, Submission(tuple(sent_pairs())))


def _complete_with_files(task_id: UUID) -> ResponseReturnValue:
    """Attach the files that came with a form, then hand it in; or only show it anew with a row more or less."""
    with reading() as ctx:
        paper = read_task_form(ctx, task_id)
    try:
        raw = sent_values(paper.form, uploaded=take_uploads(paper.case_id, task_id))
    except FilesRefused as refusal:
        attempt = Attempt(sent_values(paper.form), problems=refusal_sentences(refusal))
        return page_of(task_id, attempt=attempt), status_of(refusal)
    return page_of(task_id, attempt=Attempt(raw)) if is_redraw() else _completed(task_id, raw)


def _raw_of(task_id: UUID, data: Mapping[str, Any] | Submission) -> Mapping[str, Any]:
    """Return what was typed as raw values, so that a refused page shows it again."""
    if not isinstance(data, Submission):
        return data
    with reading() as ctx:
        return sent_values(read_task_form(ctx, task_id).form)


def _completed(task_id: UUID, data: Mapping[str, Any] | Submission) -> ResponseReturnValue:
    try:
        receipt = act(complete_task, request_key=sent_key(), task_id=task_id, data=data)
    except FormRefused as refusal:
        return page_of(task_id, attempt=Attempt(refusal.raw, errors=refusal.errors)), status_of(refusal)
    except (Conflict, Forbidden) as refusal:
        raw = _raw_of(task_id, data)
        return page_of(task_id, attempt=Attempt(raw, problems=refusal_sentences(refusal))), status_of(refusal)
    if receipt.next_task_id:
        flash(_("已提交。这是同一案件的下一步。"), "success")
        return redirect(url_for("tasks.show_task", task_id=receipt.next_task_id))
    flash(_("已提交：%(number)s。", number=receipt.number), "success")
    return redirect(url_for("inbox.show_inbox"))
