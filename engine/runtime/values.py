"""What goes into a step of execution and what comes out of it, as frozen values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

CODEC = 1
"""The number of the codec that states are written in; older numbers stay readable."""

SHELVED = 2
"""The number of the codec for states with lists so long that a step reads only parts of them."""

NEWEST_CODEC = SHELVED
"""The highest number that can be read."""


@dataclass(frozen=True)
class Skip:
    """How an element is passed that cannot be done: `values` instead of what it would have yielded, `flow` to leave by.

    With a flow alone the element is done, and only its choice of a way is made by a person.
    """

    values: Mapping[str, Any] | None = None
    flow: str | None = None

    @property
    def is_deed(self) -> bool:
        """Tell whether what the element does is left out."""
        return self.values is not None or self.flow is None


@dataclass(frozen=True)
class Environment:
    """What a step may know besides the case's data.

    `now` is aware. `case` and `record` are what expressions see under these names; `record` already holds the
    element whose completion is being executed. `functions` are offered to expressions by name; they note in `cited`
    what their answers rest on, and a decision takes along what was noted while it was made. `skips` are elements, by
    id, that this step passes without doing them, each once.
    """

    now: datetime
    case: Mapping[str, Any] = field(default_factory=dict)
    record: Mapping[str, Any] = field(default_factory=dict)
    functions: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    cited: list[Any] = field(default_factory=list)
    skips: Mapping[str, Skip] = field(default_factory=dict)


@dataclass(frozen=True)
class Snapshot:
    """A case between two steps: positions as bytes, the codec they are written in, and the case document."""

    state: bytes
    codec: int
    data: Mapping[str, Any]


@dataclass(frozen=True)
class OpenTask:
    """Work that waits for somebody.

    `kind` is the BPMN local name. A service or send task with an `operation` is done by a machine, which completes
    it afterwards; `payload` are its inputs. `data` is the document a form sees, `scope` names it (`None`: the case
    document), `index` counts the items of a multi-instance activity from 0.
    """

    key: str
    element: str
    process: str
    kind: str
    scope: str | None
    data: Mapping[str, Any]
    index: int | None = None
    operation: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Offer:
    """What people may begin in an ad-hoc subprocess, or an ad-hoc subprocess they may finish.

    `kind` is the BPMN local name of the `element`, `within` the ad-hoc subprocess. `data` and `scope` are as in
    `OpenTask`.
    """

    key: str
    element: str
    process: str
    kind: str
    within: str
    scope: str | None
    data: Mapping[str, Any]
    index: int | None = None
    operation: str | None = None


@dataclass(frozen=True)
class ClosedTask:
    """Work that waits no longer, because it was `completed` or `cancelled`."""

    key: str
    element: str
    reason: str


@dataclass(frozen=True)
class Wait:
    """An event that is waited for: a message, a signal, or a timer with the instant it is due."""

    key: str
    element: str
    process: str
    event: str
    name: str
    due: datetime | None
    correlation: Mapping[str, Any]


class Passed(NamedTuple):
    """An element of the drawing that was completed."""

    element: str
    process: str


@dataclass(frozen=True)
class Thrown:
    """A message, a signal or an operation that leaves the case; `name` is the message's, signal's or operation's."""

    element: str
    kind: str
    name: str
    payload: Mapping[str, Any]
    correlation: Mapping[str, Any]


@dataclass(frozen=True)
class DecisionMade:
    """A decision that was evaluated, its value, the rules that fired, and what the functions it called rest on."""

    element: str
    process: str
    decision: str
    value: Any
    fired: tuple[Any, ...]
    cited: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Lack:
    """An activity that does not begin because data it requires are not there; `names` are what it lacks."""

    key: str
    element: str
    process: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class WaitChanges:
    """The waits that began in a step, those that go on otherwise (due later), and those that ended."""

    began: tuple[Wait, ...] = ()
    renewed: tuple[Wait, ...] = ()
    ended: tuple[Wait, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """A case after a step, and what changed.

    `status` is active, completed, terminated, cancelled or failed. `waits`, `lacking`, `offered` and `finishable` are
    all there are now; `opened` and `closed` only what changed. `wait_changes` tell how `waits` differ from before the
    step, which saves looking at all of a thousand; `None` if nobody has kept count. `cited` is what functions of the
    environment rest their answers on in this step, `taken` the sequence flows that tokens have gone along.
    """

    state: bytes
    codec: int
    data: dict[str, Any]
    status: str
    opened: tuple[OpenTask, ...] = ()
    closed: tuple[ClosedTask, ...] = ()
    offered: tuple[Offer, ...] = ()
    finishable: tuple[Offer, ...] = ()
    waits: Sequence[Wait] = ()
    passed: tuple[Passed, ...] = ()
    thrown: tuple[Thrown, ...] = ()
    decided: tuple[DecisionMade, ...] = ()
    cited: tuple[Any, ...] = ()
    wait_changes: WaitChanges | None = None
    lacking: tuple[Lack, ...] = ()
    taken: tuple[str, ...] = ()

    @property
    def snapshot(self) -> Snapshot:
        """Return what the next step starts from."""
        return Snapshot(self.state, self.codec, self.data)
