"""What an inclusive join must look at: the places from which a token can still reach each of its ways in."""

from engine.bpmn import Element
from engine.verification.nets.copy import SCOPE_KINDS, Copy, has
from engine.verification.nets.net import OrJoin, PlaceKind


def or_join(copy: Copy, gateway: Element) -> OrJoin:
    """Return what a join looks at, way by way, in the order its transitions are added."""
    ways = [
        (copy.flow(flow), _before(copy, gateway, flow), _before(copy, gateway, flow, past_boundaries=True))
        for flow in gateway.incoming
        if flow in copy.process.flows
    ]
    start = copy.known(PlaceKind.START, gateway)
    if start is not None:
        ways.append((start, frozenset({start}), frozenset({start})))
    return OrJoin(tuple(ways))


def _before(copy: Copy, gateway: Element, flow: str, *, past_boundaries: bool = False) -> frozenset[int]:
    walk = _Walk(copy, gateway, past_boundaries=past_boundaries)
    walk.follow(flow)
    return frozenset(walk.found)


class _Walk:
    """Walks the diagram backwards from one way into a join, never through the join itself."""

    def __init__(self, copy: Copy, gateway: Element, *, past_boundaries: bool) -> None:
        self._copy, self._gateway, self._past_boundaries = copy, gateway, past_boundaries
        self._seen_flows: set[str] = set()
        self._seen_elements: set[str] = set()
        self.found: set[int] = set()

    def follow(self, flow: str) -> None:
        """Collect every place from which a token can come to a flow."""
        waiting = [flow]
        while waiting:
            each = waiting.pop()
            if each in self._seen_flows or each not in self._copy.process.flows:
                continue
            self._seen_flows.add(each)
            self.found.add(self._copy.flow(each))
            source = self._copy.process.elements.get(self._copy.process.flows[each].source)
            if source is not None:
                waiting.extend(self._back(source))

    def _back(self, element: Element) -> list[str]:
        """Collect the places of an element and return the flows into it and into what leads to it unseen."""
        if element.id == self._gateway.id or element.id in self._seen_elements:
            return []
        self._seen_elements.add(element.id)
        for kind in (PlaceKind.ACTIVE, PlaceKind.START):
            place = self._copy.known(kind, element)
            if place is not None:
                self.found.add(place)
        flows = list(element.incoming)
        for before in self._unseen_ways(element):
            flows.extend(self._back(before))
        if element.kind in SCOPE_KINDS or element.kind == "callActivity":
            self._collect_inside(element)
        return flows

    def _unseen_ways(self, element: Element) -> list[Element]:
        host = self._copy.process.elements.get(element.attached_to or "")
        if self._past_boundaries and host is not None:
            return [host]
        if element.kind == "intermediateCatchEvent" and has(element, "link"):
            name = element.trigger.name if element.trigger else None
            return [
                other
                for other in self._copy.members.get(element.scope_id, [])
                if other.kind == "intermediateThrowEvent"
                and other.trigger
                and other.trigger.kind == "link"
                and other.trigger.name == name
            ]
        return []

    def _collect_inside(self, element: Element) -> None:
        scope = self._copy.named(element.id)
        self.found.update(
            number
            for number, place in enumerate(self._copy.builder.places)
            if scope in place.scopes and place.kind not in (PlaceKind.END, PlaceKind.ARMED)
        )
