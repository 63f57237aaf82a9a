"""One evaluation of a model: its inputs, what has been decided so far, which rules fired."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.feel.scope import NO_FUNCTIONS, Run


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A rule of a decision table that fired: `number` counts from 1, `annotation` is its description."""

    decision: str
    number: int
    id: str | None
    annotation: str
    outputs: Mapping[str, Any]


class DecisionRun(Run):
    """The account of one evaluation, shared by every decision that it needs."""

    __slots__ = ("decided", "fired", "inputs")

    def __init__(self, inputs: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]] = NO_FUNCTIONS) -> None:
        super().__init__(functions)
        self.inputs = inputs
        self.decided: dict[Any, Any] = {}
        self.fired: list[FiredRule] = []
