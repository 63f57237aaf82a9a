"""What was completed and can still be undone: a short note per activity, kept by the level it was completed in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.runtime.documents import Documents
    from engine.runtime.level import Level
    from engine.runtime.token import Token

Row = list[Any]
"""A note as it is stored: element, document, values of its own, rows of what was completed inside, inner document."""


@dataclass(frozen=True)
class Completed:
    """One performance of an activity that has a handler, or that holds activities that have one.

    `scope` is the document its handler works on, in which `local` shows what one of many instances had of its own;
    `inside` was completed within a subprocess or called process, `document` is what the latter's handlers work on.
    """

    element: str
    scope: int
    local: dict[str, Any] = field(default_factory=dict)
    inside: tuple["Completed", ...] = ()
    document: int | None = None

    @property
    def row(self) -> Row:
        """Return the note as it is stored."""
        return [self.element, self.scope, self.local, rows_of(self.inside), self.document]


def rows_of(notes: Iterable[Completed]) -> list[Row]:
    """Return notes as they are stored."""
    return [note.row for note in notes]


def notes_of(rows: Iterable[Row]) -> list[Completed]:
    """Return the notes of stored rows."""
    return [
        Completed(element, scope, local, tuple(notes_of(inside)), document)
        for element, scope, local, inside, document in rows
    ]


def keep_inside(host: "Token", level: "Level") -> bool:
    """Hand what was completed inside an activity over to its token; return whether there is anything to undo it by."""
    spec, element = host.workflow.spec, host.task_spec.element
    if element.id not in spec.kept or element.id in spec.undone_by:
        forget(level.done, host.workflow.top_workflow.documents)
        return False
    host.internal_data["inside"] = rows_of(level.done)
    return bool(level.done or level.spec.undoing)


def remember(token: "Token") -> None:
    """Note that an activity was completed, if anything could undo it."""
    spec, level = token.task_spec, token.workflow
    element = spec.element
    if element.id not in level.spec.kept or spec.is_container or element.for_compensation:
        return
    inside, document = token.internal_data.pop("inside", ()), token.internal_data.pop("document", None)
    by_itself = element.id in level.spec.undone_by
    if not by_itself and not inside and not spec.undoes_itself(level):
        return
    scope, local = _seen_by(token)
    if document is None and token.index is not None and not by_itself:
        document = _keep_document(token)
    level.done.append(Completed(element.id, scope, local, tuple(notes_of(inside)), document))


def forget(notes: Iterable[Completed], documents: "Documents") -> None:
    """Drop the documents that were kept for undoing what will never be undone."""
    for note in notes:
        forget(note.inside, documents)
        if note.document is not None:
            documents.by_number.pop(note.document, None)


def _seen_by(token: "Token") -> tuple[int, dict[str, Any]]:
    # The document of one of many instances ends with it, so that what it held is noted; all else lives on.
    if token.index is None:
        return token.scope, {}
    document = token.workflow.top_workflow.documents.by_number[token.scope]
    assert document.parent is not None
    return document.parent, {**document.local, **(document.values or {})}


def _keep_document(token: "Token") -> int:
    # What was done inside an instance is undone in the instance's document; what its handlers write is for all.
    known = token.workflow.top_workflow.documents.by_number[token.scope]
    known.local, known.values = {**known.local, **(known.values or {})}, None
    token.internal_data["kept"] = True
    return token.scope
