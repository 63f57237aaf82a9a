"""Files of a case: taken in by a command, given out as downloads that a browser never interprets."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from engine.commands.attach_file import attach_file
from engine.documents.reading import read_attachment
from engine.kernel.receipt import Receipt
from web.config import MAX_UPLOAD_BYTES
from web.edge import act, current_edge, reading
from web.errors import wants_json
from web.guard import SIGNED_IN, needs
from web.security.errors import FileMissing
from web.ui.keys import sent_key

blueprint = Blueprint("files", __name__)


@blueprint.post("/cases/<uuid:case_id>/files")
@needs(SIGNED_IN)
def attach_to_case(case_id: UUID) -> ResponseReturnValue:
    """Attach a file to the case."""
    receipt = _attach(case_id, None)
    if wants_json():
        return receipt.detail, 201
    return redirect(url_for("cases.show_case", case_id=case_id, tab="materials"))


@blueprint.post("/cases/<uuid:case_id>/tasks/<uuid:task_id>/files")
@needs("task.work")
def attach_to_task(case_id: UUID, task_id: UUID) -> ResponseReturnValue:
    """Attach a file to the case in the course of a task."""
    receipt = _attach(case_id, task_id)
    if wants_json():
        return receipt.detail, 201
    return redirect(url_for("tasks.show_task", task_id=task_id))


@blueprint.get("/files/<uuid:attachment_id>")
@needs(SIGNED_IN)
def download(attachment_id: UUID) -> ResponseReturnValue:
    """Give out a file under its own name, always as a download."""
    with reading() as ctx:
        attachment = read_attachment(ctx, attachment_id)
    path = current_edge().files.path(attachment.sha256)
    answer = send_file(
        path.absolute(), mimetype="application/octet-stream", as_attachment=True, download_name=attachment.name
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _attach(case_id: UUID, task_id: UUID | None) -> Receipt:
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise FileMissing
    content = upload.stream.read(MAX_UPLOAD_BYTES + 1)
    if len(content) > MAX_UPLOAD_BYTES:
        raise RequestEntityTooLarge
    receipt = act(
        attach_file,
        request_key=sent_key(),
        files=current_edge().files,
        case_id=case_id,
        task_id=task_id,
        name=upload.filename,
        content=content,
    )
    if not wants_json():
        flash(_("已上传：%(name)s", name=upload.filename), "success")
    return receipt
