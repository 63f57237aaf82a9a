"""What drawing any part of a form needs to know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms.entry import Compiled
from forms.layout.model import FileRef
from forms.options import Options
from forms.words import INTERFACE


@dataclass(frozen=True)
class Drawing:
    """One drawing of one form for one reader."""

    compiled: Compiled
    context: Mapping[str, Any]
    language: str
    errors: Mapping[str, Sequence[str]]
    options: Options
    files: Mapping[str, FileRef]
    withheld: frozenset[str]
    controlling: frozenset[str]

    def word(self, name: str, **data: object) -> str:
        """Return a word of the interface."""
        return INTERFACE[name].read(self.language).format(**data)

    def errors_of(self, name: str) -> tuple[str, ...]:
        """Return the errors of an occurrence."""
        return tuple(self.errors.get(name, ()))

    def told(self, names: Mapping[str, Any], list_key: str = "") -> Mapping[str, Any]:
        """Return the names as texts may tell them: what is withheld from this reader is null in them too."""
        if not self.withheld:
            return names
        told = dict(names)
        for path in self.withheld:
            key, _, column = path.partition(".")
            if not column:
                told[key] = None
            elif key == list_key:
                told[column] = None
            if column and isinstance(told.get(key), list):
                told[key] = [_without(row, column) for row in told[key]]
        return told


def _without(row: Any, column: str) -> Any:
    return {key: cell for key, cell in row.items() if key != column} if isinstance(row, Mapping) else row


@dataclass(frozen=True)
class Place:
    """Where a component is drawn: at the top, or in one row of a list.

    `raw` is what was typed there, `names` what conditions see there and `told` what texts may tell of it, `prefix` what
    names of inputs start with, and `hidden` the keys that are hidden there.
    """

    raw: Mapping[str, Any]
    typed: Mapping[str, Any]
    names: Mapping[str, Any]
    told: Mapping[str, Any]
    hidden: frozenset[str]
    prefix: str = ""
