"""One process as it occurs in a net: by itself, or once more inside each call of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.bpmn import Element, Model, Process
from engine.verification.nets.drawing import Builder
from engine.verification.nets.net import PlaceKind

SCOPE_KINDS = frozenset({"subProcess", "transaction", "adHocSubProcess"})


@dataclass(frozen=True)
class Traffic:
    """Message flows by the flow node that sends and that receives them; others come from outside and are free."""

    sent: Mapping[str, tuple[str, ...]]
    received: Mapping[str, tuple[str, ...]]


@dataclass
class Copy:
    """A process under a path of calls (`Call/`), with what its elements look up in each other."""

    builder: Builder
    model: Model
    process: Process
    traffic: Traffic
    path: str = ""
    outer: tuple[str, ...] = ()
    caller: "Copy | None" = None
    call: Element | None = None
    members: dict[str, list[Element]] = field(default_factory=lambda: defaultdict(list))
    boundaries: dict[str, list[Element]] = field(default_factory=lambda: defaultdict(list))
    handlers: dict[str, list[Element]] = field(default_factory=lambda: defaultdict(list))
    links: dict[tuple[str, str | None], Element] = field(default_factory=dict)
    chains: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the elements by what others ask for."""
        self.chains[self.process.id] = (*self.outer, self.named(self.process.id))
        for element in self.process.elements.values():
            self.members[element.scope_id].append(element)
            if element.kind in SCOPE_KINDS:
                self.chains[element.id] = (*self.chains[element.scope_id], self.named(element.id))
            if element.kind == "boundaryEvent" and element.attached_to:
                self.boundaries[element.attached_to].append(element)
            if element.kind in SCOPE_KINDS and element.by_event:
                self.handlers[element.scope_id].append(element)
            trigger = element.trigger
            if element.kind == "intermediateCatchEvent" and trigger and trigger.kind == "link":
                self.links[element.scope_id, trigger.name] = element

    def named(self, identifier: str) -> str:
        """Return an id as it is unique in the net."""
        return self.path + identifier

    def flow(self, identifier: str) -> int:
        """Return the place of a sequence flow."""
        scope = self.process.flows[identifier].scope_id
        return self.builder.place(
            PlaceKind.FLOW, self.named(identifier), element=identifier, scopes=self.chains.get(scope, self.outer)
        )

    def at(self, kind: PlaceKind, element: Element) -> int:
        """Return the place of an element."""
        return self.builder.place(kind, self.named(element.id), element=element.id, scopes=self.around(element))

    def known(self, kind: PlaceKind, element: Element) -> int | None:
        """Return the place of an element if there is one."""
        return self.builder.known(kind, self.named(element.id))

    def around(self, element: Element) -> tuple[str, ...]:
        """Return the scopes around an element, outermost first."""
        return self.chains.get(element.scope_id, self.outer)

    def message(self, identifier: str) -> int:
        """Return the place of a message flow; it belongs to no scope, for it outlives its sender."""
        return self.builder.place(PlaceKind.MESSAGE, identifier, element=identifier, scopes=())

    def sends(self, element: Element) -> list[int]:
        """Return the places of the messages an element sends to other pools of the model."""
        return [self.message(each) for each in self.traffic.sent.get(element.id, ())]

    def receives(self, element: Element) -> list[list[int]]:
        """Return the alternative messages that an element waits for; nothing where they come from outside."""
        return [[self.message(each)] for each in self.traffic.received.get(element.id, ())] or [[]]

    def ins(self, element: Element) -> list[int]:
        """Return the places a token can come to an element from."""
        found = [self.flow(each) for each in element.incoming if each in self.process.flows]
        start = self.known(PlaceKind.START, element)
        return found if start is None else [*found, start]

    def inner_elements(self, scope_id: str) -> Sequence[Element]:
        """Return the elements at any depth inside a scope of this process."""
        found: list[Element] = []
        for element in self.members.get(scope_id, ()):
            found.append(element)
            if element.kind in SCOPE_KINDS:
                found.extend(self.inner_elements(element.id))
        return found


def has(element: Element, *kinds: str) -> bool:
    """Tell whether an event has a definition of one of the kinds."""
    return any(trigger.kind in kinds for trigger in element.triggers)


def own_flows(copy: Copy, element: Element) -> list[str]:
    """Return the flows out of an element that lead somewhere."""
    flows = copy.process.flows
    return [each for each in element.outgoing if each in flows and flows[each].target in copy.process.elements]
