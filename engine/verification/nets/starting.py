"""Where tokens appear when a process or subprocess begins."""

from engine.bpmn import Element
from engine.verification.nets.copy import SCOPE_KINDS, Copy, has, own_flows
from engine.verification.nets.drawing import Draft
from engine.verification.nets.net import PlaceKind

_ACTIVITIES = frozenset(
    {"task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask",
     "callActivity"}
)  # fmt: skip


def entries(copy: Copy, scope_id: str) -> list[list[int]]:
    """Return the alternative sets of places that get a token when a scope begins.

    Each start event is one alternative; without any, all elements that no flow leads to begin together, unless every
    one of them is begun by a message (BPMN 2.0.2, sections 10.5.1 and 13.2.1).
    """
    members = copy.members.get(scope_id, [])
    starts = [element for element in members if element.kind == "startEvent"]
    if starts:
        return [[copy.at(PlaceKind.START, element)] for element in starts]
    free = [element for element in members if _begins_freely(copy, element)]
    begun = [element for element in free if element.instantiate or element.kind == "receiveTask"]
    if begun and len(begun) == len(free):
        return [[copy.at(PlaceKind.START, element)] for element in begun]
    return [[copy.at(PlaceKind.START, element) for element in free]] if free else []


def begin_process(copy: Copy) -> None:
    """Put the first tokens of a process that runs by itself."""
    scope_id = copy.process.id
    alternatives = entries(copy, scope_id)
    handlers = copy.handlers.get(scope_id, [])
    if not alternatives:
        return
    if len(alternatives) == 1 and not handlers:
        copy.builder.initial += alternatives[0]
        _leave_waiting_starts_neutral(copy, scope_id)
        return
    chain = copy.chains[scope_id]
    entry = copy.builder.place(PlaceKind.ENTRY, copy.named(scope_id), element=scope_id, scopes=chain[:-1])
    copy.builder.initial.append(entry)
    alive = arm_handlers(copy, scope_id)
    for places in alternatives:
        copy.builder.add(Draft([entry], [*places, *alive], ()))
    _leave_waiting_starts_neutral(copy, scope_id)


def arm_handlers(copy: Copy, scope_id: str) -> list[int]:
    """Return the places that say a process is alive and its event subprocesses can happen; none without any.

    That a process is alive does not keep it from being over.
    """
    handlers = copy.handlers.get(scope_id, [])
    if not handlers:
        return []
    alive = scope_place(copy, scope_id)
    if scope_id == copy.process.id and copy.caller is None:
        copy.builder.neutral.add(alive)
    return [alive, *(copy.at(PlaceKind.ARMED, handler) for handler in handlers)]


def scope_place(copy: Copy, scope_id: str) -> int:
    """Return the place that says a process or subprocess is going on."""
    scope = copy.process.elements.get(scope_id)
    if scope is not None:
        return copy.at(PlaceKind.ACTIVE, scope)
    if copy.caller is not None and copy.call is not None:
        return copy.caller.at(PlaceKind.ACTIVE, copy.call)
    return copy.builder.place(PlaceKind.ACTIVE, copy.named(scope_id), element=scope_id, scopes=copy.chains[scope_id])


def _begins_freely(copy: Copy, element: Element) -> bool:
    if element.incoming or element.for_compensation:
        return False
    if element.kind in ("boundaryEvent", "startEvent", "endEvent") or (
        element.kind in SCOPE_KINDS and element.by_event
    ):
        return False
    if element.kind == "intermediateCatchEvent" and has(element, "link"):
        return False
    return bool(own_flows(copy, element)) or element.kind in _ACTIVITIES or element.kind in SCOPE_KINDS


def _leave_waiting_starts_neutral(copy: Copy, scope_id: str) -> None:
    """Let a pool that waits for its first message count as over: it may never be asked for anything."""
    for element in copy.members.get(scope_id, []):
        place = copy.known(PlaceKind.START, element)
        if place is not None and copy.traffic.received.get(element.id):
            copy.builder.neutral.add(place)
