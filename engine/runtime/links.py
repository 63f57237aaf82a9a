"""Links: jumps inside one scope, from any number of throwing events to the one that catches."""

from collections.abc import Iterator

from engine.bpmn import Element, Process
from engine.kernel.errors import Fault

SENTENCES: dict[str, tuple[str, str]] = {
    "link-without-target": (
        "链接事件 {what} 在同一层中没有对应的捕获事件。",
        "The link {what} has no catching event in its scope.",
    ),
    "link-without-source": (
        "链接事件 {what} 在同一层中没有对应的抛出事件。",
        "The link {what} has no throwing event in its scope.",
    ),
    "several-link-targets": (
        "链接事件 {what} 在同一层中有多个捕获事件。",
        "The link {what} has several catching events in its scope.",
    ),
}


def is_link(element: Element) -> bool:
    """Tell whether an event is one end of a link."""
    return element.trigger is not None and element.trigger.kind == "link"


def link_targets(process: Process, element: Element) -> tuple[Element, ...]:
    """Return the catching events of a throwing link: those of its scope and name."""
    return _ends(process, element, "intermediateCatchEvent")


def link_sources(process: Process, element: Element) -> tuple[Element, ...]:
    """Return the throwing events of a catching link."""
    return _ends(process, element, "intermediateThrowEvent")


def find_link_faults(process: Process, element: Element) -> Iterator[Fault]:
    """Yield what is wrong with one end of a link."""
    if not is_link(element):
        return
    targets = link_targets(process, element)
    if element.kind == "intermediateThrowEvent" and not targets:
        yield _fault("link-without-target", element)
    if element.kind == "intermediateThrowEvent" and len(targets) > 1:
        yield _fault("several-link-targets", element)
    if element.kind == "intermediateCatchEvent" and not link_sources(process, element):
        yield _fault("link-without-source", element)


def _ends(process: Process, element: Element, kind: str) -> tuple[Element, ...]:
    name = element.trigger.name if element.trigger else None
    return process.links(element.scope_id, kind, name)


def _fault(code: str, element: Element) -> Fault:
    zh, en = SENTENCES[code]
    where: dict[str, str | int] = {"file": element.file, "line": element.line, "element": element.id}
    name = (element.trigger.name if element.trigger else None) or "∅"
    return Fault(code, zh.format(what=name), en.format(what=name), where)
