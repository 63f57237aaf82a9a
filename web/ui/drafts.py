"""Work in progress on a form: saved while typing, redrawn when one answer decides what else is asked."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine.cases.dossier import read_dossier
from engine.commands.save_draft import save_draft
from engine.tasks.errors import StaleTaskDraft
from engine.tasks.worksheet import read_worksheet
from forms.display import plain
from web.edge import act, current_edge, reading
from web.errors import status_of, wants_json
from web.guard import needs
from web.i18n.languages import language
from web.i18n.moments import clock_words
from web.security.errors import FilesRefused
from web.ui.sheets import draw, own_pairs, refusal_sentences, refused_files, sent_values, take_uploads
from web.ui.taskpage import Attempt, page_of

blueprint = Blueprint("drafts", __name__, url_prefix="/tasks/<uuid:task_id>")


@blueprint.post("/draft")
@needs("task.work")
def save(task_id: UUID) -> ResponseReturnValue:
    """Save what is typed so far; refuse to overwrite a draft saved elsewhere meanwhile, and show both."""
    with reading() as ctx:
        sheet = read_worksheet(ctx, task_id)
    try:
        raw = sent_values(sheet.form, uploaded=take_uploads(sheet.case.id, task_id))
    except FilesRefused as refusal:
        attempt = Attempt(sent_values(sheet.form), problems=refusal_sentences(refusal))
        return page_of(task_id, attempt=attempt), status_of(refusal)
    revision = request.form.get("_revision", "0")
    try:
        receipt = act(save_draft, task_id=task_id, data=raw, revision=int(revision) if revision.isdigit() else 0)
    except StaleTaskDraft as refusal:
        return _show_both(task_id, raw, refusal)
    if wants_json():
        return {"revision": receipt.detail["revision"], "time": clock_words(current_edge().clock.now())}
    flash(_("草稿已保存。"), "success")
    return redirect(url_for("tasks.show_task", task_id=task_id))


@blueprint.post("/redraw")
@needs("task.work")
def redraw(task_id: UUID) -> ResponseReturnValue:
    """Draw the form again with the values sent: fields appear and disappear; files chosen are attached at once."""
    with reading() as ctx:
        sheet = read_worksheet(ctx, task_id)
    errors: dict[str, list[str]] = {}
    try:
        uploaded = take_uploads(sheet.case.id, task_id)
    except FilesRefused as refusal:
        # The file is dropped and said so at its field; the form is drawn all the same, or it could never go on.
        uploaded, errors = [], refused_files(refusal)
    raw = sent_values(sheet.form, uploaded=uploaded)
    with reading() as ctx:
        attachments = read_dossier(ctx, sheet.case.id).attachments
    layout = draw(sheet, raw, errors=errors, attachments=attachments)
    return render_template("task/form_body.html", layout=layout, refresh_url=request.path)


def _show_both(task_id: UUID, raw: Mapping[str, Any], refusal: StaleTaskDraft) -> ResponseReturnValue:
    """Show the draft sent and the one saved meanwhile, field by field where they differ."""
    if wants_json():
        raise refusal
    with reading() as ctx:
        sheet = read_worksheet(ctx, task_id)
    if sheet.form is None:
        raise refusal
    rows = [
        (field.label(language()), shown(raw.get(field.key)), shown(sheet.values.get(field.key)))
        for field in sheet.form.fields
        if raw.get(field.key) != sheet.values.get(field.key)
    ]
    page = render_template("task/two_drafts.html", sheet=sheet, rows=rows, sent=own_pairs())
    return page, 409


def shown(value: Any) -> str:
    """Return a raw value as people read it."""
    return plain(value, language=language())
