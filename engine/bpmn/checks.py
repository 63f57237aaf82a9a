"""Checks names, ids and references of a file before and after it is read."""

from collections.abc import Iterable
from functools import partial

from engine.bpmn.faults import Faults
from engine.bpmn.model import Element, Flow, Process
from engine.bpmn.reading import Reading, is_ours
from engine.bpmn.source import Node, local
from engine.bpmn.vocabulary import (
    ACTIVITY_KINDS,
    BPMN,
    BPMN_ELEMENTS,
    GLOBAL_KINDS,
    GUIJU,
    GUIJU_ATTRIBUTES,
    GUIJU_ELEMENTS,
    NODE_KINDS,
    bpmn,
)

_PREFIX = f"{{{BPMN}}}"
_OURS = f"{{{GUIJU}}}"
_NUMBERED_APART = {
    **dict.fromkeys(("message", "signal", "error", "escalation", "itemDefinition"), "definition"),
    "dataInputAssociation": "association in",
    "dataOutputAssociation": "association out",
    "inputDataItem": "item in",
    "outputDataItem": "item out",
}
"""Kinds of element that are only ever referred to as such."""
_MUST_HAVE_ID = NODE_KINDS | frozenset(GLOBAL_KINDS) | {"process", "sequenceFlow", "lane"}


def check_names(reading: Reading, root: Node) -> None:
    """Note every element BPMN does not have and every extension of ours that does not exist."""
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        if node.tag.startswith(_PREFIX) and local(node) not in BPMN_ELEMENTS:
            reading.add("unknown-element", node, name=local(node))
        elif is_ours(node) and local(node) not in GUIJU_ELEMENTS:
            reading.add("unknown-extension", node, name=f"guiju:{local(node)}")
        for attribute in node.attrib:
            name = str(attribute)
            if name.startswith(_OURS) and name.removeprefix(_OURS) not in GUIJU_ATTRIBUTES:
                reading.add("unknown-extension", node, name=f"guiju:{name.removeprefix(_OURS)}")


def check_ids(reading: Reading, root: Node) -> None:
    """Note missing and repeated ids.

    Drawings exist that number root definitions, data associations and items each from one. A reference says which of
    them it means, so that the same id in two of these is no ambiguity and is let pass; twice in one is refused.
    """
    first: dict[tuple[str, str], int] = {}
    for node in root.iter(_PREFIX + "*"):
        identifier = node.get("id")
        if not identifier:
            if local(node) in _MUST_HAVE_ID:
                reading.add("missing-id", node, name=local(node))
            continue
        place = (_NUMBERED_APART.get(local(node), "drawing"), identifier)
        if place in first:
            reading.add("duplicate-id", node, id=identifier, first=first[place])
        else:
            first[place] = node.sourceline


def check_process(process: Process, faults: Faults) -> None:
    """Note every reference of a process that leads nowhere or where it must not."""
    for flow in process.flows.values():
        _check_flow(process, flow, faults)
    for element in process.elements.values():
        _check_default(element, faults)
        if element.kind == "boundaryEvent":
            _check_host(process, element, faults)
    for lane in process.lanes:
        for listed in lane.elements:
            if listed not in process.elements:
                faults.add(
                    "dangling-reference",
                    file=process.file,
                    line=lane.line,
                    element=lane.id,
                    attribute="flowNodeRef",
                    target=listed,
                )


def check_references(reading: Reading, root: Node, processes: Iterable[Process]) -> None:
    """Note message flows, participants and associations of a collaboration that lead nowhere."""
    known = {node.get("id") for node in root.iter() if isinstance(node.tag, str)}
    names = {process.id for process in processes} | known
    for node in root.iter(bpmn("messageFlow"), bpmn("association"), bpmn("participant")):
        for attribute in ("sourceRef", "targetRef", "processRef"):
            target = node.get(attribute)
            if target and target not in names and target.rpartition(":")[2] not in names:
                reading.add("dangling-reference", node, attribute=attribute, target=target)


def _check_flow(process: Process, flow: Flow, faults: Faults) -> None:
    add = partial(faults.add, file=flow.file, line=flow.line, element=flow.id)
    ends = {"sourceRef": flow.source, "targetRef": flow.target}
    missing = [(attribute, end) for attribute, end in ends.items() if end not in process.elements]
    for attribute, end in missing:
        if end:
            add("dangling-reference", attribute=attribute, target=end)
        else:
            add("missing-attribute", name="sequenceFlow", attribute=attribute)
    if missing:
        return
    source, target = process.elements[flow.source], process.elements[flow.target]
    if not source.scope_id == target.scope_id == flow.scope_id:
        add("flow-across-scopes", source=flow.source, target=flow.target)
    if target.kind in ("startEvent", "boundaryEvent"):
        add("flow-into-start", kind=target.kind)
    if source.kind == "endEvent":
        add("flow-out-of-end")


def _check_default(element: Element, faults: Faults) -> None:
    if element.default and element.default not in element.outgoing:
        faults.add(
            "default-not-outgoing",
            file=element.file,
            line=element.line,
            element=element.id,
            flow=element.default,
        )


def _check_host(process: Process, event: Element, faults: Faults) -> None:
    host = process.elements.get(event.attached_to or "")
    if host is None or host.kind not in ACTIVITY_KINDS or host.scope_id != event.scope_id:
        faults.add(
            "boundary-host",
            file=event.file,
            line=event.line,
            element=event.id,
            target=event.attached_to or "∅",
        )
