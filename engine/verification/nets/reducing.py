"""A smaller net that is sound if and only if the whole one is: what only passes tokens on is left out.

Four reductions known from Petri nets (Murata 1989, section V) are applied until none fits: places that hand their
token straight on are joined with what follows, steps that follow another are taken with it, and places or steps that
say the same are kept once. What a join, a clearing or a forbidding looks at stays as exact as that look needs it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.verification.nets.net import Net, PlaceKind, Transition

_KEPT_KINDS = frozenset({PlaceKind.END, PlaceKind.MESSAGE, PlaceKind.ARMED})
"""Places whose count is looked at in itself."""

_WIDEST_PRODUCT = 4


@dataclass(eq=False)
class _Step:
    """One transition on its way to the smaller net."""

    takes: list[int]
    gives: list[int]
    passes: tuple[str, ...]
    begins: tuple[str, ...]
    source: Transition

    @property
    def is_plain(self) -> bool:
        return self.source.is_plain

    def note(self, other: "_Step") -> None:
        """Count what another step passes as passed by this one."""
        self.passes = tuple(dict.fromkeys((*self.passes, *other.passes)))
        self.begins = tuple(dict.fromkeys((*self.begins, *other.begins)))


def reduce_net(net: Net, *, stays: Callable[[Transition], bool] = lambda _: False) -> Net:
    """Return the smaller net; steps of which `stays` is true stay steps of their own."""
    return _Reduction(net, stays).run()


class _Reduction:
    """Works on one net; every place and step knows its neighbours."""

    def __init__(self, net: Net, stays: Callable[[Transition], bool]) -> None:
        self._net = net
        self._stays = {step for step in net.transitions if stays(step)}
        count = len(net.places)
        self._makers: list[dict[_Step, None]] = [{} for _ in range(count)]
        self._takers: list[dict[_Step, None]] = [{} for _ in range(count)]
        self._steps: dict[_Step, None] = {}
        self._gone: set[int] = set()
        self._certain: set[str] = set(net.certain)
        self._tokens: dict[int, int] = {}
        for place in net.initial:
            self._tokens[place] = self._tokens.get(place, 0) + 1
        self._looks = _looks(net)
        self._locked = {place for step in net.transitions if step.join for place, _, _ in step.join.ways}
        for transition in net.transitions:
            self._insert(
                _Step(
                    sorted(transition.takes), sorted(transition.gives), transition.passes, transition.begins, transition
                )
            )

    def run(self) -> Net:
        """Reduce until nothing changes."""
        changed = True
        while changed:
            changed = self._merge_steps()
            for place in range(len(self._net.places)):
                changed = self._absorb(place) or changed
            changed = self._merge_places() or changed
        return self._result()

    def _merge_steps(self) -> bool:
        """Keep one of steps that do the same, and none that does nothing."""
        seen: dict[tuple[tuple[int, ...], tuple[int, ...]], _Step] = {}
        before = len(self._steps)
        for step in list(self._steps):
            if not step.is_plain or self._is_visible(step):
                continue
            if step.takes == step.gives and len(step.takes) == 1:
                self._note_makers(step.takes[0], step)
                self._remove(step)
                continue
            key = (tuple(step.takes), tuple(step.gives))
            if key in seen:
                seen[key].note(step)
                self._remove(step)
            else:
                seen[key] = step
        return len(self._steps) < before

    def _absorb(self, place: int) -> bool:
        """Let whoever marks a place do what follows at once, if nothing can tell the difference."""
        takers = list(self._takers[place])
        if not self._is_free(place) or not takers or not all(self._follows_freely(place, step) for step in takers):
            return False
        if len(takers) == 1 and len(takers[0].gives) == 1:
            self._fuse(place, takers[0])
            return True
        return self._agglomerate(place, takers)

    def _follows_freely(self, place: int, step: _Step) -> bool:
        return (
            step.is_plain
            and not self._is_visible(step)
            and step.takes == [place]
            and place not in step.gives
            and all(
                self._looks[given] == self._looks[place]
                and self._net.places[given].kind not in (PlaceKind.MESSAGE, PlaceKind.ARMED)
                for given in step.gives
            )
        )

    def _fuse(self, place: int, step: _Step) -> None:
        """Make a place and the only one after it one place."""
        after = step.gives[0]
        self._note_makers(place, step)
        self._remove(step)
        for maker in list(self._makers[place]):
            self._replace(maker, [after if given == place else given for given in maker.gives])
        if place in self._tokens:
            self._tokens[after] = self._tokens.get(after, 0) + self._tokens.pop(place)
        self._gone.add(place)

    def _agglomerate(self, place: int, takers: list[_Step]) -> bool:
        """Make one step of each step into a place and each out of it."""
        makers = list(self._makers[place])
        if self._tokens.get(place) or not makers:
            return False
        if any(maker.gives.count(place) != 1 or place in maker.takes for maker in makers):
            return False
        if len(makers) * len(takers) > max(_WIDEST_PRODUCT, len(makers) + len(takers)):
            return False
        if self._looks[place] and any(self._looks[taken] != self._looks[place] for m in makers for taken in m.takes):
            return False
        for maker in makers:
            self._remove(maker)
            rest = list(maker.gives)
            rest.remove(place)
            for taker in takers:
                joined = _Step(maker.takes, sorted([*rest, *taker.gives]), maker.passes, maker.begins, maker.source)
                joined.note(taker)
                self._insert(joined)
        for taker in takers:
            self._remove(taker)
        self._gone.add(place)
        return True

    def _merge_places(self) -> bool:
        """Keep one of places that are always marked alike."""
        seen: set[object] = set()
        before = len(self._gone)
        for place in range(len(self._net.places)):
            if not self._is_free(place) or not self._takers[place]:
                continue
            key = (
                frozenset((step, step.takes.count(place)) for step in self._takers[place]),
                frozenset((step, step.gives.count(place)) for step in self._makers[place]),
                self._tokens.get(place, 0),
                self._looks[place],
            )
            if key in seen:
                self._forget(place)
            seen.add(key)
        return len(self._gone) > before

    def _forget(self, place: int) -> None:
        for step in {**self._takers[place], **self._makers[place]}:
            step.takes = [each for each in step.takes if each != place]
            step.gives = [each for each in step.gives if each != place]
        self._takers[place], self._makers[place] = {}, {}
        self._tokens.pop(place, None)
        self._gone.add(place)

    def _is_free(self, place: int) -> bool:
        return place not in self._gone and place not in self._locked and self._net.places[place].kind not in _KEPT_KINDS

    def _is_visible(self, step: _Step) -> bool:
        return step.source in self._stays

    def _note_makers(self, place: int, step: _Step) -> None:
        if self._tokens.get(place):
            self._certain.update(step.passes, step.begins)
        for maker in self._makers[place]:
            maker.note(step)

    def _insert(self, step: _Step) -> None:
        self._steps[step] = None
        for place in step.takes:
            self._takers[place][step] = None
        for place in step.gives:
            self._makers[place][step] = None

    def _remove(self, step: _Step) -> None:
        self._steps.pop(step, None)
        for place in step.takes:
            self._takers[place].pop(step, None)
        for place in step.gives:
            self._makers[place].pop(step, None)

    def _replace(self, step: _Step, gives: Iterable[int]) -> None:
        self._remove(step)
        self._insert(_Step(step.takes, sorted(gives), step.passes, step.begins, step.source))

    def _result(self) -> Net:
        transitions = tuple(
            Transition(
                takes=tuple(step.takes),
                gives=tuple(step.gives),
                passes=step.passes,
                begins=step.begins,
                forbids=step.source.forbids,
                clears=step.source.clears,
                asked=step.source.asked,
                join=step.source.join,
            )
            for step in self._steps
        )
        initial = tuple(place for place, count in self._tokens.items() for _ in range(count))
        return Net(
            places=self._net.places,
            transitions=transitions,
            initial=initial,
            neutral=self._net.neutral,
            approximations=self._net.approximations,
            certain=frozenset(self._certain),
        )


def _looks(net: Net) -> list[frozenset[int]]:
    """Return, by place, which of the sets that somebody looks at it is in: places alike may stand for each other."""
    sets: dict[frozenset[int], None] = {}
    for step in net.transitions:
        for each in (step.forbids, step.clears):
            if each:
                sets[each] = None
        if step.join:
            for _, before, past_boundaries in step.join.ways:
                sets[before] = sets[past_boundaries] = None
    seen_by: list[set[int]] = [set() for _ in net.places]
    for number, each in enumerate(sets):
        for place in each:
            seen_by[place].add(number)
    return [frozenset(each) for each in seen_by]
