"""The history of cases as pure values: who did what when, in the order of the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Happening:
    """One event of the record that moved the case: when, what kind, by whom, and the elements it passed in order."""

    at: datetime
    kind: str
    actor: str
    passed: tuple[str, ...]


@dataclass(frozen=True)
class Trace:
    """One case with its happenings in the order of the record; `has_ended` tells that no more will come."""

    case: str
    happenings: tuple[Happening, ...]
    has_ended: bool = False

    @property
    def steps(self) -> Sequence[tuple[Happening, str]]:
        """Return every element passed, one after the other, with the happening it belongs to."""
        return [(happening, element) for happening in self.happenings for element in happening.passed]
