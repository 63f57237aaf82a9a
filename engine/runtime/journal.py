"""Notes what a step changes, for the outcome and for the conditions later in the same step."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.runtime.token import Token
from engine.runtime.values import ClosedTask, DecisionMade, Passed, Thrown


@dataclass
class Journal:
    """Everything that happened in one step, in order.

    `record` is what conditions see under that name. It starts as what the environment holds and learns of each
    automatic element that is passed; work of people is recorded by whoever completes it, before the step.
    """

    record: dict[str, Any]
    today: date
    opened: dict[int, Token] = field(default_factory=dict)
    closed: list[ClosedTask] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    thrown: list[Thrown] = field(default_factory=list)
    decided: list[DecisionMade] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)

    def open(self, token: Token) -> None:
        """Note that a token waits for somebody from now on."""
        self.opened[token.id] = token

    def close(self, number: int, element: str, reason: str) -> None:
        """Note that a token waits no longer; what opened in this very step was never seen and is forgotten."""
        if self.opened.pop(number, None) is None:
            self.closed.append(ClosedTask(str(number), element, reason))

    def passing(self, spec: Any) -> None:
        """Note that an element of the drawing was completed."""
        element = spec.element
        self.passed.append(Passed(element.id, element.process_id))
        if not spec.is_work:
            self._remember(element.id)

    def _remember(self, element: str) -> None:
        before = self.record.get(element) or {}
        last = max((entry.get("seq") or 0 for entry in self.record.values()), default=0)
        self.record[element] = {
            "seq": last + 1,
            "times": (before.get("times") or 0) + 1,
            "by": None,
            "people": before.get("people") or [],
            "on": self.today,
        }
