"""The ways a token can leave an element by its sequence flows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from engine.bpmn import Element, Flow, Formula
from engine.verification.nets.copy import Copy, own_flows
from engine.verification.nets.net import PlaceKind

WIDEST_CHOICE = 10
"""How many conditional flows out of one element are combined freely.

Of more, besides what the first of them yield, each one alone, any two and all together are looked at, and it is said.
"""

MOST_TOKENS = 3
"""How many tokens an activity sends at most on one flow: more are not told apart, two are too many already."""


@dataclass(frozen=True)
class Leaving:
    """One way to leave: the places that get a token, the flows passed, the conditions that make it so."""

    gives: tuple[int, ...]
    passes: tuple[str, ...]
    asked: tuple[tuple[Formula, bool], ...] = ()


def leavings(copy: Copy, element: Element) -> list[Leaving]:
    """Return the ways out of an activity or event: every free flow, with any set of the conditional ones.

    Without a flow the token ends there (an implicit end, BPMN 2.0.2 section 13.2.1). An activity sends its completion
    quantity of tokens along each flow (section 13.3.1).
    """
    flows = [copy.process.flows[each] for each in own_flows(copy, element)]
    if not flows:
        return [Leaving((copy.at(PlaceKind.END, element),), ())]
    default = [flow for flow in flows if flow.id == element.default]
    asked = [flow for flow in flows if flow.condition and flow.id != element.default]
    free = [flow for flow in flows if not flow.condition and flow.id != element.default]
    times = min(element.completion_quantity, MOST_TOKENS)
    if not asked:
        return [_leaving(copy, (free + default) * times)]
    return [
        _leaving(copy, (free + chosen or default) * times, answers)
        for chosen, answers in _choices(copy, element, asked)
        if free or chosen or default
    ]


def exclusive_leavings(copy: Copy, element: Element) -> list[Leaving]:
    """Return the ways out of an exclusive gateway, each by one flow, with what the flows before it answered."""
    flows = [copy.process.flows[each] for each in own_flows(copy, element)]
    if not flows:
        return [Leaving((copy.at(PlaceKind.END, element),), ())]
    refused: tuple[tuple[Formula, bool], ...] = ()
    found = []
    for flow in sorted(flows, key=lambda flow: flow.id == element.default):
        own = ((flow.condition, True),) if flow.condition and flow.id != element.default else ()
        found.append(_leaving(copy, [flow], refused + own))
        refused += tuple((condition, False) for condition, _ in own)
    return found


def inclusive_leavings(copy: Copy, element: Element) -> list[Leaving]:
    """Return the ways out of an inclusive gateway: any set of flows that is not empty, else the default flow."""
    flows = [copy.process.flows[each] for each in own_flows(copy, element)]
    if len(flows) <= 1:
        return leavings(copy, element)
    default = [flow for flow in flows if flow.id == element.default]
    others = [flow for flow in flows if flow.id != element.default]
    return [
        _leaving(copy, chosen or default, answers)
        for chosen, answers in _choices(copy, element, others)
        if chosen or default
    ]


def _choices(
    copy: Copy, element: Element, flows: Sequence[Flow]
) -> list[tuple[list[Flow], tuple[tuple[Formula, bool], ...]]]:
    if len(flows) > WIDEST_CHOICE:
        copy.builder.simplify("wide-choice", element.id)
    found = []
    for answers in _answers(len(flows)):
        pairs = list(zip(flows, answers, strict=True))
        chosen = [flow for flow, taken in pairs if taken]
        found.append((chosen, tuple((flow.condition, taken) for flow, taken in pairs if flow.condition)))
    return found


def _answers(count: int) -> Iterator[tuple[bool, ...]]:
    """Yield what the conditions of so many flows may say, each time once."""
    free = min(count, WIDEST_CHOICE)
    for first in product((False, True), repeat=free):
        yield (*first, *(False,) * (count - free))
    for one in range(free, count):
        for other in range(one + 1):
            yield tuple(number in (one, other) for number in range(count))
    if count > WIDEST_CHOICE:
        yield (True,) * count


def _leaving(copy: Copy, flows: Sequence[Flow], asked: tuple[tuple[Formula, bool], ...] = ()) -> Leaving:
    return Leaving(tuple(copy.flow(flow.id) for flow in flows), tuple(dict.fromkeys(flow.id for flow in flows)), asked)
