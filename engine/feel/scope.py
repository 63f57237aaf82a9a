"""What an evaluation carries along: the names in sight, the reasons for nulls, the steps taken."""

from collections.abc import Callable, Mapping
from time import monotonic, thread_time
from typing import Any, TypeVar

from engine.feel.limits import EVALUATION_SECONDS, REASONS, STEPS, STEPS_BETWEEN_LOOKS, WALL_SECONDS
from engine.feel.reasons import Reason

Value = TypeVar("Value")

NO_FUNCTIONS: Mapping[str, Callable[..., Any]] = {}


class Exhausted(Exception):  # noqa: N818 - it ends an evaluation, nobody outside sees it
    """The evaluation took more steps, room or time than allowed."""


class Run:
    """The account of one evaluation: steps taken, call depth, reasons (kept unformatted until asked for)."""

    __slots__ = ("_end", "_looked", "_wall", "calls", "functions", "notes", "until_look")

    def __init__(self, functions: Mapping[str, Callable[..., Any]] = NO_FUNCTIONS) -> None:
        self.functions = functions
        self.notes: list[tuple[str, str, dict[str, Any]]] = []
        self.until_look = -STEPS_BETWEEN_LOOKS
        self.calls = 0

    def null(self, en: str, zh: str, **data: Any) -> Value | None:
        """Note why a null arises and return it."""
        if len(self.notes) < REASONS:
            self.notes.append((en, zh, data))
        return None

    def step(self, count: int = 1) -> None:
        """Count work; raises `Exhausted` when it is too much for one evaluation."""
        self.until_look += count
        if self.until_look > 0:
            self.look()

    @property
    def steps(self) -> int:
        """Return the steps counted so far."""
        return getattr(self, "_looked", 0) + self.until_look + STEPS_BETWEEN_LOOKS

    def look(self) -> None:
        """Look at the clock and the count of steps; raises `Exhausted` when either is used up.

        The time begins with the first look, so that the many evaluations that need none do not pay for a clock.
        """
        used, now = thread_time(), monotonic()
        steps = self.steps
        if not hasattr(self, "_end"):
            self._end, self._wall = used + EVALUATION_SECONDS, now + WALL_SECONDS
        self._looked, self.until_look = steps, -STEPS_BETWEEN_LOOKS
        if steps > STEPS or used > self._end or now > self._wall:
            raise Exhausted

    def reasons(self) -> tuple[Reason, ...]:
        """Return the sentences noted so far, each once, in order."""
        sentences = [Reason.of(en, zh, **data) for en, zh, data in self.notes]
        return tuple({str(sentence): sentence for sentence in sentences}.values())


class Scope:
    """Names in sight: a mapping, and the scope around it."""

    __slots__ = ("parent", "run", "vars")

    def __init__(self, variables: Mapping[str, Any], parent: "Scope | None", run: Run) -> None:
        self.vars = variables
        self.parent = parent
        self.run = run

    def inner(self, variables: Mapping[str, Any]) -> "Scope":
        """Return a scope with more names inside this one."""
        return Scope(variables, self, self.run)


Code = Callable[[Scope], Any]
"""A compiled expression: a closure from a scope to a value."""
