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
    found = []
    for step, after in zip(way, states, strict=True):
        passed = step.passes or step.begins
        if passed:
            found.append(Seen(passed, dict(_written(step, after, setting)), None, _actor(passed, setting)))
    return tuple(found)


def _actor(passed: Sequence[str], setting: Setting) -> str | None:
    humans = (element.human for name in passed if (element := setting.elements.get(name)))
    return next((human.performer for human in humans if human), None)


def _written(step: Transition, after: int, setting: Setting) -> Iterator[tuple[str, Any]]:
    """Yield what a step writes, as far as the way depends on it."""
    own = {element.process_id: element for name in step.passes if (element := setting.elements.get(name))}
    for fact in sorted({fact for stage in setting.of(step) for fact in stage.writes}):
        process, _, name = fact.partition(":")
        value = setting.slots[fact].read(after)
        if process in own and value is not None:
            yield name, setting.stages.example(own[process], setting.slots[fact], value)
