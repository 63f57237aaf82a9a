"""An element that no flow, event or start leads to: no case will ever come there."""

from collections.abc import Iterator

from engine.bpmn import Element, Process
from engine.verification.findings import Finding


def unreachable(process: Process) -> Iterator[Finding]:
    """Yield each element that stands where nothing can begin although its scope has a start event."""
    started = {element.scope_id for element in process.elements.values() if element.kind == "startEvent"}
    for element in process.elements.values():
        if element.scope_id in started and _is_left_alone(element):
            name = element.name or element.id
            yield Finding(
                "unreachable",
                "error",
                f"没有任何流转通向“{name}”，它永远不会被执行。",
                f"Nothing leads to “{element.name_en or name}”, so it will never be performed.",
                element=element.id,
                file=element.file,
                line=element.line,
            )


def _is_left_alone(element: Element) -> bool:
    if element.incoming or element.by_event or element.for_compensation or element.instantiate:
        return False
    is_link = element.kind == "intermediateCatchEvent" and any(each.kind == "link" for each in element.triggers)
    return element.kind not in ("startEvent", "boundaryEvent") and not is_link
