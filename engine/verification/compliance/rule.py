"""A compliance rule as a value: what was written, and which elements and conditions it speaks of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn import Formula
from engine.verification.compliance.automata import AUTOMATA, Automaton, Pattern


@dataclass(frozen=True)
class Line:
    """One line as it was written, with its place; `basis` is what stands below it."""

    text: str
    file: str = ""
    number: int = 0
    basis: str = ""


@dataclass(frozen=True)
class Step:
    """The completion of one of some elements, if the conditions hold then.

    `names` are those of the line; `results` conditions on single elements. A condition is asked of the document of the
    process that the element is drawn in, right after the element has written to it.
    """

    names: tuple[str, ...]
    elements: frozenset[str]
    conditions: tuple[Formula, ...] = ()
    results: tuple[tuple[str, Formula], ...] = ()

    def asked_of(self, element: str) -> list[Formula]:
        """Return the conditions under which the completion of an element is the step."""
        return [*(condition for name, condition in self.results if name == element), *self.conditions]

    def happens(self, element: str, document: Mapping[str, Any]) -> bool:
        """Tell whether the completion of an element with this document is the step."""
        return element in self.elements and all(
            condition.expression.evaluate(document) is True for condition in self.asked_of(element)
        )


@dataclass(frozen=True)
class Rule:
    """A rule over steps by letter; `days` is the bound of a promise, `workdays` how its days count."""

    line: Line
    pattern: Pattern
    steps: Mapping[str, Step]
    days: int | None = None
    workdays: bool = False
    condition: str = ""

    @property
    def automaton(self) -> Automaton | None:
        """Return the automaton of the order of steps, None for a rule about people."""
        return AUTOMATA.get(self.pattern)

    @property
    def elements(self) -> frozenset[str]:
        """Return all elements that the rule speaks of."""
        return frozenset().union(*(step.elements for step in self.steps.values()))
