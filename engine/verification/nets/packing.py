"""A net packed into integers: one state is one number, three bits a place, so that a step is an addition."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from engine.verification.nets.net import Net, PlaceKind, Transition

BITS = 3
"""Bits per place: two count up to three tokens, the third says that there were more."""

FULL = (1 << BITS) - 1


@dataclass(frozen=True, eq=False, slots=True)
class PackedJoin:
    """Per way into a join: its own bits, one token on it, and the bits of what can still reach it, twice."""

    ways: tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True, eq=False, slots=True)
class PackedStep:
    """One transition as masks and differences."""

    needs: tuple[int, ...]
    takes: int
    gives: int
    delta: int
    forbids: int
    clears: int
    join: PackedJoin | None
    is_plain: bool
    source: Transition
    guard: Callable[[int], bool] | None = None
    effects: Callable[[int], Iterator[int]] | None = None


@dataclass(frozen=True, eq=False)
class PackedNet:
    """A net whose states are integers; `by_place` finds steps by one token on the first place they need.

    `forget` takes out of a state what nothing will ask for any more, None where no data are followed.
    """

    net: Net
    start: int
    by_place: dict[int, tuple[PackedStep, ...]]
    ones: int
    overflow: int
    unsafe: int
    improper: int
    control: int
    forget: Callable[[int], int] | None = None

    def marking(self, state: int) -> dict[int, int]:
        """Return the number of tokens by place."""
        counted = ((number, (state >> (BITS * number)) & FULL) for number in range(len(self.net.places)))
        return {number: count for number, count in counted if count}


class Data(Protocol):
    """What packing asks of the data of a net: a plan of them with what is still asked for from where."""

    def guard(self, transition: Transition) -> Callable[[int], bool] | None:
        """Return what a step asks of a state."""

    def effects(self, transition: Transition) -> Callable[[int], Iterator[int]] | None:
        """Return what yields the states a step may leave."""

    def forget(self, state: int) -> int:
        """Return a state without what is not asked for any more."""


def pack(net: Net, data: Data | None = None) -> PackedNet:
    """Return a net with its masks worked out, with its data if they are to be followed."""
    masks = [FULL << (BITS * number) for number in range(len(net.places))]
    ones = [1 << (BITS * number) for number in range(len(net.places))]
    second = sum(one << 1 for one in ones) | sum(one << 2 for one in ones)
    by_place: dict[int, list[PackedStep]] = {}
    joins: dict[int, PackedJoin] = {}
    for transition in net.transitions:
        step = _packed(transition, masks, ones, joins)
        if data is not None:
            step = _with_data(step, data)
        by_place.setdefault(ones[transition.takes[0]], []).append(step)
    counted = [n for n, place in net.numbered() if place.kind not in (PlaceKind.MESSAGE, PlaceKind.END)]
    ended = [n for n, place in net.numbered() if place.kind == PlaceKind.END]
    all_ones = sum(ones)
    return PackedNet(
        net=net,
        start=sum(ones[number] for number in net.initial),
        by_place={place: tuple(steps) for place, steps in by_place.items()},
        ones=all_ones,
        overflow=all_ones << (BITS - 1),
        unsafe=second & sum(masks[number] for number in counted),
        improper=second & sum(masks[number] for number in ended),
        control=sum(masks[number] for number in net.control),
        forget=None if data is None else data.forget,
    )


def _with_data(step: PackedStep, data: Data) -> PackedStep:
    guard, effects = data.guard(step.source), data.effects(step.source)
    if guard is None and effects is None:
        return step
    return replace(step, is_plain=False, guard=guard, effects=effects)


def _packed(transition: Transition, masks: list[int], ones: list[int], joins: dict[int, PackedJoin]) -> PackedStep:
    takes, gives = sum(ones[n] for n in transition.takes), sum(ones[n] for n in transition.gives)
    join = None
    if transition.join is not None:
        join = joins.get(id(transition.join))
        if join is None:
            join = joins[id(transition.join)] = PackedJoin(
                tuple(
                    (masks[place], ones[place], sum(masks[n] for n in before), sum(masks[n] for n in also))
                    for place, before, also in transition.join.ways
                )
            )
    return PackedStep(
        needs=tuple(masks[n] for n in transition.takes),
        takes=takes,
        gives=gives,
        delta=gives - takes,
        forbids=sum(masks[n] for n in transition.forbids),
        clears=sum(masks[n] for n in transition.clears),
        join=join,
        is_plain=transition.is_plain,
        source=transition,
    )
