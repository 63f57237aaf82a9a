"""Builds the specs of a scope from the model: which class each element gets, and where its tokens go."""

from dataclasses import dataclass
from functools import partial

from engine.bpmn import Element, Model, Process
from engine.runtime.letting_sleep import let_sleep
from engine.runtime.links import is_link, link_sources, link_targets
from engine.runtime.specs.adhoc import AdHocNode
from engine.runtime.specs.complexes import ComplexNode
from engine.runtime.specs.crowds import CrowdNode
from engine.runtime.specs.events import BoundaryNode, CatchNode, EventGatewayNode, watch_conditions
from engine.runtime.specs.gateways import ExclusiveNode, InclusiveNode, ParallelNode
from engine.runtime.specs.handlers import HandlerNode
from engine.runtime.specs.node import Node, ScopeSpec, Way, scope_name
from engine.runtime.specs.repeats import LoopNode, MultiNode
from engine.runtime.specs.scopes import CallNode, SubprocessNode
from engine.runtime.specs.throwing import EndNode, ThrowNode
from engine.runtime.specs.work import DecisionNode, Decisions, ScriptNode, SendNode, WorkNode
from engine.runtime.starting import begins_with_all
from engine.runtime.undoable import is_compensation, prepare_undoing

PLAIN: dict[str, type[Node]] = {
    "startEvent": Node,
    "endEvent": EndNode,
    "intermediateCatchEvent": CatchNode,
    "intermediateThrowEvent": ThrowNode,
    "boundaryEvent": BoundaryNode,
    "receiveTask": CatchNode,
    "scriptTask": ScriptNode,
    "exclusiveGateway": ExclusiveNode,
    "parallelGateway": ParallelNode,
    "inclusiveGateway": InclusiveNode,
    "complexGateway": ComplexNode,
    "eventBasedGateway": EventGatewayNode,
}
HOLDERS = frozenset({"subProcess", "transaction", "adHocSubProcess"})
"""Kinds of elements that hold a diagram of their own."""


@dataclass
class Assembly:
    """Builds all scopes of a model."""

    model: Model
    decisions: Decisions

    def build(self) -> dict[str, ScopeSpec]:
        """Return the specs of every process and embedded subprocess, by scope name."""
        built = {}
        for process in self.model.processes.values():
            holders = [element.id for element in process.elements.values() if element.kind in HOLDERS]
            for scope_id in (process.id, *holders):
                scope = self._scope(process, scope_id)
                built[scope.name] = scope
        prepare_undoing(built, self.model)
        let_sleep(built)
        return built

    def _scope(self, process: Process, scope_id: str) -> ScopeSpec:
        scope = ScopeSpec(scope_name(process.id, scope_id), process.file)
        elements = process.within(scope_id)
        nodes = {element.id: self._place(scope, element) for element in elements}
        for element in elements:
            node = nodes[element.id]
            node.ways = _ways(process, element)
            for way in node.ways:
                node.connect(nodes[way.target])
            if element.attached_to is not None and not is_compensation(element):
                host = nodes[element.attached_to]
                host.boundaries = (*host.boundaries, element.id)
        self._let_begin(scope, process, scope_id)
        scope.conditional = frozenset(
            name for name, node in nodes.items() if isinstance(node, CatchNode) and node.is_conditional
        )
        scope.watch = watch_conditions
        scope.process = process
        scope.data = process.data if scope_id == process.id else None
        scope.takes_data = any(node.has_data for node in nodes.values())
        scope.inclusive_joins = tuple(name for name, node in nodes.items() if isinstance(node, InclusiveNode))
        for name in scope.inclusive_joins:
            nodes[name].find_upstream = partial(_upstream, process, process.elements[name])
        return scope

    def _let_begin(self, scope: ScopeSpec, process: Process, scope_id: str) -> None:
        holder = None if scope_id == process.id else process.elements[scope_id]
        by_event = holder is not None and holder.by_event
        elements = process.within(scope_id)
        entries = [each for each in elements if _is_entry(each) or (by_event and each.kind == "startEvent")]
        if holder is not None and holder.ad_hoc is not None:
            scope.is_ad_hoc = True
            scope.offers = tuple(each.id for each in entries if scope.task_specs[each.id].is_activity)
        scope.entries = tuple(each.id for each in entries if each.id not in scope.offers)
        handlers = {each.id: each for each in elements if each.by_event}
        undoing = [each for each in handlers if _is_undoing(process, each)]
        scope.undoing = next(iter(undoing), None)
        scope.handlers = tuple(each for each in handlers if each not in undoing)

    def _place(self, scope: ScopeSpec, element: Element) -> Node:
        if element.loop is None:
            return self._node(scope, element, element.id)
        body = f"{element.id}#"
        inside = self._node(scope, element, body)
        if element.loop.kind == "standard":
            return LoopNode(scope, element, body)
        if element.loop.kind == "parallel" and isinstance(inside, WorkNode):
            return CrowdNode(scope, element, body)
        return MultiNode(scope, element, body)

    def _node(self, scope: ScopeSpec, element: Element, name: str) -> Node:
        if element.kind in HOLDERS:
            return self._holder(scope, element, name)
        if element.kind == "callActivity":
            return CallNode(scope, element, name, element.called or "")
        if element.kind == "businessRuleTask" and element.decision in self.decisions:
            return DecisionNode(scope, element, name, self.decisions)
        if element.kind == "sendTask" and element.triggers and element.operation is None:
            return SendNode(scope, element, name)
        return _plain(element)(scope, element, name)

    def _holder(self, scope: ScopeSpec, element: Element, name: str) -> Node:
        inner = scope_name(element.process_id, element.id)
        if element.ad_hoc is not None:
            return AdHocNode(scope, element, name, inner)
        if not element.by_event:
            return SubprocessNode(scope, element, name, inner)
        process = self.model.processes[element.process_id]
        start = next(inside for inside in process.within(element.id) if inside.kind == "startEvent")
        return HandlerNode(scope, element, start, inner)


def _plain(element: Element) -> type[Node]:
    if is_link(element):
        return Node
    if begins_with_all(element) and element.scope_id == element.process_id:
        return CatchNode
    return PLAIN.get(element.kind, WorkNode)


def _ways(process: Process, element: Element) -> tuple[Way, ...]:
    # An exclusive or inclusive choice is made in the order of the drawing's outgoing list, which is the order in
    # which the flows were written.
    ways = [
        Way(flow.id, flow.target, flow.condition, flow.id == element.default)
        for flow in (process.flows[identifier] for identifier in element.outgoing)
    ]
    if element.kind == "intermediateThrowEvent" and is_link(element):
        ways += [Way(f"link:{target.id}", target.id) for target in link_targets(process, element)]
    return tuple(ways)


def _is_undoing(process: Process, event_subprocess: str) -> bool:
    starts = [each for each in process.within(event_subprocess) if each.kind == "startEvent"]
    return any(is_compensation(start) for start in starts)


def _is_entry(element: Element) -> bool:
    # BPMN 2.0.2, section 13.3.1: what nothing leads to begins with its scope, but for typed starts, which begin it.
    if element.kind == "startEvent":
        return not element.triggers
    if element.incoming or element.kind == "boundaryEvent":
        return False
    if element.by_event or element.for_compensation or element.instantiate:
        return False
    return not (element.kind == "intermediateCatchEvent" and is_link(element))


def _upstream(process: Process, gateway: Element) -> dict[str, frozenset[str]]:
    return {flow: _leading_to(process, process.flows[flow].source, gateway) for flow in gateway.incoming}


def _leading_to(process: Process, start: str, gateway: Element) -> frozenset[str]:
    seen: set[str] = set()
    todo = [start]
    while todo:
        current = todo.pop()
        if current in seen or current == gateway.id:
            continue
        seen.add(current)
        element = process.elements[current]
        todo.extend(process.flows[flow].source for flow in element.incoming)
        if element.attached_to is not None:
            todo.append(element.attached_to)
        if element.kind == "intermediateCatchEvent" and is_link(element):
            todo.extend(other.id for other in link_sources(process, element))
    return frozenset(seen)
