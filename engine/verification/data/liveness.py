"""Which variables are still asked for from where: all others are forgotten, so that they multiply no states."""

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from math import prod

from engine.verification.data.plan import Plan
from engine.verification.nets.net import Net, Transition
from engine.verification.nets.packing import BITS, FULL

MOST_WAYS = 1_024
"""How many combinations of values one element may write; beyond that no data are followed, and that is said."""


def live_names(net: Net, plan: Plan) -> list[frozenset[str]]:
    """Return, by place, the variables that some way on from it asks for before it writes them anew."""
    live: list[frozenset[str]] = [frozenset() for _ in net.places]
    steps = [(step, plan.reads(step), plan.writes(step)) for step in net.transitions]
    changed = True
    while changed:
        changed = False
        for step, reads, writes in reversed(steps):
            # What a step asks is asked after it has written: a task's own result decides the way out of it.
            after = frozenset[str]().union(*(live[place] for place in step.gives))
            before = (after | reads) - writes
            for place in step.takes:
                if not before <= live[place]:
                    live[place] |= before
                    changed = True
    return live


class TooWideError(Exception):
    """An element may write more combinations of values than can be looked at."""


class LiveData:
    """A plan for one net, with what is still asked for from each of its places."""

    def __init__(self, net: Net, plan: Plan) -> None:
        self._plan = plan
        self._asked_from = [sum(plan.slots[name].mask for name in names) for names in live_names(net, plan)]
        self._places = (1 << BITS * len(net.places)) - 1
        self._known: dict[int, int] = {}

    def guard(self, transition: Transition) -> Callable[[int], bool] | None:
        """Return what a step asks of a state."""
        return self._plan.guard(transition)

    def effects(self, transition: Transition) -> Callable[[int], Iterator[int]] | None:
        """Return what yields the states a step may leave, of one whose tokens are moved but not yet its data.

        Only what is still asked for by some token, or by the step itself, takes one value after the other.
        """
        options = self._plan.options(transition)
        if not options:
            return None
        clears = sum(self._plan.slots[name].mask for name in options)
        own = sum(self._plan.slots[name].mask for name in self._plan.reads(transition))
        known: dict[int, tuple[int, ...]] = {}

        def written(state: int) -> Iterator[int]:
            wanted = (self._kept(state) | own) & clears
            values = known.get(wanted)
            if values is None:
                values = known[wanted] = self._combined(options, wanted)
            return (state & ~clears | value for value in values)

        return written

    def forget(self, state: int) -> int:
        """Return a state without what no token asks for any more."""
        return state & self._kept(state)

    def _combined(self, options: Mapping[str, tuple[int, ...]], wanted: int) -> tuple[int, ...]:
        chosen = [values for name, values in options.items() if self._plan.slots[name].mask & wanted]
        if prod(map(len, chosen)) > MOST_WAYS:
            raise TooWideError
        return tuple(sum(values) for values in product(*chosen))

    def _kept(self, state: int) -> int:
        tokens = state & self._places
        kept = self._known.get(tokens)
        if kept is None:
            kept, number, rest = self._places, 0, tokens
            while rest:
                if rest & FULL:
                    kept |= self._asked_from[number]
                rest >>= BITS
                number += 1
            self._known[tokens] = kept
        return kept
