"""Reads what activities say of themselves besides their work: token quantities, and how ad-hoc ones are begun."""

from typing import Any

from engine.bpmn.model import AdHoc
from engine.bpmn.reading import Reading
from engine.bpmn.source import Node, local
from engine.bpmn.vocabulary import ACTIVITY_KINDS, bpmn, guiju


def activity_parts(reading: Reading, node: Node) -> dict[str, Any]:
    """Return the attributes of an element that only activities have; none for any other flow node."""
    if local(node) not in ACTIVITY_KINDS:
        return {}
    parts: dict[str, Any] = {
        "for_compensation": node.get("isForCompensation") == "true",
        "start_quantity": _quantity(reading, node, "startQuantity"),
        "completion_quantity": _quantity(reading, node, "completionQuantity"),
    }
    if local(node) == "adHocSubProcess":
        parts["ad_hoc"] = AdHoc(
            sequential=node.get("ordering") == "Sequential",
            condition=reading.child_formula(node, "completionCondition", element=node.get("id")),
            cancels=node.get("cancelRemainingInstances", "true") != "false",
            performer=(node.get(guiju("performer")) or "").strip() or None,
            unit=reading.own_formula(node, "unit", element=node.get("id")),
        )
    return parts


def handlers_of(process: Node) -> dict[str, str]:
    """Return the activity that each compensation event of a process is associated with, by the event's id.

    The association is drawn from the event to the activity; tools that allow it the other way round are followed.
    """
    activities = {node.get("id") for kind in ACTIVITY_KINDS for node in process.iter(bpmn(kind))}
    events = {node.get("id") for node in process.iter(bpmn("boundaryEvent"))}
    drawn = [
        [(association.get(end) or "").rpartition(":")[2] for end in ("sourceRef", "targetRef")]
        for association in process.getroottree().getroot().iter(bpmn("association"))
    ]
    return {
        event: activity
        for ends in drawn
        for event, activity in (ends, reversed(ends))
        if event in events and activity in activities
    }


def _quantity(reading: Reading, node: Node, attribute: str) -> int:
    text = node.get(attribute, "1").strip()
    if not text.isdecimal() or int(text) == 0:
        reading.add("bad-quantity", node, attribute=attribute, found=text)
        return 1
    return int(text)
