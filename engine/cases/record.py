"""The case's own record: who completed which element when, and who has taken on which duty. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from engine.kernel.typed_json import Document


@dataclass(frozen=True)
class Act:
    """One element completed: by a person (their login and id) or, without one, by the machine."""

    element: str
    seq: int
    on: date
    login: str | None = None


def note_acts(record: Document, acts: Iterable[Act]) -> Document:
    """Return the record with acts added: `seq` of the last, `times`, `by` and `on` of the last, `people` of all.

    `seq` is the number of the event in the case's chain, so that `record.A.seq > record.B.seq` says that A was
    done again, or for the first time, after B.
    """
    noted = dict(record)
    for act in acts:
        before = noted.get(act.element, {})
        people = [*before.get("people", ())]
        if act.login is not None and act.login not in people:
            people.append(act.login)
        noted[act.element] = {
            "seq": act.seq,
            "times": before.get("times", 0) + 1,
            "by": act.login,
            "on": act.on,
            "people": people,
        }
    return noted


def note_duties(duties: Mapping[str, list[str]], taken: Iterable[tuple[str, UUID]]) -> dict[str, list[str]]:
    """Return the duties with people added; nobody is ever taken off, for a duty counts in all later rounds."""
    noted = {duty: list(people) for duty, people in duties.items()}
    for duty, person_id in taken:
        people = noted.setdefault(duty, [])
        if str(person_id) not in people:
            people.append(str(person_id))
    return noted


def people_of(record: Mapping[str, Mapping[str, object]], elements: Iterable[str]) -> frozenset[str]:
    """Return the logins of everybody who ever completed one of the elements."""
    found: set[str] = set()
    for element in elements:
        people = record.get(element, {}).get("people", ())
        found.update(str(login) for login in people)  # type: ignore[attr-defined]
    return frozenset(found)


def participants(record: Mapping[str, Mapping[str, object]]) -> frozenset[str]:
    """Return the logins of everybody who ever completed anything in the case."""
    return people_of(record, record)
