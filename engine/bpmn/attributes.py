"""Checks what looks the same wherever it stands: references, truth values, choices; and what is no process."""

from engine.bpmn.reading import Reading
from engine.bpmn.source import Node, local, namespace
from engine.bpmn.vocabulary import BPMN, bpmn, words

_REFERENCES = words(
    """itemRef itemSubjectRef operationRef categoryValueRef definitionalCollaborationRef choreographyRef
    messageRef signalRef errorRef escalationRef""",
)
_READ_ELSEWHERE = words(
    """messageEventDefinition signalEventDefinition errorEventDefinition escalationEventDefinition receiveTask sendTask
    correlationPropertyRetrievalExpression""",
)
"""Elements whose references are checked where their names are looked up."""

_LISTED = words(
    """incoming outgoing categoryValueRef inMessageRef outMessageRef errorRef participantRef messageFlowRef
    supportedInterfaceRef""",
)
"""Elements whose text is a reference."""

_TRUTHS = words(
    """cancelActivity isInterrupting parallelMultiple triggeredByEvent isSequential testBefore instantiate
    isForCompensation isExecutable waitForCompletion cancelRemainingInstances isCollection isClosed isImmediate""",
)
_CHOICES = {"eventGatewayType": ("Exclusive", "Parallel"), "ordering": ("Parallel", "Sequential")}
_CHOREOGRAPHY = frozenset({"choreographyTask", "subChoreography", "callChoreography"})
_XINCLUDE = "http://www.w3.org/2001/XInclude"


def check_attributes(reading: Reading, root: Node) -> None:
    """Note references to nothing, values that are none of those allowed, and what would come from elsewhere.

    `1` and `0` are written out as the truth values they stand for, so that readers meet one spelling only.
    """
    known = {node.get("id") for node in root.iter(f"{{{BPMN}}}*")}
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        if namespace(node) == _XINCLUDE:
            reading.add("xinclude", node)
        elif namespace(node) == BPMN:
            _check_values(reading, node)
            _check_references(reading, node, known)


def check_choreography(reading: Reading, root: Node) -> bool:
    """Note what is drawn of choreographies where processes are expected; return whether it is all there is."""
    found = [node for process in root.iter(bpmn("process")) for node in process.iter() if _is_choreographic(node)]
    if root.find(bpmn("process")) is None:
        found += root.findall(bpmn("choreography"))
    for node in found:
        reading.add("choreography", node, name=local(node))
    return bool(found)


def _is_choreographic(node: Node) -> bool:
    return isinstance(node.tag, str) and namespace(node) == BPMN and local(node) in _CHOREOGRAPHY


def _check_values(reading: Reading, node: Node) -> None:
    for attribute in _TRUTHS & set(node.attrib):
        value = {"1": "true", "0": "false"}.get(node.get(attribute).strip(), node.get(attribute).strip())
        node.set(attribute, value)
        if value not in ("true", "false"):
            reading.add("bad-value", node, attribute=attribute, allowed="true, false", found=value)
    for attribute in _CHOICES.keys() & set(node.attrib):
        if node.get(attribute) not in _CHOICES[attribute]:
            allowed = ", ".join(_CHOICES[attribute])
            reading.add("bad-value", node, attribute=attribute, allowed=allowed, found=node.get(attribute))


def _check_references(reading: Reading, node: Node, known: set[str | None]) -> None:
    if local(node) in _LISTED:
        target = (node.text or "").strip()
        if target and not _is_known(node, target, known):
            owner = node.getparent().get("id")
            reading.add("dangling-reference", node, element=owner, attribute=local(node), target=target)
    if local(node) in _READ_ELSEWHERE:
        return
    for attribute in _REFERENCES & set(node.attrib):
        target = node.get(attribute)
        if target and not _is_known(node, target, known):
            reading.add("dangling-reference", node, attribute=attribute, target=target)


def _is_known(node: Node, target: str, known: set[str | None]) -> bool:
    prefix, _, name = target.rpartition(":")
    if target in known or name in known:
        return True
    # What another file declares under a namespace of its own is imported, and not ours to look for.
    own = node.getroottree().getroot().get("targetNamespace")
    return bool(prefix) and node.nsmap.get(prefix) not in (None, own)
