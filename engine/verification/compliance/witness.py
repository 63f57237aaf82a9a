"""The shortest way that breaks a rule, step by step: elements, what was written, on which day, by whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.verification.compliance.following import Setting
from engine.verification.nets.net import Transition


@dataclass(frozen=True)
class Seen:
    """One step of a way: the elements and flows passed, the data that changed, the day and the actor where known.

    The actor is a role, or a person where it matters who: 甲 and 乙 are any two.
    """

    elements: tuple[str, ...]
    data: Mapping[str, Any] = field(default_factory=dict)
    day: int | None = None
    actor: str | None = None


def witness_of(way: Sequence[Transition], states: Sequence[int], setting: Setting) -> tuple[Seen, ...]:
    """Return a way as people can follow it, with the facts after each of its steps."""
    before = 0
    found = []
    for step, after in zip(way, states, strict=True):
        passed = step.passes or step.begins
        if passed:
            found.append(Seen(passed, dict(_changes(before, after, passed, setting)), None, _actor(passed, setting)))
        before = after
    return tuple(found)


def _actor(passed: Sequence[str], setting: Setting) -> str | None:
    humans = (element.human for name in passed if (element := setting.elements.get(name)))
    return next((human.performer for human in humans if human), None)


def _changes(before: int, after: int, passed: Sequence[str], setting: Setting) -> Iterator[tuple[str, Any]]:
    processes = {element.process_id for name in passed if (element := setting.elements.get(name))}
    for fact, slot in setting.slots.items():
        process, _, name = fact.partition(":")
        value = slot.read(after)
        if process in processes and value is not None and value != slot.read(before):
            yield name, value
