"""Which elements of BPMN, in which position, a case of the suite draws."""

from lxml import etree

from engine.bpmn.vocabulary import BPMN, TRIGGER_KINDS
from tests.conformance.script import Case

POSITIONS = {
    "startEvent": "start of a process",
    "intermediateCatchEvent": "catch",
    "intermediateThrowEvent": "throw",
    "endEvent": "end",
}
ANY = ("message", "timer", "signal", "conditional", "multiple", "parallel multiple")
ALLOWED = {
    "start of a process": ("none", *ANY),
    "event subprocess, interrupting": (*ANY, "error", "escalation", "compensation"),
    "event subprocess, beside": (*ANY, "escalation"),
    "catch": (*ANY, "link"),
    "boundary, interrupting": (*ANY, "error", "escalation", "cancel", "compensation"),
    "boundary, beside": (*ANY, "escalation"),
    "throw": ("none", "message", "signal", "escalation", "compensation", "link", "multiple"),
    "end": ("none", "message", "signal", "error", "escalation", "cancel", "compensation", "terminate", "multiple"),
}
"""The triggers BPMN 2.0.2 has for each position of an event (tables 10.84 to 10.93)."""

ELEMENTS = {
    "Tasks": "task userTask manualTask scriptTask serviceTask sendTask receiveTask businessRuleTask "
    "receiveTask/instantiate",
    "Called": "callActivity globalTask globalUserTask globalManualTask globalScriptTask globalBusinessRuleTask",
    "Gateways": "exclusiveGateway parallelGateway inclusiveGateway complexGateway eventBasedGateway "
    "eventBasedGateway/instantiate eventBasedGateway/Parallel",
    "Subprocesses": "subProcess subProcess/triggeredByEvent transaction adHocSubProcess adHocSubProcess/Sequential "
    "adHocSubProcess/cancelRemainingInstances",
    "Repetition": "multiInstance/parallel multiInstance/sequential multiInstance/One multiInstance/None "
    "multiInstance/Complex standardLoopCharacteristics completionCondition",
    "Flows": "sequenceFlow conditionExpression default startQuantity completionQuantity isForCompensation",
    "Data": "dataObject dataObjectReference dataState dataStore dataStoreReference property ioSpecification "
    "dataInputAssociation dataOutputAssociation assignment transformation",
    "Pools": "laneSet childLaneSet collaboration participant participantMultiplicity messageFlow correlationKey "
    "correlationProperty correlationSubscription",
}
"""Everything that is neither an event nor a drawing aid; behind the stroke stands the attribute that matters."""


def features_of(case: Case) -> set[str]:
    """Return the elements a case draws, and of events each position with its trigger."""
    found: set[str] = set()
    for file in case.files:
        if file.name.endswith(".bpmn"):
            for node in etree.fromstring(file.content).iter(f"{{{BPMN}}}*"):
                found |= set(_features(node))
    return found


def _features(node: etree._Element) -> list[str]:
    name = etree.QName(node).localname
    if name == "multiInstanceLoopCharacteristics":
        order = "sequential" if node.get("isSequential") == "true" else "parallel"
        return [f"multiInstance/{order}", f"multiInstance/{node.get('behavior', 'All')}"]
    named = [name, *(f"{name}/{value}" for value in node.attrib.values())]
    named += [f"{name}/{key}" for key in node.attrib]
    named += [str(key) for key in node.attrib]
    position = _position(node, name)
    return [*named, f"{position}: {_trigger(node)}"] if position else named


def _position(node: etree._Element, name: str) -> str | None:
    if name == "boundaryEvent":
        return f"boundary, {'beside' if node.get('cancelActivity') == 'false' else 'interrupting'}"
    parent = node.getparent()
    if name == "startEvent" and parent is not None and etree.QName(parent).localname != "process":
        if parent.get("triggeredByEvent") != "true":
            return None
        return f"event subprocess, {'beside' if node.get('isInterrupting') == 'false' else 'interrupting'}"
    return POSITIONS.get(name)


def _trigger(node: etree._Element) -> str:
    kinds = [TRIGGER_KINDS[name] for child in node if (name := etree.QName(child).localname) in TRIGGER_KINDS]
    if len(kinds) > 1:
        return "parallel multiple" if node.get("parallelMultiple") == "true" else "multiple"
    return kinds[0] if kinds else "none"
