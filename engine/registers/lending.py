"""Thresholds without a database: the function `threshold` over the entries of a file, for the command line."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from engine.registers.entry import Entry
from engine.registers.errors import refusal_of
from engine.registers.rules import Status, ThresholdVersion, choose

_NOBODY = UUID(int=0)


def lent_by(
    entries: Iterable[tuple[Entry, Status]], *, today: Callable[[], date], field: str | None = None
) -> Callable[..., Any]:
    """Return `threshold(name, party, day, domain)` over entries; day and field of enforcement are these unless given.

    The function raises `ThresholdMissing` or `ThresholdAmbiguous`, as in a case: the whole evaluation is refused.
    """
    versions = [unstored_version(entry, status) for entry, status in entries]

    def threshold(name: Any, party: Any = None, day: Any = None, domain: Any = None) -> Any:
        on = day if isinstance(day, date) else today()
        named = (version for version in versions if version.name == name)
        choice = choose(named, day=on, domain=domain or field, party=party)
        if choice.version is None:
            raise refusal_of(choice, name=str(name), day=on, domain=domain or field, party=party)
        return choice.version.amount

    return threshold


def unstored_version(entry: Entry, status: Status, *, identity: UUID = _NOBODY) -> ThresholdVersion:
    """Return an entry as the version it would be, added by nobody before all time."""
    return ThresholdVersion(
        id=identity,
        **vars(entry),
        status=str(status),
        added_at=datetime.min.replace(tzinfo=UTC),
        added_by=_NOBODY,
        settled_at=None,
        settled_by=None,
        note="",
    )
