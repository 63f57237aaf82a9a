"""Activities as transitions: tasks, subprocesses, and calls that are entered."""

from collections.abc import Sequence

from engine.bpmn import Element
from engine.verification.nets.copy import Copy, has
from engine.verification.nets.drawing import Draft, Reach
from engine.verification.nets.leaving import leavings
from engine.verification.nets.net import PlaceKind
from engine.verification.nets.starting import arm_handlers, entries


def compile_task(copy: Copy, element: Element) -> None:
    """Compile a task: one step without boundary events, else a beginning, an end and what may happen between."""
    if not copy.boundaries.get(element.id):
        for place in copy.ins(element):
            _add_endings(copy, element, place, begins=(element.id,), armed=())
        return
    active, armed = copy.at(PlaceKind.ACTIVE, element), _armed(copy, element)
    for place in copy.ins(element):
        copy.builder.add(Draft([place], [active, *armed], (), begins=(element.id,)))
    _add_endings(copy, element, active, begins=(), armed=armed)
    for event in copy.boundaries[element.id]:
        _compile_boundary(copy, element, event, clears=None)


def _add_endings(copy: Copy, element: Element, place: int, *, begins: Sequence[str], armed: Sequence[int]) -> None:
    sends = copy.sends(element)
    for way in leavings(copy, element):
        passes = (element.id, *way.passes)
        for messages in copy.receives(element):
            copy.builder.add(
                Draft(
                    [place, *messages],
                    [*way.gives, *sends],
                    passes,
                    begins=begins,
                    also_clears=armed,
                    asked=way.asked,
                )
            )


def compile_scope(copy: Copy, element: Element) -> None:
    """Compile an embedded subprocess: it is going on until nothing inside is left."""
    _compile_holder(copy, element, entries(copy, element.id), arm_handlers(copy, element.id))


def compile_call(caller: Copy, element: Element, called: Copy) -> None:
    """Compile a call activity whose process is known: its own copy of the process goes on inside it."""
    inner = entries(called, called.process.id)
    _compile_holder(caller, element, inner, arm_handlers(called, called.process.id))


def _compile_holder(copy: Copy, element: Element, inner: Sequence[Sequence[int]], handlers: Sequence[int]) -> None:
    active, armed = copy.at(PlaceKind.ACTIVE, element), _armed(copy, element)
    scope = copy.named(element.id)
    given = list(dict.fromkeys([active, *armed, *handlers]))
    for place in copy.ins(element):
        for places in inner or [[]]:
            copy.builder.add(Draft([place], [*given, *places], (), begins=(element.id,)))
    for way in leavings(copy, element):
        copy.builder.add(
            Draft(
                [active],
                [*way.gives, *copy.sends(element)],
                (element.id, *way.passes),
                forbids=Reach(scope, ends=False),
                clears=Reach(scope),
                also_clears=armed,
                asked=way.asked,
            )
        )
    for event in copy.boundaries.get(element.id, []):
        if not _is_thrown_inside(copy, element, event):
            _compile_boundary(copy, element, event, clears=Reach(scope))


def _compile_boundary(copy: Copy, host: Element, event: Element, *, clears: Reach | None) -> None:
    """Compile what an event at the border of an activity does when it happens."""
    if has(event, "compensate", "compensation"):
        return
    active = copy.at(PlaceKind.ACTIVE, host)
    repeats = bool(copy.traffic.received.get(event.id))
    armed = [] if event.interrupting or repeats else [copy.at(PlaceKind.ARMED, event)]
    for messages in copy.receives(event):
        for way in leavings(copy, event):
            copy.builder.add(
                Draft(
                    [active, *armed, *messages],
                    way.gives if event.interrupting else [active, *way.gives],
                    (event.id, *way.passes),
                    clears=clears if event.interrupting else None,
                    also_clears=_armed(copy, host) if event.interrupting else (),
                    asked=way.asked,
                )
            )


def _armed(copy: Copy, host: Element) -> list[int]:
    """Return the places of events that leave the activity going on; one from outside is looked at once."""
    return [
        copy.at(PlaceKind.ARMED, event)
        for event in copy.boundaries.get(host.id, [])
        if not event.interrupting and not copy.traffic.received.get(event.id)
    ]


def _is_thrown_inside(copy: Copy, host: Element, event: Element) -> bool:
    """Tell whether an event at the border is caused by a throw inside alone, not by the outside."""
    kinds = {trigger.kind for trigger in event.triggers}
    if "cancel" in kinds:
        return True
    inside = copy.inner_elements(host.id)
    called = copy.model.processes.get(host.called or "")
    if called is not None:
        inside = list(called.elements.values())
    return any(
        element.kind in ("endEvent", "intermediateThrowEvent") and has(element, *(kinds & {"error", "escalation"}))
        for element in inside
    )
