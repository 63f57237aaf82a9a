"""Reads event definitions and timers."""

import re

from engine.bpmn.model import Trigger
from engine.bpmn.reading import Reading
from engine.bpmn.source import Node, local
from engine.bpmn.vocabulary import REFERABLE, TIMER_FORMS, TRIGGER_KINDS, bpmn

_ISO = re.compile(
    r"""R\d*/.+                                   # a repeating interval
    | P(?=[\dT])(\d+Y)?(\d+M)?(\d+W)?(\d+D)?      # a period: calendar part
      (T(?=\d)(\d+H)?(\d+M)?(\d+([.,]\d+)?S)?)?   # clock part
    | \d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d:?\d\d)?)?   # a day or an instant
    """,
    re.VERBOSE,
)
"""ISO 8601 as every modelling tool writes it; anything else in a timer is FEEL."""

_LIKE_ISO = re.compile(r"P(\d+[A-Z]|T\d|T?$)|\d{4}-\d|R\d*/")
"""What was meant as ISO 8601; as FEEL it would be a name, or a subtraction, and the mistake would show too late."""


def read_triggers(reading: Reading, node: Node) -> tuple[Trigger, ...]:
    """Return the event definitions of an event, written in it or referred to."""
    element = node.get("id")
    found = []
    for child in node:
        definition = child
        if child.tag == bpmn("eventDefinitionRef"):
            reference = (child.text or "").strip()
            definition = reading.event_definitions.get(reference.rpartition(":")[2])
            if definition is None:
                reading.add(
                    "dangling-reference", child, element=element, attribute="eventDefinitionRef", target=reference
                )
                continue
        kind = TRIGGER_KINDS.get(local(definition)) if str(definition.tag).startswith(bpmn("")) else None
        if kind:
            found.append(_trigger(reading, definition, kind, element))
    return tuple(found)


def referred_trigger(reading: Reading, node: Node, attribute: str, *, element: str | None) -> Trigger:
    """Return the root event definition an attribute refers to; without a reference a signal without a name."""
    reference = node.get(attribute)
    if not reference:
        return Trigger("signal", line=node.sourceline)
    definition = reading.event_definitions.get(reference.rpartition(":")[2])
    kind = None if definition is None else TRIGGER_KINDS.get(local(definition))
    if definition is None or kind is None:
        reading.add("dangling-reference", node, element=element, attribute=attribute, target=reference)
        return Trigger("signal", line=node.sourceline)
    return _trigger(reading, definition, kind, element)


def message_trigger(reading: Reading, node: Node) -> tuple[Trigger, ...]:
    """Return the message a send or receive task names, as a trigger; nothing if it names none."""
    name = reading.name_of("message", node.get("messageRef"), node, element=node.get("id"))
    return (Trigger("message", name, line=node.sourceline),) if name else ()


def _trigger(reading: Reading, node: Node, kind: str, element: str | None) -> Trigger:
    if kind == "timer":
        return _timer(reading, node, element)
    if kind == "conditional":
        return Trigger(kind, formula=reading.child_formula(node, "condition", element=element), line=node.sourceline)
    if kind == "compensation":
        waits = node.get("waitForCompletion", "true") != "false"
        return Trigger(kind, activity=_unprefixed(node.get("activityRef")), waits=waits, line=node.sourceline)
    if kind == "link":
        return Trigger(kind, node.get("name"), line=node.sourceline)
    name = None
    if kind in REFERABLE:
        name = reading.name_of(kind, node.get(REFERABLE[kind]), node, element=element)
    return Trigger(kind, name, line=node.sourceline)


def _unprefixed(reference: str | None) -> str | None:
    return (reference or "").rpartition(":")[2] or None


def _timer(reading: Reading, node: Node, element: str | None) -> Trigger:
    given = [child for child in node if local(child) in TIMER_FORMS and (child.text or "").strip()]
    if len(given) != 1:
        reading.add("bad-timer", node, element=element)
        return Trigger("timer", line=node.sourceline)
    child = given[0]
    form = TIMER_FORMS[local(child)]
    text = child.text.strip()
    if _ISO.fullmatch(text) or _LIKE_ISO.match(text):
        return Trigger("timer", form=form, literal=text, line=child.sourceline)
    # Tools for other engines quote ISO text; a quoted literal is FEEL too and yields the same text.
    formula = reading.formula(text, child, element=element, language=child.get("language"))
    return Trigger("timer", form=form, formula=formula, line=child.sourceline)
