"""The net a diagram is compiled to: places that hold tokens, and transitions that move them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from engine.bpmn import Formula


class PlaceKind(StrEnum):
    """What a token on a place means."""

    FLOW = "flow"  # A token on a sequence flow.
    ACTIVE = "active"  # An activity or a scope is going on.
    START = "start"  # An element is about to begin without a flow into it.
    END = "end"  # A token has ended here; never taken away by itself, so that ending twice is seen.
    ARMED = "armed"  # An event of an activity or scope can still happen.
    MESSAGE = "message"  # A message is on its way along a message flow.
    ENTRY = "entry"  # A process has not yet chosen by which event it starts.


@dataclass(frozen=True)
class Place:
    """One place. `of` is the element, flow or message flow, with the calls that lead to it before it.

    `scopes` are the processes, subprocesses and calls around it, from the outermost.
    """

    kind: PlaceKind
    of: str
    element: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, eq=False, slots=True)
class OrJoin:
    """What an inclusive join looks at: per way in, its place, what can still reach it, and the same past boundaries.

    The rule is that of BPMN 2.0.2, section 13.4.3: every way that holds no token must be out of reach of every token,
    except those that can also reach a way that holds one.
    """

    ways: tuple[tuple[int, frozenset[int], frozenset[int]], ...]


@dataclass(frozen=True, eq=False, slots=True)
class Transition:
    """One step of the net: takes tokens, clears places, gives tokens.

    `passes` are elements and flows of the drawing that are passed, in order; `begins` activities that begin. `asked`
    are the conditions that must come out as said for this way to be taken. A transition with `join` takes whatever
    tokens the join has, and only on behalf of the first way that holds one.
    """

    takes: tuple[int, ...]
    gives: tuple[int, ...]
    passes: tuple[str, ...]
    begins: tuple[str, ...] = ()
    forbids: frozenset[int] = frozenset()
    clears: frozenset[int] = frozenset()
    asked: tuple[tuple[Formula, bool], ...] = ()
    join: OrJoin | None = None

    @property
    def is_plain(self) -> bool:
        """Tell whether the step depends on nothing but the tokens it takes."""
        return not (self.forbids or self.clears or self.join)


@dataclass(frozen=True, eq=False)
class Net:
    """A net with its first marking; `certain` are elements that are passed by every case from the start."""

    places: tuple[Place, ...]
    transitions: tuple[Transition, ...]
    initial: tuple[int, ...]
    neutral: frozenset[int]
    approximations: tuple[tuple[str, str], ...] = ()
    certain: frozenset[str] = frozenset()

    def numbered(self) -> Iterator[tuple[int, Place]]:
        """Yield places with their numbers."""
        return iter(enumerate(self.places))

    @property
    def control(self) -> frozenset[int]:
        """Return the places whose tokens keep a case from being over."""
        busy = (PlaceKind.FLOW, PlaceKind.ACTIVE, PlaceKind.START)
        return frozenset(number for number, place in self.numbered() if place.kind in busy) - self.neutral
