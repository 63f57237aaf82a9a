"""Files of cases: taken in by a command, given out as downloads."""

from typing import Any
from uuid import UUID

from flask import Response, send_file
from flask_smorest.fields import Upload
from marshmallow import Schema, fields
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from engine.commands.attach_file import attach_file
from engine.documents.reading import read_attachment
from engine.kernel.receipt import Receipt
from web.api.acting import act_once
from web.api.schemas.shared import ReceiptSchema
from web.api.topic import Topic
from web.config import MAX_UPLOAD_BYTES
from web.edge import current_edge, reading
from web.guard import SIGNED_IN, needs

topic = Topic("attachments", "Files of cases")


class UploadSchema(Schema):
    """A file to be attached."""

    file = Upload(required=True, metadata={"description": "At most 20 MB"})


class UploadQuerySchema(Schema):
    """In the course of which task a file is attached."""

    task_id = fields.UUID(load_default=None)


@topic.post("/cases/<uuid:case_id>/attachments")
@needs(SIGNED_IN)
@topic.arguments(UploadSchema, location="files")
@topic.arguments(UploadQuerySchema, location="query")
@topic.response(201, ReceiptSchema)
def attach(files: dict[str, FileStorage], wish: dict[str, Any], case_id: UUID) -> Receipt:
    """Attach a file to a case; its id is `detail.attachment`."""
    upload = files["file"]
    content = upload.stream.read(MAX_UPLOAD_BYTES + 1)
    if len(content) > MAX_UPLOAD_BYTES:
        raise RequestEntityTooLarge
    return act_once(
        attach_file,
        files=current_edge().files,
        case_id=case_id,
        task_id=wish["task_id"],
        name=upload.filename or "",
        content=content,
    )


@topic.get("/attachments/<uuid:attachment_id>")
@needs(SIGNED_IN)
@topic.response(200, {"type": "string", "format": "binary"}, content_type="application/octet-stream")
def download(attachment_id: UUID) -> Response:
    """Download a file under its own name."""
    with reading() as ctx:
        attachment = read_attachment(ctx, attachment_id)
    answer = send_file(
        current_edge().files.path(attachment.sha256).absolute(),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=attachment.name,
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
