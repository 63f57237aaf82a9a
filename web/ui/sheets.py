"""Forms on their way between browser and engine: raw values out of a request, a layout for the templates."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import request, url_for

from engine.cases.dossier import AttachmentRow
from engine.commands.attach_file import attach_file
from engine.kernel.errors import Conflict, Fault, Forbidden, GuijuError, Invalid
from engine.tasks.worksheet import Worksheet
from forms.extraction import wants_redraw
from forms.form import Form
from forms.layout.model import FileRef, Layout
from web.edge import act, current_edge
from web.i18n.languages import language
from web.security.csrf import FIELD as TOKEN_FIELD
from web.security.errors import FilesRefused
from web.ui.keys import sent_key


def sent_pairs() -> list[tuple[str, str]]:
    """Return the fields of the present request in their order, with the names and texts a browser sends."""
    return list(request.form.items(multi=True))


def own_pairs() -> list[tuple[str, str]]:
    """Return the fields that belong to the form itself: neither the page's, which begin with `_`, nor its token."""
    return [(name, text) for name, text in sent_pairs() if not name.startswith("_") and name != TOKEN_FIELD]


def is_redraw() -> bool:
    """Tell whether a button was pressed that only adds or removes a row or shows the form anew."""
    return wants_redraw(sent_pairs())


def sent_values(form: Form | None, *, uploaded: Iterable[tuple[str, str]] = ()) -> dict[str, Any]:
    """Return the raw values of a form in the present request; empty for a step without a form.

    `uploaded` are the pairs of field and attachment id that files of this very request became.
    """
    if form is None:
        return {}
    return form.extract([*sent_pairs(), *uploaded])


def take_uploads(case_id: UUID, task_id: UUID) -> list[tuple[str, str]]:
    """Attach the files chosen in a form's fields; return each input's name with the attachment's id.

    Raises `FilesRefused` with the reason for each file that was not taken; the others are attached all the same.
    """
    taken, faults = [], []
    for name, upload in request.files.items(multi=True):
        if not upload.filename:
            continue
        content = upload.stream.read()
        wish = {"case_id": case_id, "task_id": task_id, "name": upload.filename, "content": content}
        try:
            receipt = act(attach_file, request_key=_upload_key(name, content), files=current_edge().files, **wish)
        except (Conflict, Forbidden, Invalid) as refusal:
            faults.append(Fault(refusal.code, refusal.sentence("zh"), refusal.sentence("en"), {"field": name}))
        else:
            taken.append((name, str(receipt.detail["attachment"])))
    if faults:
        raise FilesRefused(faults=faults)
    return taken


def refused_files(refusal: FilesRefused) -> dict[str, list[str]]:
    """Return the sentences about files that were not taken, by the field they were chosen in."""
    found: dict[str, list[str]] = {}
    for fault in refusal.faults:
        name = str(fault.where.get("field", "")).removeprefix("_file-")
        found.setdefault(name, []).append(fault.sentence(language()))
    return found


def _upload_key(name: str, content: bytes) -> str:
    """Return a request key of its own for each file of a form, the same when the form is sent twice."""
    return hashlib.sha256(f"{sent_key()}|{name}|".encode() + content).hexdigest()


def draw(
    sheet: Worksheet,
    raw: Mapping[str, Any],
    *,
    errors: Mapping[str, Sequence[str]] | None = None,
    attachments: Iterable[AttachmentRow] = (),
) -> Layout | None:
    """Return the layout of a task's form in the page's language, or None for a step without a form."""
    if sheet.form is None:
        return None
    return sheet.form.layout(
        raw,
        context=sheet.context,
        language=language(),
        errors=errors,
        options=sheet.options,
        files=file_references(attachments),
        withheld=sheet.withheld,
    )


def file_references(attachments: Iterable[AttachmentRow]) -> dict[str, FileRef]:
    """Return what a form shows for the ids of attachments: the name and where to download it."""
    return {str(file.id): FileRef(file.name, url_for("files.download", attachment_id=file.id)) for file in attachments}


def sentences(faults: Sequence[Fault]) -> list[str]:
    """Return the faults' sentences in the page's language."""
    return [fault.sentence(language()) for fault in faults]


def refusal_sentences(refusal: GuijuError) -> list[str]:
    """Return the sentence of a refusal followed by those of its faults."""
    return [refusal.sentence(language()), *sentences(refusal.faults)]
