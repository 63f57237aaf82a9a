"""Whom the separation of duties keeps from a task: the rules applied to one person and one task. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from engine.organization.duties import Barrier, PersonFacts, Rule, read_duties
from engine.organization.errors import Barred
from engine.organization.separation import EXCLUDED, barriers
from engine.tasks.values import LockedTask


def barriers_to(
    rules: Iterable[Rule], task: LockedTask, person: PersonFacts, *, duties: Mapping[str, list[str]], today: date
) -> tuple[Barrier, ...]:
    """Return everything that keeps a person from a task on a legal day; `duties` are the case's, as stored."""
    return barriers(
        rules,
        duty=task.duty,
        performer=person,
        duties=read_duties(duties),
        today=today,
        case_field=task.field,
        excluded=_by_drawing(task),
    )


def require_unbarred(
    rules: Iterable[Rule], task: LockedTask, person: PersonFacts, *, duties: Mapping[str, list[str]], today: date
) -> None:
    """Raise `Barred` with a fault per rule that keeps a person from a task."""
    found = barriers_to(rules, task, person, duties=duties, today=today)
    if found:
        raise Barred(person=person.name, faults=[barrier.fault() for barrier in found])


def _by_drawing(task: LockedTask) -> frozenset[UUID]:
    rules = zip(task.excluded, task.excluded_rules, strict=True)
    return frozenset(person for person, named in rules if EXCLUDED in named.split())
