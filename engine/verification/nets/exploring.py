"""Every state a packed net can reach, breadth first, with where each was first reached from."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.verification.nets.net import Transition
from engine.verification.nets.packing import PackedJoin, PackedNet, PackedStep

MOST_STATES = 200_000
MOST_SECONDS = 5.0
_LOOK_AT_CLOCK = 0x3FF


@dataclass(frozen=True)
class Budget:
    """How much is explored before the answer is that nobody knows."""

    states: int = MOST_STATES
    seconds: float = MOST_SECONDS


@dataclass
class Exploration:
    """What was found: states in the order they were reached, the step each was first reached by, and what follows.

    `is_complete` is false when the budget was spent. `unsafe` and `improper` are the first states, by number,
    in which a place holds more than one token or an end was reached twice, `overflowing` the first state and step
    that would make more tokens than are counted; `stuck` are states in which something waits for what cannot come.
    """

    packed: PackedNet
    states: list[int]
    reached_by: list[tuple[int, PackedStep | None]]
    follows: list[list[int]] = field(default_factory=list)
    fired: set[PackedStep] = field(default_factory=set)
    transitions: int = 0
    is_complete: bool = True
    unsafe: int | None = None
    overflowing: tuple[int, PackedStep] | None = None
    improper: int | None = None
    stuck: list[int] = field(default_factory=list)

    def path_to(self, number: int) -> list[Transition]:
        """Return the shortest way from the start to a state."""
        path: list[Transition] = []
        while True:
            before, step = self.reached_by[number]
            if step is None:
                return path[::-1]
            path.append(step.source)
            number = before


def explore(packed: PackedNet, budget: Budget | None = None) -> Exploration:
    """Explore a net exhaustively, as far as the budget goes."""
    budget = budget or Budget()
    found = Exploration(packed, [packed.start], [(-1, None)])
    known = {packed.start: 0}
    deadline = time.monotonic() + budget.seconds
    number = 0
    while number < len(found.states):
        follows = _follow(found, known, number)
        found.follows.append(follows)
        if not follows and found.states[number] & packed.control:
            found.stuck.append(number)
        number += 1
        if len(found.states) > budget.states or (number & _LOOK_AT_CLOCK == 0 and time.monotonic() > deadline):
            found.is_complete = False
            break
    return found


def _follow(found: Exploration, known: dict[int, int], number: int) -> list[int]:
    """Take every step that is possible in a state; return the states that follow, by number."""
    packed, state, follows = found.packed, found.states[number], []
    forget = packed.forget
    for step, reachable in steps_from(packed, state):
        after = reachable if forget is None else forget(reachable)
        found.fired.add(step)
        found.transitions += 1
        reached = known.get(after)
        if reached is None:
            if after & packed.overflow:
                found.overflowing = found.overflowing or (number, step)
                continue
            reached = known[after] = len(found.states)
            found.states.append(after)
            found.reached_by.append((number, step))
            if after & packed.unsafe and found.unsafe is None:
                found.unsafe = reached
            if after & packed.improper and found.improper is None:
                found.improper = reached
        follows.append(reached)
    return follows


def steps_from(packed: PackedNet, state: int) -> Iterator[tuple[PackedStep, int]]:
    """Yield every step possible in a state with the state after it."""
    marked = (state | state >> 1) & packed.ones
    by_place = packed.by_place
    while marked:
        place = marked & -marked
        marked ^= place
        for step in by_place.get(place, ()):
            if step.is_plain:
                for need in step.needs:
                    if not state & need:
                        break
                else:
                    yield step, state + step.delta
            else:
                after = _special(step, state)
                if after is not None:
                    yield from ((step, each) for each in _with_values(step, after))


def _with_values(step: PackedStep, state: int) -> Iterator[int]:
    """Yield the state after a step once for each way it may write, as far as its conditions then come out as said."""
    for after in (state,) if step.effects is None else step.effects(state):
        if step.guard is None or step.guard(after):
            yield after


def _special(step: PackedStep, state: int) -> int | None:
    """Return the state after a step that looks at more than the tokens it takes, None if it is not possible."""
    if step.join is not None:
        taken = _joined(step.join, state, step.needs[0])
        return None if taken is None else state - taken + step.gives
    if any(not state & need for need in step.needs) or state & step.forbids:
        return None
    # What is taken goes first, then what is cleared, so that what is given stays.
    return ((state - step.takes) & ~step.clears) + step.gives


def _joined(join: PackedJoin, state: int, first: int) -> int | None:
    """Return what an inclusive join takes, None while it waits or when another way in speaks for it."""
    held = reachable = blocking = 0
    speaks = None
    for mask, one, before, past_boundaries in join.ways:
        if state & mask:
            if speaks is None:
                speaks = mask
            reachable |= before
            held += one
        else:
            blocking |= past_boundaries
    if speaks != first or state & blocking & ~reachable:
        return None
    return held
