"""Gateways as transitions."""

from engine.bpmn import Element
from engine.verification.nets.copy import Copy, own_flows
from engine.verification.nets.drawing import Draft
from engine.verification.nets.leaving import Leaving, exclusive_leavings, inclusive_leavings, leavings
from engine.verification.nets.net import PlaceKind

_CATCHING = frozenset({"intermediateCatchEvent", "receiveTask"})


def compile_exclusive(copy: Copy, element: Element) -> None:
    """Compile an exclusive gateway: each token that comes goes one way."""
    _each_for_itself(copy, element, exclusive_leavings(copy, element))


def compile_parallel(copy: Copy, element: Element) -> None:
    """Compile a parallel gateway: a token of every way in, a token for every way out."""
    places = copy.ins(element)
    if not places:
        return
    flows = own_flows(copy, element)
    gives = [copy.flow(each) for each in flows] or [copy.at(PlaceKind.END, element)]
    copy.builder.add(Draft(places, gives, (element.id, *flows)))


def compile_inclusive(copy: Copy, element: Element) -> None:
    """Compile an inclusive gateway; as a join it waits for what can still come."""
    if element.activation is not None:
        copy.builder.simplify("complex-as-inclusive", element.id)
    ways, places = inclusive_leavings(copy, element), copy.ins(element)
    if len(places) <= 1:
        _each_for_itself(copy, element, ways)
        return
    for place in places:
        for way in ways:
            passes = (element.id, *way.passes)
            copy.builder.add(Draft([place], way.gives, passes, asked=way.asked, joins=copy.named(element.id)))


def compile_event_based(copy: Copy, element: Element) -> None:
    """Compile an event-based gateway: the first event behind it that happens takes the token."""
    if element.gateway_type == "Parallel":
        copy.builder.simplify("parallel-events-as-one", element.id)
    flows = copy.process.flows
    for place in copy.ins(element):
        for flow in own_flows(copy, element):
            target = copy.process.elements[flows[flow].target]
            for messages in copy.receives(target):
                if target.kind not in _CATCHING:
                    copy.builder.add(Draft([place, *messages], [copy.flow(flow)], (element.id, flow)))
                    continue
                for way in leavings(copy, target):
                    passes = (element.id, flow, target.id, *way.passes)
                    copy.builder.add(Draft([place, *messages], way.gives, passes, begins=(target.id,), asked=way.asked))


def _each_for_itself(copy: Copy, element: Element, ways: list[Leaving]) -> None:
    for place in copy.ins(element):
        for way in ways:
            copy.builder.add(Draft([place], way.gives, (element.id, *way.passes), asked=way.asked))
