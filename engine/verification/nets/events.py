"""Start, end, throw and catch events as transitions."""

from engine.bpmn import Element
from engine.verification.nets.copy import Copy, has
from engine.verification.nets.drawing import Draft, Reach
from engine.verification.nets.leaving import Leaving, leavings
from engine.verification.nets.net import PlaceKind
from engine.verification.nets.throwing import add_caught


def compile_start(copy: Copy, element: Element) -> None:
    """Compile a start event; that of an event subprocess is compiled with its subprocess."""
    holder = copy.process.elements.get(element.scope_id)
    if holder is not None and holder.by_event:
        return
    _compile_waiting(copy, element, copy.ins(element))


def compile_catch(copy: Copy, element: Element) -> None:
    """Compile an intermediate catch event; one behind an event gateway is compiled with the gateway."""
    if has(element, "link"):
        return
    flows = copy.process.flows
    places = [
        copy.flow(each)
        for each in element.incoming
        if each in flows and _kind_of(copy, flows[each].source) != "eventBasedGateway"
    ]
    start = copy.known(PlaceKind.START, element)
    _compile_waiting(copy, element, places if start is None else [*places, start])


def compile_throw(copy: Copy, element: Element) -> None:
    """Compile an intermediate throw event."""
    for place in copy.ins(element):
        if has(element, "link"):
            _compile_link(copy, element, place)
        elif not (has(element, "escalation") and add_caught(copy, element, place, "escalation")):
            for way in leavings(copy, element):
                passes = (element.id, *way.passes)
                copy.builder.add(Draft([place], [*way.gives, *copy.sends(element)], passes, asked=way.asked))


def compile_end(copy: Copy, element: Element) -> None:
    """Compile an end event."""
    end = copy.at(PlaceKind.END, element)
    for place in copy.ins(element):
        if has(element, "terminate"):
            scope = copy.chains[element.scope_id][-1]
            copy.builder.add(Draft([place], [end], (element.id,), clears=Reach(scope)))
            continue
        kind = next((kind for kind in ("error", "escalation", "cancel") if has(element, kind)), None)
        if kind is None or not add_caught(copy, element, place, kind):
            copy.builder.add(Draft([place], [end, *copy.sends(element)], (element.id,)))


def _compile_waiting(copy: Copy, element: Element, places: list[int]) -> None:
    for place in places:
        for messages in copy.receives(element):
            for way in leavings(copy, element):
                copy.builder.add(Draft([place, *messages], way.gives, (element.id, *way.passes), asked=way.asked))


def _compile_link(copy: Copy, element: Element, place: int) -> None:
    target = copy.links.get((element.scope_id, element.trigger.name if element.trigger else None))
    lost = [Leaving((copy.at(PlaceKind.END, element),), ())]
    passes = (element.id,) if target is None else (element.id, target.id)
    for way in leavings(copy, target) if target else lost:
        copy.builder.add(Draft([place], way.gives, (*passes, *way.passes), asked=way.asked))


def _kind_of(copy: Copy, identifier: str) -> str:
    element = copy.process.elements.get(identifier)
    return element.kind if element else ""
