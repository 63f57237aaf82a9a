"""A token game of its own: plays a drawing by the rules of BPMN, with nothing of the engine in it.

It knows tokens on sequence flows and tokens in activities, and the few elements that the random drawings hold. One
token is moved at a time, inclusive joins only when nothing else can move (BPMN 2.0.2, section 13.4.3).
"""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Node:
    """A flow node: `scope` is the subprocess around it, `host` and `beside` belong to boundary events.

    Kinds of their own are `stop` and `fail`, end events that terminate or throw an error, `catcher`, an event attached
    for that error, and `handler`, an event subprocess.
    """

    name: str
    kind: str
    scope: str = ""
    host: str = ""
    beside: bool = False


@dataclass(frozen=True)
class Flow:
    """A sequence flow; `flag` is the fact that must be true, `default` the way when none is."""

    source: str
    target: str
    flag: str = ""
    default: bool = False


@dataclass
class Drawing:
    """What is drawn, and the facts it speaks of."""

    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)

    def into(self, name: str) -> list[Flow]:
        return [flow for flow in self.flows if flow.target == name]

    def out_of(self, name: str) -> list[Flow]:
        return [flow for flow in self.flows if flow.source == name]

    def attached(self, name: str) -> list[Node]:
        return [node for node in self.nodes.values() if node.host == name]

    def inside(self, name: str) -> set[str]:
        """Return everything in a subprocess, however deep."""
        direct = {node.name for node in self.nodes.values() if node.scope == name}
        return direct.union(*(self.inside(each) for each in direct if self.nodes[each].kind in HOLDING))


HOLDING = frozenset({"sub", "handler"})
"""What holds a drawing of its own."""

STAYING = frozenset({"user", "catch", "event", "sub"})
"""What a token stays in until something happens."""


class Game:
    """A marking: tokens on flows and tokens in nodes."""

    def __init__(self, drawing: Drawing, facts: dict[str, bool]) -> None:
        self.drawing = drawing
        self.facts = dict(facts)
        self.on: Counter[Flow] = Counter()
        self.within: Counter[str] = Counter()
        self.passed: Counter[str] = Counter()
        self.armed: set[str] = set()
        self.status = "active"
        self._enter_scope("")
        self._settle()

    @property
    def open(self) -> Counter[str]:
        """Return the tasks that wait for people."""
        return +Counter({name: self.within[name] for name in self.within if self.drawing.nodes[name].kind == "user"})

    @property
    def waiting(self) -> Counter[str]:
        """Return the events that are waited for."""
        found: Counter[str] = Counter()
        for name, times in (+self.within).items():
            kind = self.drawing.nodes[name].kind
            if kind == "event":
                found.update({flow.target: times for flow in self.drawing.out_of(name)})
            elif kind == "catch":
                found[name] += times
            attached = (node for node in self.drawing.attached(name) if node.kind == "boundary")
            found.update({node.name: times for node in attached})
        found.update(self._start_of(name) for name in self.armed)
        return found

    def is_running(self, start: str) -> bool:
        """Tell whether the event subprocess that a start event begins is going on."""
        return self.within[self.drawing.nodes[start].scope] > 0

    def complete(self, name: str, facts: dict[str, bool]) -> None:
        """Complete a task, learning facts."""
        self.facts.update(facts)
        self._stop(name)
        self._leave(name)
        self._settle()

    def happen(self, name: str) -> None:
        """Let an event happen: one that competes, one that is in the flow, or one that is attached."""
        node = self.drawing.nodes[name]
        if node.kind == "start":
            self._handle(self.drawing.nodes[node.scope])
            return
        gateways = [flow.source for flow in self.drawing.into(name) if self.drawing.nodes[flow.source].kind == "event"]
        if node.host:
            if not node.beside:
                self._interrupt(node.host)
        elif gateways:
            self._stop(gateways[0])
            self.passed[gateways[0]] += 1
        else:
            self._stop(name)
        self._leave(name)
        self._settle()

    def _settle(self) -> None:
        while self._move() or self._end_scope() or self._join():
            pass
        if not +self.on and not +self.within:
            self.armed.clear()
            self.status = "completed" if self.status == "active" else self.status

    def _handle(self, handler: Node) -> None:
        if not handler.beside:
            self._clear(handler.scope)
        self.within[handler.name] += 1
        self._enter_scope(handler.name)
        self._settle()

    def _move(self) -> bool:
        for name, node in self.drawing.nodes.items():
            marked = [flow for flow in self.drawing.into(name) if self.on[flow]]
            if not marked or (node.kind == "or" and len(self.drawing.into(name)) > 1):
                continue
            if node.kind == "and":
                if len(marked) < len(self.drawing.into(name)):
                    continue
                self.on.subtract(marked)
            else:
                self.on[marked[0]] -= 1
            self._enter(name)
            return True
        return False

    def _end_scope(self) -> bool:
        for name in list(+self.within):
            if self.drawing.nodes[name].kind in HOLDING and not self._lives(name):
                self._clear(name)
                self._stop(name)
                self._leave(name)
                return True
        return False

    def _lives(self, scope: str) -> bool:
        inside = self.drawing.inside(scope)
        return any(name in inside for name in +self.within) or any(flow.source in inside for flow in +self.on)

    def _join(self) -> bool:
        for name, node in self.drawing.nodes.items():
            flows = self.drawing.into(name)
            marked = [flow for flow in flows if self.on[flow]]
            if node.kind == "or" and len(flows) > 1 and marked and not self._may_arrive(name, flows):
                self.on.subtract(marked)
                self._enter(name)
                return True
        return False

    def _may_arrive(self, name: str, flows: list[Flow]) -> bool:
        empty = {flow for flow in flows if not self.on[flow]}
        marked = {flow for flow in flows if self.on[flow]}
        starts = [{flow} for flow in +self.on]
        starts += [{*self._ways_out(each)} for each in +self.within if self._is_beside(each, name)]
        reached = [self._reach(start, name) for start in starts]
        return any(reach & empty and not reach & marked for reach in reached)

    def _is_beside(self, name: str, gateway: str) -> bool:
        return self.drawing.nodes[name].scope == self.drawing.nodes[gateway].scope

    def _ways_out(self, name: str) -> list[Flow]:
        ways = self.drawing.out_of(name)
        return ways + [flow for node in self.drawing.attached(name) for flow in self.drawing.out_of(node.name)]

    def _reach(self, start: set[Flow], gateway: str) -> set[Flow]:
        seen, todo = set(start), list(start)
        while todo:
            target = todo.pop().target
            for flow in self._ways_out(target) if target != gateway else []:
                if flow not in seen:
                    seen.add(flow)
                    todo.append(flow)
        return seen

    def _enter(self, name: str) -> None:
        node = self.drawing.nodes[name]
        if node.kind in STAYING:
            self.within[name] += 1
            if node.kind == "sub":
                self._enter_scope(name)
        elif node.kind == "stop":
            self.passed[name] += 1
            self._clear(node.scope)
            self.status = self.status if node.scope else "terminated"
        elif node.kind == "fail":
            self.passed[name] += 1
            self._throw(node.scope)
        else:
            self._leave(name)

    def _throw(self, scope: str) -> None:
        while scope:
            catchers = [node for node in self.drawing.attached(scope) if node.kind == "catcher"]
            if catchers:
                self._interrupt(scope)
                self._leave(catchers[0].name)
                return
            scope = self.drawing.nodes[scope].scope
        self._clear("")
        self.status = "failed"

    def _enter_scope(self, scope: str) -> None:
        nodes = self.drawing.nodes.values()
        self.armed |= {node.name for node in nodes if node.scope == scope and node.kind == "handler"}
        for node in self.drawing.nodes.values():
            if node.scope == scope and node.kind == "start":
                self._leave(node.name)

    def _leave(self, name: str) -> None:
        self.passed[name] += 1
        flows = self.drawing.out_of(name)
        met = [flow for flow in flows if flow.flag and self.facts[flow.flag]]
        free = [flow for flow in flows if not flow.flag and not flow.default]
        default = [flow for flow in flows if flow.default]
        kind = self.drawing.nodes[name].kind
        if kind == "xor":
            self.on.update((met or default or free)[:1])
        elif kind == "and":
            self.on.update(flows)
        else:
            self.on.update(free + (met or default))

    def _stop(self, name: str) -> None:
        self.within[name] -= 1

    def _interrupt(self, name: str) -> None:
        self._stop(name)
        self._clear(name)

    def _clear(self, scope: str) -> None:
        inside = self.drawing.inside(scope)
        self.armed -= inside
        for each in inside:
            self.within[each] = 0
        for flow in self.drawing.flows:
            if flow.source in inside:
                self.on[flow] = 0

    def _start_of(self, handler: str) -> str:
        return next(node.name for node in self.drawing.nodes.values() if (node.scope, node.kind) == (handler, "start"))
