"""Compiles a model to a net: every pool of it, every called process once more inside each call."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from engine.bpmn import Element, Model
from engine.verification.nets.activities import compile_call, compile_scope, compile_task
from engine.verification.nets.copy import SCOPE_KINDS, Copy, Traffic
from engine.verification.nets.drawing import Builder
from engine.verification.nets.events import compile_catch, compile_end, compile_start, compile_throw
from engine.verification.nets.gateways import (
    compile_event_based,
    compile_exclusive,
    compile_inclusive,
    compile_parallel,
)
from engine.verification.nets.inclusive import or_join
from engine.verification.nets.net import Net, OrJoin
from engine.verification.nets.starting import begin_process, entries
from engine.verification.nets.throwing import compile_handler

DEEPEST_CALL = 8
"""How many calls inside calls are entered; a deeper one is looked at as a task."""

_BY_KIND: Mapping[str, Callable[[Copy, Element], None]] = {
    "startEvent": compile_start,
    "intermediateCatchEvent": compile_catch,
    "intermediateThrowEvent": compile_throw,
    "endEvent": compile_end,
    "exclusiveGateway": compile_exclusive,
    "parallelGateway": compile_parallel,
    "inclusiveGateway": compile_inclusive,
    "complexGateway": compile_inclusive,
    "eventBasedGateway": compile_event_based,
}


def compile_net(model: Model, processes: Sequence[str] | None = None) -> Net:
    """Return the net of the processes that run by themselves: the given ones, else all that no other one calls.

    What cannot be looked at exactly is named in the net's `approximations`.
    """
    builder = Builder()
    copies: list[Copy] = []
    traffic = _traffic(model)
    for process_id in processes if processes is not None else roots(model):
        copy = Copy(builder, model, model.processes[process_id], traffic)
        copies.append(copy)
        begin_process(copy)
    for copy in copies:
        # Calls append the copies that they enter, so that these are compiled in their turn.
        _compile(copy, copies)
    return builder.finish(_joins(copies))


def roots(model: Model) -> tuple[str, ...]:
    """Return the processes that no other process of the model calls, all of them if each is called."""
    called = {
        element.called
        for process in model.processes.values()
        for element in process.elements.values()
        if element.called and element.called != process.id
    }
    return tuple(each for each in model.processes if each not in called) or tuple(model.processes)


def _joins(copies: Sequence[Copy]) -> dict[str, OrJoin]:
    return {
        copy.named(element.id): or_join(copy, element)
        for copy in copies
        for element in copy.process.elements.values()
        if element.kind in ("inclusiveGateway", "complexGateway")
    }


def _compile(copy: Copy, copies: list[Copy]) -> None:
    elements = [element for element in copy.process.elements.values() if not element.for_compensation]
    for element in elements:
        if element.kind in SCOPE_KINDS and element.kind != "adHocSubProcess":
            entries(copy, element.id)
    for element in elements:
        _compile_element(copy, element, copies)


def _compile_element(copy: Copy, element: Element, copies: list[Copy]) -> None:
    for name in _looked_at_simply(element):
        copy.builder.simplify(name, element.id)
    compile_kind = _BY_KIND.get(element.kind)
    if compile_kind is not None:
        compile_kind(copy, element)
    elif element.kind in SCOPE_KINDS and element.by_event:
        compile_handler(copy, element)
    elif element.kind in SCOPE_KINDS and element.kind != "adHocSubProcess":
        compile_scope(copy, element)
    elif element.kind == "callActivity":
        _compile_call(copy, element, copies)
    elif element.kind != "boundaryEvent":
        compile_task(copy, element)


def _compile_call(copy: Copy, element: Element, copies: list[Copy]) -> None:
    process = copy.model.processes.get(element.called or "")
    if process is None or copy.path.count("/") >= DEEPEST_CALL:
        if process is not None:
            copy.builder.simplify("call-too-deep", element.id)
        compile_task(copy, element)
        return
    called = Copy(
        copy.builder,
        copy.model,
        process,
        copy.traffic,
        path=f"{copy.named(element.id)}/",
        outer=(*copy.around(element), copy.named(element.id)),
        caller=copy,
        call=element,
    )
    compile_call(copy, element, called)
    copies.append(called)


def _traffic(model: Model) -> Traffic:
    nodes = {element for process in model.processes.values() for element in process.elements}
    sent, received = defaultdict(list), defaultdict(list)
    for flow in model.message_flows:
        if flow.source in nodes and flow.target in nodes:
            sent[flow.source].append(flow.id)
            received[flow.target].append(flow.id)
    return Traffic({key: tuple(value) for key, value in sent.items()}, {k: tuple(v) for k, v in received.items()})


def _looked_at_simply(element: Element) -> list[str]:
    found = []
    if element.kind == "adHocSubProcess":
        found.append("ad-hoc-as-task")
    if element.start_quantity > 1:
        found.append("one-token-to-start")
    if element.loop is not None:
        found.append("one-instance-of-many" if element.loop.kind != "standard" else "one-turn-of-loop")
    return found
