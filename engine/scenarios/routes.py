"""The shortest ways to flows of a procedure, as the proof explores it: which steps, and which values they enter."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.definitions.procedure import Procedure
from engine.verification.data.liveness import LiveData, TooWideError
from engine.verification.data.plan import Plan, plan_of
from engine.verification.data.writers import Facts, Written
from engine.verification.nets.compiling import compile_net
from engine.verification.nets.exploring import Budget, Exploration, explore
from engine.verification.nets.net import Net
from engine.verification.nets.packing import BITS, pack
from forms import Form, Kind

BUDGET = Budget(states=30_000, seconds=2.0)


@dataclass(frozen=True)
class Leg:
    """One step on a route: the elements and flows that it passes, and what it has to enter, by name of the variable."""

    passes: tuple[str, ...]
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Route:
    """The shortest way to a flow."""

    flow: str
    legs: tuple[Leg, ...]


def routes_to(procedure: Procedure, flows: Collection[str]) -> Iterator[Route]:
    """Yield the shortest way to each of some flows that any case can take, the nearest first.

    Ways that no values of the data allow are left out, as far as the conditions can be read.
    """
    net = _begun_by_hand(compile_net(procedure.model, [procedure.process.id]), procedure)
    facts = Facts({form.id: _written(form) for form in procedure.forms.values()})
    plan: Plan | None = plan_of(net, procedure.model, first_bit=BITS * len(net.places), facts=facts)
    assert plan is not None
    try:
        found = explore(pack(net, LiveData(net, plan)), BUDGET)
    except TooWideError:
        plan, found = None, explore(pack(net), BUDGET)
    wanted = set(flows)
    for number, (_, step) in enumerate(found.reached_by):
        for flow in step.source.passes if step else ():
            if flow in wanted:
                wanted.discard(flow)
                yield Route(flow, tuple(_legs(found, plan, number)))


def _begun_by_hand(net: Net, procedure: Procedure) -> Net:
    """Return a net without the starts that messages and signals make: a scenario begins with a person."""
    process = procedure.process
    others = {element.id for element in process.within(process.id) if element.kind == "startEvent" and element.triggers}
    return replace(net, transitions=tuple(each for each in net.transitions if others.isdisjoint(each.passes)))


def _legs(found: Exploration, plan: Plan | None, number: int) -> list[Leg]:
    legs: list[Leg] = []
    while True:
        before, step = found.reached_by[number]
        if step is None:
            return legs[::-1]
        written = plan.writes(step.source) if plan else ()
        values = {name: plan.slots[name].value(found.states[number]) for name in written} if plan else {}
        known = {name: value for name, value in values.items() if value is not None}
        if step.source.passes:
            legs.append(Leg(step.source.passes, known))
        number = before


def _written(form: Form) -> Written:
    """Return the values that each field of a form can have, None for any."""
    found: dict[str, Collection[Any] | None] = {}
    for field in form.fields:
        if "." in field.path or field.readonly:
            continue
        if field.kind is Kind.CHECKBOX:
            found[field.key] = (True, False)
        elif field.choices and field.kind is not Kind.CHECKLIST:
            found[field.key] = tuple(choice.value for choice in field.choices)
        else:
            found[field.key] = None
    return found
