"""Makes wrong procedures out of a right one, one stroke each: what a proof must notice."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
GUIJU = "{urn:guiju:bpmn:1}"
SOMETIMES = 'case.unit = "SOMEWHERE"'
"""A condition of which nothing is known, so that both ways are open."""


@dataclass(frozen=True)
class Mutant:
    """A changed diagram, and what was done to which element of it."""

    change: str
    element: str
    content: bytes

    @property
    def name(self) -> str:
        """Return what was done, as tests name it."""
        return f"{self.change} {self.element}"


def mutants_of(content: bytes) -> Iterator[Mutant]:
    """Yield every mutant of a diagram, in document order of the changed elements, kind by kind."""
    tree = etree.fromstring(content)
    for change, tag, alter in _CHANGES:
        for place, element in enumerate(tree.iter(tag)):
            changed = deepcopy(tree)
            again = list(changed.iter(tag))[place]
            if alter(again):
                yield Mutant(change, _named(element), etree.tostring(changed))


def _named(element: etree._Element) -> str:
    holder = element
    while holder.get("id") is None:
        holder = holder.getparent()
    same = list(holder.iter(element.tag))
    return holder.get("id") if len(same) == 1 else f"{holder.get('id')}#{same.index(element)}"


def _remove(element: etree._Element) -> bool:
    """Remove an element, and a flow from its ends as well."""
    identifier = element.get("id")
    for reference in list(element.getroottree().iter(f"{BPMN}incoming", f"{BPMN}outgoing")):
        if identifier is not None and reference.text == identifier:
            reference.getparent().remove(reference)
    for holder in element.getroottree().iter():
        if identifier is not None and holder.get("default") == identifier:
            del holder.attrib["default"]
    element.getparent().remove(element)
    return True


def _other_gateway(element: etree._Element) -> bool:
    parallel = element.tag == f"{BPMN}parallelGateway"
    element.tag = f"{BPMN}exclusiveGateway" if parallel else f"{BPMN}parallelGateway"
    element.attrib.pop("default", None)
    return True


def _invert(element: etree._Element) -> bool:
    element.text = f"not({element.text.lstrip('= ')})"
    return True


def _skip(element: etree._Element) -> bool:
    """Let an activity be passed by: whatever leads to it may lead to what follows as well."""
    process = element.getparent()
    outgoing = [each for each in process.iter(f"{BPMN}sequenceFlow") if each.get("sourceRef") == element.get("id")]
    incoming = [each for each in process.iter(f"{BPMN}sequenceFlow") if each.get("targetRef") == element.get("id")]
    if len(outgoing) != 1 or not incoming:
        return False
    gateway = etree.SubElement(process, f"{BPMN}exclusiveGateway", id="Skip", default="Skip_No")
    for flow in incoming:
        flow.set("targetRef", "Skip")
        _refer(gateway, "incoming", flow.get("id"))
    _forget(element, "incoming")
    _flow(process, "Skip_No", gateway, element)
    following = next(each for each in process if each.get("id") == outgoing[0].get("targetRef"))
    way = _flow(process, "Skip_Yes", gateway, following)
    etree.SubElement(way, f"{BPMN}conditionExpression").text = SOMETIMES
    return True


def _flow(process: etree._Element, name: str, source: etree._Element, target: etree._Element) -> etree._Element:
    flow = etree.SubElement(
        process, f"{BPMN}sequenceFlow", id=name, sourceRef=source.get("id"), targetRef=target.get("id")
    )
    _refer(source, "outgoing", name)
    _refer(target, "incoming", name)
    return flow


def _refer(element: etree._Element, kind: str, flow: str) -> None:
    reference = etree.Element(f"{BPMN}{kind}")
    reference.text = flow
    element.insert(1 if len(element) and element[0].tag == f"{BPMN}extensionElements" else 0, reference)


def _forget(element: etree._Element, kind: str) -> None:
    for reference in element.findall(f"{BPMN}{kind}"):
        element.remove(reference)


def _without_duty(element: etree._Element) -> bool:
    return element.attrib.pop(f"{GUIJU}duty", None) is not None


_CHANGES = (
    ("flow removed", f"{BPMN}sequenceFlow", _remove),
    ("gateway changed", f"{BPMN}exclusiveGateway", _other_gateway),
    ("gateway changed", f"{BPMN}parallelGateway", _other_gateway),
    ("condition inverted", f"{BPMN}conditionExpression", _invert),
    ("task skipped", f"{BPMN}userTask", _skip),
    ("task skipped", f"{BPMN}businessRuleTask", _skip),
    ("task skipped", f"{BPMN}scriptTask", _skip),
    ("task skipped", f"{BPMN}callActivity", _skip),
    ("gate removed", f"{GUIJU}gate", _remove),
    ("duty removed", f"{BPMN}userTask", _without_duty),
)
