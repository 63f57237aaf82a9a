"""Reads one flow node or sequence flow."""

from typing import Any

from engine.bpmn.activities import activity_parts
from engine.bpmn.data import read_data_use
from engine.bpmn.events import message_trigger, read_triggers
from engine.bpmn.humans import read_human
from engine.bpmn.loops import read_loop
from engine.bpmn.model import Element, Flow
from engine.bpmn.parts import Formula
from engine.bpmn.reading import Reading, documentation, english_title, extensions
from engine.bpmn.source import Node, local
from engine.bpmn.vocabulary import ACTIVITY_KINDS, EVENT_KINDS, GLOBAL_KINDS, HUMAN_KINDS, SCOPE_KINDS, bpmn, guiju


def read_element(
    reading: Reading,
    node: Node,
    *,
    process_id: str,
    scope_id: str,
    lane: str | None,
    incoming: tuple[str, ...],
    outgoing: tuple[str, ...],
) -> Element:
    """Return the flow node of an XML node; `incoming` and `outgoing` are ids of sequence flows in document order."""
    kind = GLOBAL_KINDS.get(local(node), local(node))
    element = node.get("id")
    return Element(
        id=element,
        kind=kind,
        name=(node.get("name") or "").strip(),
        name_en=english_title(node),
        process_id=process_id,
        scope_id=scope_id,
        lane=lane,
        file=reading.file,
        line=node.sourceline,
        incoming=incoming,
        outgoing=outgoing,
        default=node.get("default"),
        human=read_human(reading, node) if kind in HUMAN_KINDS else None,
        loop=read_loop(reading, node) if kind in ACTIVITY_KINDS else None,
        operation=node.get(guiju("operation")),
        decision=node.get(guiju("decision")),
        result=node.get(guiju("result")),
        inputs=reading.assignments(node, "input", element=element),
        outputs=reading.assignments(node, "output", element=element),
        correlation=_correlation(reading, node),
        instantiate=node.get("instantiate") == "true",
        gateway_type=node.get("eventGatewayType"),
        activation=reading.child_formula(node, "activationCondition", element=element),
        documentation=documentation(node),
        data=read_data_use(reading, node),
        **activity_parts(reading, node),
        **_of_kind(reading, node, kind),
    )


def read_flow(reading: Reading, node: Node, scope_id: str) -> Flow:
    """Return the sequence flow of an XML node; its ends are checked elsewhere."""
    return Flow(
        id=node.get("id"),
        source=node.get("sourceRef", ""),
        target=node.get("targetRef", ""),
        scope_id=scope_id,
        condition=reading.child_formula(node, "conditionExpression", element=node.get("id")),
        name=(node.get("name") or "").strip(),
        name_en=english_title(node),
        file=reading.file,
        line=node.sourceline,
    )


def _of_kind(reading: Reading, node: Node, kind: str) -> dict[str, Any]:
    if kind in EVENT_KINDS:
        return _event_parts(reading, node, kind)
    if kind in SCOPE_KINDS:
        return {"by_event": node.get("triggeredByEvent") == "true"}
    if kind in ("sendTask", "receiveTask"):
        return {"triggers": message_trigger(reading, node)}
    if kind == "callActivity":
        called = (node.get("calledElement") or "").rpartition(":")[2]
        return {"called": called or None, "binding": node.get(guiju("binding"))}
    if kind == "scriptTask":
        return {"script": _script(reading, node)}
    return {}


def _event_parts(reading: Reading, node: Node, kind: str) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "triggers": read_triggers(reading, node),
        "parallel_multiple": node.get("parallelMultiple") == "true",
    }
    if kind == "boundaryEvent":
        parts["attached_to"] = node.get("attachedToRef")
        parts["interrupting"] = node.get("cancelActivity", "true") != "false"
    if kind == "startEvent":
        parts["interrupting"] = node.get("isInterrupting", "true") != "false"
    return parts


def _script(reading: Reading, node: Node) -> Formula | None:
    child = node.find(bpmn("script"))
    if child is None:
        return None
    return reading.formula(
        child.text,
        child,
        element=node.get("id"),
        language=node.get("scriptFormat") or node.get("scriptLanguage") or "feel",
    )


def _correlation(reading: Reading, node: Node) -> Formula | None:
    for child in extensions(node, "correlation"):
        reading.required(child, "key", element=node.get("id"))
        return reading.plain_formula(child, "key", element=node.get("id"))
    return None
