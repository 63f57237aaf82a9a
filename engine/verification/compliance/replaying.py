"""Whether a way through the net can be gone with all facts followed, and if not, which facts forbid it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from engine.verification.compliance.following import Setting
from engine.verification.compliance.stages import Stage
from engine.verification.nets.net import Transition

MOST_TRIES = 4_000
"""How many values are tried along one way before it is taken for one that cannot be gone as the facts stand."""


@dataclass(frozen=True)
class Replayed:
    """`states` are the facts after each step of a way that can be gone, None if it cannot.

    Then `stopped_by` has, for each look that ended it at the furthest step, the facts that were asked for, and what
    they were worked out from, the nearest first.
    """

    states: tuple[int, ...] | None
    stopped_by: tuple[tuple[frozenset[str], ...], ...] = ()


def replay(way: Sequence[Transition], setting: Setting, fits: Callable[[int, int], bool]) -> Replayed:
    """Return how a way can be gone so that the facts after each step, by its number, fit what is known of them."""
    return _Replay([setting.of(step) for step in way], setting, fits).run()


class _Replay:
    """Tries values depth first; what is not asked for later on the way takes no values at all."""

    def __init__(self, steps: Sequence[Sequence[Stage]], setting: Setting, fits: Callable[[int, int], bool]) -> None:
        self._setting, self._fits = setting, fits
        self._steps = steps
        # A step is its stages and, as None, the look at what they led to.
        self._items = [(number, stage) for number, group in enumerate(steps) for stage in (*group, None)]
        self._wanted = self._asked_later()
        self._ended: set[int] = set()

    def run(self) -> Replayed:
        """Go the way, or find out what forbids it."""
        waiting: list[Iterator[int]] = [iter((0,))]
        trail: list[int] = []
        for _ in range(MOST_TRIES):
            if not waiting:
                break
            bits = next(waiting[-1], None)
            del trail[len(waiting) - 1 :]
            if bits is None:
                waiting.pop()
                continue
            trail.append(bits)
            place = len(waiting) - 1
            if place == len(self._items):
                return Replayed(tuple(trail[n] for n, (_, stage) in enumerate(self._items) if stage is None))
            following = self._next(place, bits)
            if following is not None:
                waiting.append(following)
        last = max(self._items[place][0] for place in self._ended)
        return Replayed(None, tuple(self._causes(each) for each in self._ended if self._items[each][0] == last))

    def _next(self, place: int, bits: int) -> Iterator[int] | None:
        number, stage = self._items[place]
        if stage is None:
            if self._fits(number, bits):
                return iter((bits,))
            self._ended.add(place)
            return None
        following = stage.run(bits, self._wanted[place])
        first = next(following, None)
        if first is None:
            self._ended.add(place)
            return None
        return chain((first,), following)

    def _asked_later(self) -> list[int]:
        live: frozenset[str] = frozenset(self._setting.slots) if not self._items else frozenset()
        wanted = []
        for _, stage in reversed(self._items):
            wanted.append(self._setting.always | sum(self._setting.slots[fact].mask for fact in live))
            if stage is not None:
                live = (live - stage.writes) | stage.reads
        return wanted[::-1]

    def _causes(self, place: int) -> tuple[frozenset[str], ...]:
        """Return the facts asked for where a way ended, then those they were worked out from, and so on."""
        number, stopped = self._items[place]
        stages = [stopped] if stopped is not None else self._steps[number]
        known = frozenset[str]().union(*(stage.reads for stage in stages))
        done = [stage for _, stage in self._items[: place + 1] if stage is not None]
        found = [known]
        while True:
            sources = frozenset[str]().union(*(stage.reads for stage in done if stage.writes & known))
            if sources <= known:
                return tuple(found)
            found.append(sources - known)
            known |= sources
