"""What catches an error, an escalation or a cancel, and what the catch does to the scopes it leaves."""

from dataclasses import dataclass

from engine.bpmn import Element
from engine.verification.nets.copy import Copy, has
from engine.verification.nets.drawing import Draft, Reach
from engine.verification.nets.leaving import Leaving, leavings
from engine.verification.nets.net import PlaceKind
from engine.verification.nets.starting import scope_place


@dataclass(frozen=True)
class Catch:
    """An event that catches: at the border of `scope`, or, with `handler`, an event subprocess inside it."""

    copy: Copy
    scope: Element | None
    event: Element
    handler: Element | None = None


def find_catch(copy: Copy, thrower: Element, kind: str) -> Catch | None:
    """Return what catches a throw: the nearest scope outwards with a fitting event, through calls."""
    scope_id = thrower.scope_id
    code = next((trigger.name for trigger in thrower.triggers if trigger.kind == kind), None)
    while True:
        found = _handler_in(copy, scope_id, kind, code)
        if found is not None:
            return found
        scope = copy.process.elements.get(scope_id) or copy.call
        if scope is None:
            return None
        if scope is copy.call and copy.caller is not None:
            copy = copy.caller
        for event in copy.boundaries.get(scope.id, []):
            if _fits(event, kind, code):
                return Catch(copy, scope, event)
        scope_id = scope.scope_id


def add_caught(copy: Copy, thrower: Element, place: int, kind: str) -> bool:
    """Compile an end or throw event whose error, escalation or cancel is caught; return whether anything catches it."""
    catch = find_catch(copy, thrower, kind)
    if catch is None:
        return False
    goes_on = leavings(copy, thrower) if thrower.kind == "intermediateThrowEvent" else [_ended(copy, thrower)]
    ends_scope = catch.event.interrupting or kind in ("error", "cancel")
    for way in leavings(catch.copy, catch.event):
        passes = [thrower.id, *([catch.handler.id] if catch.handler else []), catch.event.id, *way.passes]
        if ends_scope:
            copy.builder.add(_interrupting(catch, place, way, passes))
            continue
        for own in goes_on:
            copy.builder.add(Draft([place], [*own.gives, *way.gives], [*passes, *own.passes], asked=own.asked))
    return True


def _interrupting(catch: Catch, place: int, way: Leaving, passes: list[str]) -> Draft:
    if catch.handler is not None:
        around = catch.copy.chains[catch.handler.scope_id][-1]
        armed = catch.copy.at(PlaceKind.ARMED, catch.handler)
        clears = Reach(around, spares=catch.copy.named(catch.handler.id))
        return Draft([place], way.gives, passes, clears=clears, also_clears=[armed], asked=way.asked)
    assert catch.scope is not None
    active = catch.copy.at(PlaceKind.ACTIVE, catch.scope)
    armed_at_border = [
        number
        for event in catch.copy.boundaries.get(catch.scope.id, [])
        if (number := catch.copy.known(PlaceKind.ARMED, event)) is not None
    ]
    clears = Reach(catch.copy.named(catch.scope.id))
    return Draft([place], way.gives, passes, clears=clears, also_clears=[active, *armed_at_border], asked=way.asked)


def compile_handler(copy: Copy, handler: Element) -> None:
    """Compile an event subprocess whose event comes from outside; what is thrown inside is compiled at the thrower."""
    alive, armed = scope_place(copy, handler.scope_id), copy.at(PlaceKind.ARMED, handler)
    around = copy.chains[handler.scope_id][-1]
    for event in copy.members.get(handler.id, []):
        if event.kind != "startEvent" or _is_thrown(copy, event):
            continue
        for messages in copy.receives(event):
            for way in leavings(copy, event):
                copy.builder.add(
                    Draft(
                        [alive, armed, *messages],
                        [alive, *way.gives],
                        (handler.id, event.id, *way.passes),
                        begins=(handler.id,),
                        clears=Reach(around, spares=copy.named(handler.id)) if event.interrupting else None,
                        also_clears=[armed] if event.interrupting else (),
                        asked=way.asked,
                    )
                )


def _handler_in(copy: Copy, scope_id: str, kind: str, code: str | None) -> Catch | None:
    scope = copy.process.elements.get(scope_id)
    for handler in copy.handlers.get(scope_id, []):
        for event in copy.members.get(handler.id, []):
            if event.kind == "startEvent" and _fits(event, kind, code):
                return Catch(copy, scope, event, handler)
    return None


def _fits(event: Element, kind: str, code: str | None) -> bool:
    return any(
        trigger.kind == kind and (trigger.name is None or code is None or trigger.name == code)
        for trigger in event.triggers
    )


def _is_thrown(copy: Copy, event: Element) -> bool:
    kinds = {trigger.kind for trigger in event.triggers} & {"error", "escalation", "compensate", "compensation"}
    return bool(kinds) and any(
        element.kind in ("endEvent", "intermediateThrowEvent") and has(element, *kinds)
        for element in copy.process.elements.values()
    )


def _ended(copy: Copy, thrower: Element) -> Leaving:
    return Leaving((copy.at(PlaceKind.END, thrower),), ())
