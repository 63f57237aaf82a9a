"""Refuses compensations that are drawn so that it is not certain what they undo, or by what."""

from collections.abc import Iterator

from engine.bpmn import Element, Process, Trigger
from engine.kernel.errors import Fault

SENTENCES: dict[str, tuple[str, str]] = {
    "no-undo-handler": (
        "补偿边界事件应以关联指向同一层中 isForCompensation 的活动。",
        "A compensation event needs an association with an activity of its scope that is for compensation.",
    ),
    "undo-handler-in-flow": (
        "用于补偿的活动不能与顺序流相连。",
        "An activity for compensation must not be connected by sequence flows.",
    ),
    "undo-alone": (
        "被补偿触发的事件不能再有其他触发。",
        "An event that a compensation triggers must not have another trigger.",
    ),
    "several-undo-handlers": (
        "{what} 已有补偿边界事件。",
        "{what} already has a compensation event attached to it.",
    ),
    "undo-target": (
        "要补偿的活动 {what} 不在本层。",
        "The activity {what} to be compensated is not in the scope of the event.",
    ),
}


def find_undo_faults(process: Process, element: Element) -> Iterator[Fault]:
    """Yield what is wrong with an element's part in compensation."""
    if element.for_compensation and (element.incoming or element.outgoing):
        yield _fault("undo-handler-in-flow", element)
    for trigger in element.triggers:
        if trigger.kind != "compensation":
            continue
        if element.kind in ("boundaryEvent", "startEvent") and len(element.triggers) > 1:
            yield _fault("undo-alone", element)
        elif element.kind == "boundaryEvent":
            yield from _attached(process, element)
        elif trigger.activity is not None and element.kind != "startEvent":
            yield from _thrown(process, element, trigger)


def _attached(process: Process, element: Element) -> Iterator[Fault]:
    handler = process.elements.get(element.handler or "")
    if handler is None or not handler.for_compensation or handler.scope_id != element.scope_id:
        yield _fault("no-undo-handler", element)
    others = process.attached(element.attached_to or "")
    if any(other.handler is not None for other in others[: others.index(element)]):
        yield _fault("several-undo-handlers", element, what=element.attached_to or "∅")


def _thrown(process: Process, element: Element, trigger: Trigger) -> Iterator[Fault]:
    target = process.elements.get(trigger.activity or "")
    scopes = [element.scope_id]
    while (holder := process.elements.get(scopes[-1])) is not None and holder.by_event:
        scopes.append(holder.scope_id)
    if target is None or target.scope_id not in scopes:
        yield _fault("undo-target", element, what=trigger.activity or "∅")


def _fault(code: str, element: Element, **words: str) -> Fault:
    zh, en = SENTENCES[code]
    where: dict[str, str | int] = {"file": element.file, "line": element.line, "element": element.id}
    return Fault(code, zh.format(**words), en.format(**words), where)
