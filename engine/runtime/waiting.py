"""What a case waits for, as the outside sees it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, overload

from SpiffWorkflow.util.task import TaskState

from engine.runtime.specs.events import OUTSIDE, CatchNode
from engine.runtime.token import Token
from engine.runtime.values import Wait


def waits_of(token: Token, kinds: frozenset[str] = OUTSIDE) -> Iterator[Wait]:
    """Yield what a token waits for of some kinds."""
    if token.state == TaskState.WAITING and isinstance(token.task_spec, CatchNode):
        for which in token.task_spec.pending(token):
            if token.task_spec.watched[which].kind in kinds:
                yield _wait(token, which)


class LaterWaits(Sequence[Wait]):
    """All waits of a case of which most are asleep: looked up when somebody asks for them."""

    def __init__(self, look_up: Callable[[], tuple[Wait, ...]]) -> None:
        self._look_up = look_up
        self._found: tuple[Wait, ...] | None = None

    @property
    def _all(self) -> tuple[Wait, ...]:
        if self._found is None:
            self._found = self._look_up()
        return self._found

    @overload
    def __getitem__(self, index: int) -> Wait: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Wait]: ...
    def __getitem__(self, index: int | slice) -> Wait | Sequence[Wait]:
        """Return one wait, or some."""
        return self._all[index]

    def __len__(self) -> int:
        """Return how many waits there are."""
        return len(self._all)

    def __eq__(self, other: object) -> bool:
        """Compare with any sequence of waits."""
        return self._all == tuple(other) if isinstance(other, Sequence) else NotImplemented

    def __hash__(self) -> int:
        """Return the hash of all waits."""
        return hash(self._all)


def _wait(token: Token, which: int) -> Wait:
    spec: Any = token.task_spec
    known = token.internal_data
    due = known.get("due", {}).get(str(which))
    kind = spec.watched[which].kind
    return Wait(
        # An event with several triggers is several waits, told apart behind the dot.
        key=token.key if len(spec.watched) == 1 else f"{token.key}.{which}",
        element=spec.event.id,
        process=spec.event.process_id,
        event=kind,
        name=spec.name_of(which),
        due=datetime.fromisoformat(due) if due else None,
        correlation=known.get("correlation", {}) if kind == "message" else {},
    )
