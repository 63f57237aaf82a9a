"""The frozen values a BPMN diagram is read into; execution and verification both start from them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from engine.bpmn.parts import Assignment, DataItem, DataUse, Formula, HumanTask


@dataclass(frozen=True)
class Trigger:
    """One event definition: what is thrown or caught.

    `name` is the message, signal or link name, or the error or escalation code; `None` means any. A timer has
    `form` (date, duration or cycle) and either an ISO 8601 `literal` or a formula; a conditional event has a formula.
    A compensation names the `activity` to undo (`None`: all of the scope) and whether the thrower `waits` for it.
    """

    kind: str
    name: str | None = None
    form: str | None = None
    literal: str | None = None
    formula: Formula | None = None
    activity: str | None = None
    waits: bool = True
    line: int = 0


@dataclass(frozen=True)
class Behavior:
    """What a multi-instance activity throws when an instance ends: always, for the `first`, or if a condition holds."""

    trigger: Trigger
    first: bool = False
    condition: Formula | None = None


@dataclass(frozen=True)
class Loop:
    """How often an activity is performed: `parallel`, `sequential` (one per item) or `standard` (while true).

    Exactly one of `collection` and `cardinality` is set for the first two. `item` names the item inside the
    instance; `output_collection` receives `output_element` (or the instance's own document) of every instance.
    `throws` are the events of its `behavior`.
    """

    kind: str
    collection: Formula | None = None
    cardinality: Formula | None = None
    item: str | None = None
    condition: Formula | None = None
    output_collection: str | None = None
    output_element: Formula | None = None
    test_before: bool = False
    maximum: int | None = None
    behavior: str = "All"
    throws: tuple[Behavior, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class AdHoc:
    """How the activities of an ad-hoc subprocess are begun and when that ends.

    `sequential` allows one at a time. `condition` is asked after each of them; once it is met nothing more is begun,
    and what runs is withdrawn if `cancels`. Without a condition it ends when everything was done once, or when somebody
    says so. `performer` (a role) and `unit` say who begins what has no performer of its own, and who says so.
    """

    sequential: bool = False
    condition: Formula | None = None
    cancels: bool = True
    performer: str | None = None
    unit: Formula | None = None


@dataclass(frozen=True)
class Flow:
    """A sequence flow; without a condition it is always taken."""

    id: str
    source: str
    target: str
    scope_id: str
    condition: Formula | None
    name: str
    name_en: str | None
    file: str
    line: int


@dataclass(frozen=True)
class Element:
    """One flow node of the drawing, under the id it was drawn with.

    `kind` is the BPMN local name (`userTask`), `scope_id` the process or subprocess that holds it directly, `lane`
    the innermost lane's name. `called` is the process a call activity calls. A compensation event attached to an
    activity has a `handler`: the activity that undoes it. An activity starts once per `start_quantity` tokens and sends
    `completion_quantity` of them on each flow it leaves by.
    """

    id: str
    kind: str
    name: str
    name_en: str | None
    process_id: str
    scope_id: str
    lane: str | None
    file: str
    line: int
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str | None = None
    human: HumanTask | None = None
    triggers: tuple[Trigger, ...] = ()
    parallel_multiple: bool = False
    attached_to: str | None = None
    interrupting: bool = True
    loop: Loop | None = None
    called: str | None = None
    binding: str | None = None
    operation: str | None = None
    decision: str | None = None
    result: str | None = None
    script: Formula | None = None
    inputs: tuple[Assignment, ...] = ()
    outputs: tuple[Assignment, ...] = ()
    correlation: Formula | None = None
    by_event: bool = False
    for_compensation: bool = False
    handler: str | None = None
    start_quantity: int = 1
    completion_quantity: int = 1
    ad_hoc: AdHoc | None = None
    instantiate: bool = False
    gateway_type: str | None = None
    activation: Formula | None = None
    data: DataUse | None = None
    documentation: str = ""

    @property
    def trigger(self) -> Trigger | None:
        """Return the only event definition, or `None` for a blank event or any other element."""
        return self.triggers[0] if len(self.triggers) == 1 else None


@dataclass(frozen=True)
class Lane:
    """A lane and the flow nodes it lists itself."""

    id: str
    name: str
    name_en: str | None
    elements: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class CorrelationProperty:
    """A value that tells messages apart: where it stands in each message, by the message's name."""

    name: str
    paths: Mapping[str, Formula]


@dataclass(frozen=True)
class Process:
    """One process; `elements` and `flows` include those inside its embedded subprocesses, in document order."""

    id: str
    name: str
    name_en: str | None
    key: str | None
    owner: str | None
    case_title: Formula | None
    number_prefix: str | None
    facts: tuple[str, ...]
    is_executable: bool | None
    file: str
    line: int
    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    lanes: tuple[Lane, ...]
    documentation: str = ""
    data: DataUse | None = None
    items: tuple[DataItem, ...] = ()
    correlations: tuple[CorrelationProperty, ...] = ()
    subscriptions: Mapping[str, Formula] = field(default_factory=dict)

    def within(self, scope_id: str) -> tuple[Element, ...]:
        """Return the elements that a process or subprocess holds directly, in document order."""
        return self._by_scope.get(scope_id, ())

    def attached(self, activity: str) -> tuple[Element, ...]:
        """Return the events attached to an activity, in document order."""
        return self._by_host.get(activity, ())

    def links(self, scope_id: str, kind: str, name: str | None) -> tuple[Element, ...]:
        """Return the link events of a scope that are of a kind and name, in document order."""
        return self._by_link.get(f"{scope_id} {kind} {name}", ())

    @cached_property
    def _by_scope(self) -> Mapping[str, tuple[Element, ...]]:
        # Everybody asks for the elements of a scope, once for each scope: to look through all elements every time
        # takes minutes in a diagram of ten thousand.
        return _grouped(self.elements.values(), lambda element: element.scope_id)

    @cached_property
    def _by_host(self) -> Mapping[str, tuple[Element, ...]]:
        return _grouped(self.elements.values(), lambda element: element.attached_to or "")

    @cached_property
    def _by_link(self) -> Mapping[str, tuple[Element, ...]]:
        return _grouped(
            (element for element in self.elements.values() if element.trigger and element.trigger.kind == "link"),
            lambda element: f"{element.scope_id} {element.kind} {element.trigger.name if element.trigger else None}",
        )


@dataclass(frozen=True)
class MessageFlow:
    """A message flow of a collaboration; its ends are flow nodes, processes or participants."""

    id: str
    source: str
    target: str
    file: str
    line: int


@dataclass(frozen=True)
class Model:
    """Everything that was read together, by process id; called processes are found here."""

    processes: Mapping[str, Process]
    message_flows: tuple[MessageFlow, ...] = ()


def _grouped(elements: Iterable[Element], key: Callable[[Element], str]) -> dict[str, tuple[Element, ...]]:
    found: dict[str, list[Element]] = {}
    for element in elements:
        found.setdefault(key(element), []).append(element)
    return {name: tuple(group) for name, group in found.items()}
