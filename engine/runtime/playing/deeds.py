"""What can be done to the cases of a run, as values: so that it can be tried, fail, and be done again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.bpmn import Process
from engine.runtime import operations
from engine.runtime.errors import ExecutionFailed, Unstorable
from engine.runtime.playing.cases import PlayedCase
from engine.runtime.values import Outcome, Wait


@dataclass(frozen=True)
class Deed:
    """One step of a case, or, without a case, the beginning of one; it can be done again when it failed.

    `element` is what people completed, which is put on record before the step.
    """

    operation: Callable[..., Outcome]
    arguments: Mapping[str, Any]
    process: str
    case: int | None = None
    element: str | None = None

    def with_data(self, data: Mapping[str, Any]) -> "Deed":
        """Return the deed with values in place of those it brings itself."""
        merged = dict(self.arguments)
        if "data" in merged:
            merged["data"] = {**merged["data"], **data}
        if "payload" in merged:
            known = merged["payload"] or {}
            merged["payload"] = {name: data.get(name, value) for name, value in known.items()}
        return replace(self, arguments=merged)


@dataclass(frozen=True)
class Incident:
    """A step that failed, with the deed that was not done and the element it failed at."""

    element: str | None
    error: ExecutionFailed | Unstorable
    deed: Deed


@dataclass(frozen=True)
class Kept:
    """A message on its way, or one that nobody waits for yet.

    `targets` are the elements that message flows lead it to; they come before others that know its name.
    """

    name: str
    payload: Mapping[str, Any]
    correlation: Mapping[str, Any]
    targets: frozenset[str] = frozenset()


def starting(
    process: Process,
    *,
    data: Mapping[str, Any],
    event: str | None,
    payload: Mapping[str, Any],
    trigger: str | None = None,
) -> Deed:
    """Return the deed that begins a case of a process; `trigger` is the name of what its start event heard."""
    arguments = {"process": process.id, "data": data, "start_event": event, "payload": payload, "trigger": trigger}
    return Deed(operations.start, arguments, process.id)


def delivery(case: PlayedCase, wait: Wait, payload: Mapping[str, Any]) -> Deed:
    """Return the deed that lets a wait of a case happen."""
    if wait.event == "timer":
        return Deed(operations.fire, {"wait": wait.key}, case.process.id, case.number)
    return Deed(operations.deliver, {"wait": wait.key, "payload": payload}, case.process.id, case.number)
