"""One evaluation of a model: its inputs, what has been decided so far, which rules fired."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from engine.feel.scope import NO_FUNCTIONS, Run


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A rule of a decision table that fired: `number` counts from 1, `annotation` is its description.

    `inputs` are the values of the columns of conditions by label, `reads` the names that the columns speak of;
    `writes` are the names that the rule's results speak of, by output.
    """

    decision: str
    number: int
    id: str | None
    annotation: str
    outputs: Mapping[str, Any]
    inputs: Mapping[str, Any] = field(default_factory=dict)
    reads: Mapping[str, frozenset[str]] = field(default_factory=dict)
    writes: Mapping[str, frozenset[str]] = field(default_factory=dict)


class Level:
    """Inputs, and what has been decided from them: one for the model, one for each import, one for each service call.

    An imported model may be reached by several ways, each with inputs of its own: they stand in a context named for
    the import, else the importing model's inputs serve.
    """

    __slots__ = ("_imports", "decided", "inputs")

    def __init__(self, inputs: Mapping[str, Any]) -> None:
        self.inputs = inputs
        self.decided: dict[Any, Any] = {}
        self._imports: dict[str, Level] = {}

    def imported(self, prefix: str) -> "Level":
        """Return the level of the model imported under a name."""
        if prefix not in self._imports:
            inner = self.inputs.get(prefix)
            self._imports[prefix] = Level(inner if isinstance(inner, Mapping) else self.inputs)
        return self._imports[prefix]


class DecisionRun(Run):
    """The account of one evaluation, shared by every decision that it needs."""

    __slots__ = ("fired", "level")

    def __init__(self, inputs: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]] = NO_FUNCTIONS) -> None:
        super().__init__(functions)
        self.level = Level(inputs)
        self.fired: list[FiredRule] = []

    @contextmanager
    def at(self, level: Level) -> Iterator[Level]:
        """Evaluate on another level and come back."""
        outer, self.level = self.level, level
        try:
            yield level
        finally:
            self.level = outer
