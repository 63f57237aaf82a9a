"""A net packed into integers: one state is one number, three bits a place, so that a step is an addition."""

from dataclasses import dataclass

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


@dataclass(frozen=True, eq=False)
class PackedNet:
    """A net whose states are integers; `by_place` finds steps by one token on the first place they need."""

    net: Net
    start: int
    by_place: dict[int, tuple[PackedStep, ...]]
    ones: int
    overflow: int
    unsafe: int
    improper: int
    control: int

    def marking(self, state: int) -> dict[int, int]:
        """Return the number of tokens by place."""
        counted = ((number, (state >> (BITS * number)) & FULL) for number in range(len(self.net.places)))
        return {number: count for number, count in counted if count}


def pack(net: Net) -> PackedNet:
    """Return a net with its masks worked out."""
    masks = [FULL << (BITS * number) for number in range(len(net.places))]
    ones = [1 << (BITS * number) for number in range(len(net.places))]
    second = sum(one << 1 for one in ones) | sum(one << 2 for one in ones)
    by_place: dict[int, list[PackedStep]] = {}
    joins: dict[int, PackedJoin] = {}
    for transition in net.transitions:
        step = _packed(transition, masks, ones, joins)
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
    )


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
