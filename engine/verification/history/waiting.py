"""How long cases wait: between the end of one step and the end of the next, by element and by flow."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.bpmn import Model, Process
from engine.verification.history.traces import Trace

_THROUGH = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway"})


@dataclass(frozen=True)
class Waited:
    """How long it took, in seconds: how often it was seen, the median, nine of ten, the longest, and in all."""

    times: int
    median: float
    ninetieth: float
    longest: float
    total: float


@dataclass(frozen=True)
class Waits:
    """Waiting times by element and by the sequence flow that led to it."""

    elements: Mapping[str, Waited]
    flows: Mapping[str, Waited]


def waits_of(model: Model, traces: Iterable[Trace]) -> Waits:
    """Return how long each element and flow kept cases waiting, counted from the step before it that ended last."""
    before = {name: list(_before(process, name)) for process in model.processes.values() for name in process.elements}
    elements: dict[str, list[float]] = {}
    flows: dict[str, list[float]] = {}
    for trace in traces:
        ended = dict[str, datetime]()
        for happening, element in trace.steps:
            known = [(ended[source], flow) for source, flow in before.get(element, ()) if source in ended]
            if known:
                since, flow = max(known)
                seconds = (happening.at - since).total_seconds()
                elements.setdefault(element, []).append(seconds)
                flows.setdefault(flow, []).append(seconds)
            ended[element] = happening.at
    return Waits(
        {name: _summed(seconds) for name, seconds in elements.items()},
        {name: _summed(seconds) for name, seconds in flows.items()},
    )


def _before(process: Process, element: str) -> Iterable[tuple[str, str]]:
    """Yield what comes right before an element, gateways left out, with the flow that leads into the element."""
    for last in process.elements[element].incoming:
        seen: set[str] = set()
        waiting = [last]
        while waiting:
            flow = process.flows.get(waiting.pop())
            source = process.elements.get(flow.source) if flow else None
            if source is None or source.id in seen:
                continue
            seen.add(source.id)
            if source.kind in _THROUGH:
                waiting += source.incoming
            else:
                # An event at the border of an activity happens while that goes on; the activity began before.
                yield source.id, last


def _summed(seconds: Sequence[float]) -> Waited:
    ordered = sorted(seconds)
    last = len(ordered) - 1
    return Waited(
        times=len(ordered),
        median=ordered[last // 2],
        ninetieth=ordered[round(last * 0.9)],
        longest=ordered[-1],
        total=sum(ordered),
    )
