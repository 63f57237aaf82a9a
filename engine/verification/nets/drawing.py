"""A builder of nets: places by meaning, transitions whose clearing of scopes is filled in when all places exist."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from engine.bpmn import Formula
from engine.verification.nets.net import Net, OrJoin, Place, PlaceKind, Transition


@dataclass(frozen=True)
class Reach:
    """The places inside a scope, to be known later: all of them, or all but those of one inner scope.

    `ends` tells whether ended tokens and armed events count as well.
    """

    scope: str
    spares: str | None = None
    ends: bool = True

    def matches(self, place: Place) -> bool:
        """Tell whether a place is one of them."""
        if self.scope not in place.scopes or (self.spares and self.spares in (*place.scopes, place.of)):
            return False
        return self.ends or place.kind not in (PlaceKind.END, PlaceKind.ARMED)


@dataclass(eq=False)
class Draft:
    """A transition while places are still being added."""

    takes: Sequence[int]
    gives: Sequence[int]
    passes: Sequence[str]
    begins: Sequence[str] = ()
    forbids: Reach | None = None
    clears: Reach | None = None
    also_clears: Sequence[int] = ()
    asked: Sequence[tuple[Formula, bool]] = ()
    joins: str | None = None


@dataclass
class Builder:
    """Collects places and transitions of one net."""

    numbers: dict[tuple[PlaceKind, str], int] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    initial: list[int] = field(default_factory=list)
    neutral: set[int] = field(default_factory=set)
    approximations: dict[tuple[str, str], None] = field(default_factory=dict)

    def place(self, kind: PlaceKind, of: str, *, element: str, scopes: tuple[str, ...]) -> int:
        """Return the number of a place, which exists from then on."""
        number = self.numbers.get((kind, of))
        if number is None:
            number = self.numbers[kind, of] = len(self.places)
            self.places.append(Place(kind, of, element, scopes))
        return number

    def known(self, kind: PlaceKind, of: str) -> int | None:
        """Return the number of a place that exists already."""
        return self.numbers.get((kind, of))

    def add(self, draft: Draft) -> None:
        """Add a transition."""
        self.drafts.append(draft)

    def simplify(self, what: str, element: str) -> None:
        """Note that an element is looked at more simply than it is performed."""
        self.approximations[what, element] = None

    def finish(self, joins: dict[str, OrJoin]) -> Net:
        """Return the net, with the places that scopes hold filled in."""
        inside = _Inside(self.places)
        transitions = [
            Transition(
                takes=tuple(draft.takes),
                gives=tuple(draft.gives),
                passes=tuple(draft.passes),
                begins=tuple(draft.begins),
                forbids=inside.of(draft.forbids),
                clears=inside.of(draft.clears) | frozenset(draft.also_clears),
                asked=tuple(draft.asked),
                join=joins[draft.joins] if draft.joins else None,
            )
            for draft in self.drafts
        ]
        return Net(
            places=tuple(self.places),
            transitions=tuple(transitions),
            initial=tuple(self.initial),
            neutral=frozenset(self.neutral),
            approximations=tuple(self.approximations),
        )


class _Inside:
    """Answers which places a scope holds, each question once."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._places = list(enumerate(places))
        self._known: dict[Reach, frozenset[int]] = {}

    def of(self, reach: Reach | None) -> frozenset[int]:
        if reach is None:
            return frozenset()
        found = self._known.get(reach)
        if found is None:
            found = frozenset(number for number, place in self._places if reach.matches(place))
            self._known[reach] = found
        return found
