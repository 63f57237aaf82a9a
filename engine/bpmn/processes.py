"""Reads one process with its scopes, flows and lanes."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from engine.bpmn.activities import handlers_of
from engine.bpmn.correlations import read_subscriptions
from engine.bpmn.data import read_data_use, read_items
from engine.bpmn.elements import read_element, read_flow
from engine.bpmn.model import Element, Flow, Lane, Process
from engine.bpmn.reading import Reading, documentation, english_title
from engine.bpmn.source import Node
from engine.bpmn.vocabulary import NODE_KINDS, SCOPE_KINDS, bpmn, guiju

_TAGS = {bpmn(kind): kind for kind in NODE_KINDS}

_TRUTHS = {"true": True, "1": True, "false": False, "0": False}


def read_process(reading: Reading, node: Node) -> Process:
    """Return a process; its references are checked elsewhere."""
    identifier = node.get("id")
    flows = {
        child.get("id"): read_flow(reading, child, scope.get("id"))
        for scope in scopes(node)
        for child in scope.findall(bpmn("sequenceFlow"))
        if child.get("id")
    }
    facts = (node.get(guiju("facts")) or "").replace("，", ",").split(",")
    return Process(
        id=identifier,
        name=(node.get("name") or "").strip(),
        name_en=node.get(guiju("titleEn")) or english_title(node),
        key=node.get(guiju("key")),
        owner=node.get(guiju("owner")),
        case_title=reading.own_formula(node, "caseTitle", element=identifier),
        number_prefix=node.get(guiju("numberPrefix")),
        facts=tuple(fact.strip() for fact in facts if fact.strip()),
        is_executable=_TRUTHS.get((node.get("isExecutable") or "").strip()),
        file=reading.file,
        line=node.sourceline,
        elements=_elements(reading, node, flows),
        flows=flows,
        lanes=tuple(_lane(lane) for lane in node.iter(bpmn("lane")) if lane.get("id")),
        documentation=documentation(node),
        data=read_data_use(reading, node),
        items=read_items(reading, node),
        subscriptions=read_subscriptions(reading, node),
    )


def scopes(process: Node) -> Iterator[Node]:
    """Yield a process and every subprocess inside it that has an id, in document order."""
    yield process
    for node in process.iter(*[bpmn(kind) for kind in SCOPE_KINDS]):
        if node.get("id"):
            yield node


def nodes(scope: Node) -> Iterator[Node]:
    """Yield the flow nodes that a scope holds directly and that have an id, in document order."""
    for node in scope:
        if node.tag in _TAGS and node.get("id"):
            yield node


def _elements(reading: Reading, process: Node, flows: dict[str, Flow]) -> dict[str, Element]:
    incoming, outgoing = defaultdict(list), defaultdict(list)
    for flow in flows.values():
        incoming[flow.target].append(flow.id)
        outgoing[flow.source].append(flow.id)
    lanes = _lane_of_nodes(process)
    found = {}
    for scope in scopes(process):
        # What lies in a subprocess is in the subprocess's lane unless it is listed itself.
        inherited = lanes.get(scope.get("id"))
        for node in nodes(scope):
            identifier = node.get("id")
            lane = lanes.setdefault(identifier, inherited)
            found[identifier] = read_element(
                reading,
                node,
                process_id=process.get("id"),
                scope_id=scope.get("id"),
                lane=lane,
                incoming=tuple(incoming[identifier]),
                outgoing=tuple(outgoing[identifier]),
            )
    for event, handler in handlers_of(process).items():
        known = found.get(event)
        if known is not None and any(trigger.kind == "compensation" for trigger in known.triggers):
            found[event] = replace(known, handler=handler)
    return found


def _lane_of_nodes(process: Node) -> dict[str, str | None]:
    # Document order visits outer lanes first, so that the innermost lane's name remains.
    found: dict[str, str | None] = {}
    for lane in process.iter(bpmn("lane")):
        for reference in lane.findall(bpmn("flowNodeRef")):
            found[_text(reference)] = lane.get("name") or lane.get("id")
    return found


def _lane(node: Node) -> Lane:
    listed = tuple(_text(reference) for reference in node.findall(bpmn("flowNodeRef")))
    return Lane(node.get("id"), (node.get("name") or "").strip(), english_title(node), listed, node.sourceline)


def _text(node: Node) -> str:
    return (node.text or "").strip()
