"""The documents expressions read and write: the case's, a called procedure's, an item's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

CASE_DOCUMENT = 0
RESERVED = frozenset({"case", "record", "today"})
"""Names that data can never hide."""


@dataclass
class Document:
    """Named values that belong together.

    `parent` is the document that shows through (`None` for the case's own and for a called procedure, which see
    nothing else). `local` are loop variables. Without `values` of its own a document hands writing on to its parent.
    """

    parent: int | None
    values: dict[str, Any] | None
    local: dict[str, Any] = field(default_factory=dict)


class Documents:
    """All documents of a case, by number; numbers are never used again."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.by_number: dict[int, Document] = {CASE_DOCUMENT: Document(None, dict(data))}

    @property
    def case(self) -> dict[str, Any]:
        """Return the case document's values."""
        values = self.by_number[CASE_DOCUMENT].values
        assert values is not None
        return values

    def view(self, number: int) -> dict[str, Any]:
        """Return everything a document shows, inner names hiding outer ones."""
        chain = []
        current: int | None = number
        while current is not None:
            document = self.by_number[current]
            chain.append(document)
            current = document.parent
        seen: dict[str, Any] = {}
        for document in reversed(chain):
            seen.update(document.local)
            if document.values:
                seen.update(document.values)
        return seen

    def write(self, number: int, values: Mapping[str, Any]) -> None:
        """Merge values into a document, name by name; what is a local name on the way stays there."""
        document, left = self.by_number[number], dict(values)
        while document.values is None:
            assert document.parent is not None
            document.local.update({name: left.pop(name) for name in document.local.keys() & left.keys()})
            document = self.by_number[document.parent]
        document.values.update(left)

    def own(self, number: int) -> dict[str, Any]:
        """Return what was written to a document itself."""
        return dict(self.by_number[number].values or {})
