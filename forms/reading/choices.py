"""What can be chosen in a select, radio or checklist: from the definition or, at run time, from the organisation."""

import re

from forms.bilingual import Bilingual
from forms.definition import Choice, Source
from forms.reading.expressions import translation
from forms.reading.node import Node

_SOURCE = re.compile(r"(?P<kind>people|units):(?P<codes>\*|[\w.-]+(?:\s*,\s*[\w.-]+)*)")


def read_choices(node: Node) -> tuple[Choice, ...]:
    """Read `values`, in order; values are texts and differ."""
    found: dict[str, Choice] = {}
    for item in node.items("values"):
        value, label = item.text("value"), item.text("label")
        for name, text in (("value", value), ("label", label)):
            if not text:
                item.fault("form-missing", name, name=name)
        if value in found:
            item.fault("form-choice-duplicate", "value", value=value)
        found[value] = Choice(value, Bilingual(label, translation(node, f"option.{value}.en", of=label)))
    return tuple(found.values())


def read_source(node: Node, choices: tuple[Choice, ...]) -> Source | None:
    """Read the property `source`; None if the choices stand in the definition."""
    properties = node.child("properties")
    text = properties.text("source")
    if not text:
        if not choices:
            node.fault("form-choices-missing", "values")
        return None
    if choices:
        node.fault("form-source-and-values", "values")
    match = _SOURCE.fullmatch(text.strip())
    if not match:
        properties.fault("form-source", "source", source=text)
        return None
    return Source(text, match["kind"], tuple(code.strip() for code in match["codes"].split(",")))
