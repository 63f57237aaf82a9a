"""Which places of one scope can hold tokens at the same time, and whether tokens at given places can all still end."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

MARKING_LIMIT = 5_000
"""How many markings are looked at before a scope counts as too large to tell."""

_FREE = frozenset({"inclusiveGateway", "complexGateway"})
_CHOICES = frozenset({"exclusiveGateway", "eventBasedGateway"})

Marking = tuple[tuple[str, int], ...]
"""Places and how many tokens stand on each, ordered."""


@dataclass(frozen=True)
class Firing:
    """One way tokens can go on: it takes a token of each place of `takes` and puts one on each of `gives`.

    `waits_for_all` names an inclusive join, which nothing that can still reach it is beside of afterwards. What is
    optional gives tokens to branches that conditions may leave out.
    """

    takes: tuple[str, ...]
    gives: tuple[str, ...]
    ends_all: bool = False
    waits_for_all: str | None = None
    is_optional: bool = False


class Relation:
    """A symmetric relation that grows; `fresh` are the pairs nobody has looked at yet."""

    def __init__(self) -> None:
        self.fresh: list[tuple[str, str]] = []
        self._partners: dict[str, set[str]] = {}

    def holds(self, one: str, other: str) -> bool:
        """Tell whether two places are related."""
        return other in self._partners.get(one, ())

    def add(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Relate the two of each pair."""
        for one, other in pairs:
            if one != other and not self.holds(one, other):
                self._partners.setdefault(one, set()).add(other)
                self._partners.setdefault(other, set()).add(one)
                self.fresh.append((one, other))


class Coexistence:
    """The token net of one scope, whatever data say.

    A place is an element that holds a token, or, at a parallel join, an incoming flow with a token that waits
    (`flow>join`). Built from the specs of a scope; the element of a place is what a person sees.
    """

    def __init__(self, scope: Any) -> None:
        self._specs = {name: spec for name, spec in scope.task_specs.items() if not name.endswith("#")}
        self.entries = tuple(self._landing(name, None) for name in scope.entries)

    def place_of(self, name: str, via: str | None) -> str:
        """Return the place of a token on an element that it reached by a flow."""
        return self._landing(name, via)

    def arrivals(self, join: str) -> tuple[str, ...]:
        """Return the incoming flows of a parallel join, none for any other element."""
        element = self._specs[join].element
        flows = tuple(dict.fromkeys(element.incoming))
        return flows if element.kind == "parallelGateway" and len(flows) > 1 else ()

    def ways_in(self, name: str) -> tuple[str, ...]:
        """Return the incoming flows of any join, which tells its tokens apart by them; none for other elements."""
        element = self._specs[name].element
        flows = tuple(dict.fromkeys(element.incoming))
        return flows if element.kind in _FREE | {"parallelGateway"} and len(flows) > 1 else ()

    def are_concurrent(self, one: str, other: str) -> bool:
        """Tell whether two places can hold tokens at once in a run that begins as drawn."""
        return self._concurrent.holds(one, other)

    def reaches(self, start: str, goal: str) -> bool:
        """Tell whether a token can get from an element to another by flows and attached events."""
        return goal in self._reach(start)

    def can_end(self, places: Sequence[str]) -> bool:
        """Tell whether tokens on these places can all come to an end.

        Where there are too many markings to look at, they can if no branch of a parallel split has been left out.
        """
        first = _counted(places)
        seen, todo = {first}, [first]
        while todo:
            marking = todo.pop()
            if not marking:
                return True
            if len(seen) > MARKING_LIMIT:
                return not self._lacks_branch(places)
            for following in self._after(marking):
                if following not in seen:
                    seen.add(following)
                    todo.append(following)
        return False

    def _lacks_branch(self, places: Sequence[str]) -> bool:
        joins = {name for name in self._specs if self.arrivals(name)}
        return any(
            all(self._surely_concurrent.holds(place, other) for other in places)
            and any(self.reaches(place.rpartition(">")[2], join) for join in joins)
            for place in self._places()
            if place not in places
        )

    def starving_join(self, place: str) -> str | None:
        """Return the first parallel join behind a place, which a token from there alone would leave waiting."""
        start = place.rpartition(">")[2]
        return next((name for name in self._reach(start) if self.arrivals(name)), None)

    def _after(self, marking: Marking) -> Iterator[Marking]:
        tokens = dict(marking)
        for place, _ in marking:
            for firing in self._firings_from[place]:
                if any(tokens.get(place, 0) < firing.takes.count(place) for place in firing.takes):
                    continue
                if firing.ends_all:
                    yield ()
                    continue
                left = dict(tokens)
                for taken in firing.takes:
                    left[taken] -= 1
                for given in firing.gives:
                    left[given] = left.get(given, 0) + 1
                yield tuple(sorted((place, count) for place, count in left.items() if count))

    @cached_property
    def _firings(self) -> tuple[Firing, ...]:
        return tuple(firing for name in self._specs for firing in self._leaving(name))

    @cached_property
    def _firings_from(self) -> Mapping[str, list[Firing]]:
        found: dict[str, list[Firing]] = {place: [] for place in self._places()}
        for firing in self._firings:
            for place in firing.takes:
                found.setdefault(place, []).append(firing)
        return found

    def _places(self) -> Iterator[str]:
        for name in self._specs:
            flows = self.arrivals(name)
            yield from (self._landing(name, flow) for flow in flows) if flows else (name,)

    @cached_property
    def _concurrent(self) -> "Relation":
        return self._related(tuple(self._widest()))

    @cached_property
    def _surely_concurrent(self) -> "Relation":
        # Branches that only conditions open may as well be missing.
        return self._related(tuple(firing for firing in self._widest() if not firing.is_optional))

    def _related(self, firings: Sequence[Firing]) -> "Relation":
        # Kovalyov and Esparza, "A polynomial algorithm to compute the concurrency relation of free-choice signal
        # transition graphs" (1995): exact for sound free-choice nets, and never too narrow for others.
        relation = Relation()
        relation.add(combinations(self.entries, 2))
        by_place: dict[str, list[Firing]] = {}
        for firing in firings:
            relation.add(combinations(firing.gives, 2))
            for place in firing.takes:
                by_place.setdefault(place, []).append(firing)
        while relation.fresh:
            pair = relation.fresh.pop()
            for place, partner in (pair, pair[::-1]):
                for firing in by_place.get(place, ()):
                    if firing.waits_for_all and self.reaches(partner.rpartition(">")[2], firing.waits_for_all):
                        continue
                    if all(relation.holds(partner, taken) for taken in firing.takes):
                        relation.add((given, partner) for given in firing.gives)
        return relation

    def _widest(self) -> Iterator[Firing]:
        yield from self._firings
        for name, spec in self._specs.items():
            for attached in spec.boundaries:
                beside = self._specs[attached]
                if not beside.element.interrupting:
                    yield Firing((name,), (name, *self._targets(attached)))

    def _leaving(self, name: str) -> Iterator[Firing]:
        spec = self._specs[name]
        takes = tuple(self._landing(name, flow) for flow in self.arrivals(name)) or (name,)
        if any(trigger.kind == "terminate" for trigger in spec.element.triggers):
            yield Firing(takes, (), ends_all=True)
            return
        yield from self._done(name, takes)
        for attached in spec.boundaries:
            if self._specs[attached].element.interrupting:
                yield Firing(takes, self._targets(attached))

    def _done(self, name: str, takes: tuple[str, ...]) -> Iterator[Firing]:
        spec, targets = self._specs[name], self._targets(name)
        kind = spec.element.kind
        single: list[tuple[str, ...]] = [(target,) for target in targets]
        groups = [targets]
        if kind in _CHOICES:
            groups = single or [()]
        elif kind in _FREE or any(way.condition for way in spec.ways):
            groups += single
        join = name if kind in _FREE and len(spec.element.incoming) > 1 else None
        is_free = len(groups) > 1 and kind not in _CHOICES
        # A complex gateway with a condition of its own goes on while others may still come.
        all_of = join if spec.element.activation is None else None
        for group in groups:
            yield Firing(takes, group, waits_for_all=all_of, is_optional=is_free and len(group) > 1)
        if join is not None:
            # What waits at such a join goes on as one.
            yield Firing((name, name), (name,))

    def _targets(self, name: str) -> tuple[str, ...]:
        return tuple(self._landing(way.target, way.flow) for way in self._specs[name].ways)

    def _landing(self, name: str, via: str | None) -> str:
        return f"{via}>{name}" if via is not None and via in self.arrivals(name) else name

    def _reach(self, start: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        todo = deque(self._following(start))
        while todo:
            name = todo.popleft()
            if name not in found:
                found[name] = None
                todo.extend(self._following(name))
        return tuple(found)

    def _following(self, name: str) -> Iterator[str]:
        spec = self._specs[name]
        yield from (way.target for way in spec.ways)
        for attached in spec.boundaries:
            yield from (way.target for way in self._specs[attached].ways)


def _counted(places: Iterable[str]) -> Marking:
    counts: dict[str, int] = {}
    for place in places:
        counts[place] = counts.get(place, 0) + 1
    return tuple(sorted(counts.items()))
