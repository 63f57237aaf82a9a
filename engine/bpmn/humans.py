"""Reads what the extension says about work done by people."""

from engine.bpmn.parts import Gate, HumanTask, Once
from engine.bpmn.reading import Reading, extensions
from engine.bpmn.source import Node
from engine.bpmn.vocabulary import GUIJU, guiju

_OURS = f"{{{GUIJU}}}"
_NOTHING_SAID = HumanTask()


def read_human(reading: Reading, node: Node) -> HumanTask:
    """Return who does a task, with which form, and under which conditions."""
    if not len(node) and not any(name.startswith(_OURS) for name in node.attrib):
        return _NOTHING_SAID
    element = node.get("id")

    def said(name: str) -> str | None:
        text = (node.get(guiju(name)) or "").strip()
        return text or None

    return HumanTask(
        performer=said("performer"),
        unit=reading.own_formula(node, "unit", element=element),
        form=said("form"),
        basis=said("basis"),
        deadline=said("deadline"),
        deadline_from=reading.own_formula(node, "deadlineFrom", element=element),
        ladder=said("ladder"),
        duty=said("duty"),
        assignee=reading.own_formula(node, "assignee", element=element),
        sign=said("sign"),
        tags=tuple((said("tags") or "").replace(",", " ").split()),
        excludes=tuple(
            reference
            for child in extensions(node, "exclude")
            if (reference := reading.required(child, "performerOf", element=element))
        ),
        gates=_gates(reading, node, element),
        once=_claims(reading, node, element),
    )


def _gates(reading: Reading, node: Node, element: str) -> tuple[Gate, ...]:
    found = []
    short = reading.own_formula(node, "gate", element=element)
    if short:
        found.append(Gate(short, node.get(guiju("basis"))))
    for child in extensions(node, "gate"):
        reading.required(child, "condition", element=element)
        condition = reading.plain_formula(child, "condition", element=element)
        if condition:
            found.append(Gate(condition, child.get("basis"), child.get("reason"), child.get("reasonEn")))
    return tuple(found)


def _claims(reading: Reading, node: Node, element: str) -> tuple[Once, ...]:
    found = []
    for child in extensions(node, "once"):
        name = reading.required(child, "name", element=element)
        reading.required(child, "key", element=element)
        key = reading.plain_formula(child, "key", element=element)
        when = reading.plain_formula(child, "when", element=element)
        if name and key:
            found.append(Once(name, key, when, child.get("basis"), child.get("reason"), child.get("reasonEn")))
    return tuple(found)
