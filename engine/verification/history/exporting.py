"""Histories for other tools: XES (IEEE 1849) and OCEL 2.0 as JSON. People are given by id, never by name."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from engine.verification.history.traces import Trace

_EXTENSIONS = (
    ("Concept", "concept", "http://www.xes-standard.org/concept.xesext"),
    ("Time", "time", "http://www.xes-standard.org/time.xesext"),
    ("Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
    ("Organizational", "org", "http://www.xes-standard.org/org.xesext"),
)


def xes_of(key: str, traces: Sequence[Trace], names: Mapping[str, str]) -> bytes:
    """Return the log as XES; an event is the completion of one element, under its name, with its id beside it."""
    log = etree.Element("log", {"xes.version": "1849-2016", "xes.features": "nested-attributes"})
    for name, prefix, uri in _EXTENSIONS:
        etree.SubElement(log, "extension", name=name, prefix=prefix, uri=uri)
    etree.SubElement(log, "classifier", name="Activity", keys="concept:name")
    _text(log, "concept:name", key)
    for trace in traces:
        told = etree.SubElement(log, "trace")
        _text(told, "concept:name", trace.case)
        for happening, element in trace.steps:
            event = etree.SubElement(told, "event")
            _text(event, "concept:name", names.get(element, element))
            _text(event, "concept:instance", element)
            _text(event, "lifecycle:transition", "complete")
            _text(event, "org:resource", happening.actor)
            etree.SubElement(event, "date", key="time:timestamp", value=_instant(happening.at))
    return etree.tostring(log, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def ocel_of(key: str, traces: Sequence[Trace], names: Mapping[str, str]) -> dict[str, Any]:
    """Return the log as OCEL 2.0: cases and people are objects, the completion of an element is an event."""
    people = sorted({happening.actor for trace in traces for happening in trace.happenings})
    steps = [(trace, number, *step) for trace in traces for number, step in enumerate(trace.steps, 1)]
    kinds = sorted({names.get(element, element) for *_, element in steps})
    attribute = [{"name": "element", "type": "string"}]
    return {
        "objectTypes": [{"name": key, "attributes": []}, {"name": "person", "attributes": []}],
        "eventTypes": [{"name": kind, "attributes": attribute} for kind in kinds],
        "objects": [
            *({"id": trace.case, "type": key, "attributes": [], "relationships": []} for trace in traces),
            *({"id": person, "type": "person", "attributes": [], "relationships": []} for person in people),
        ],
        "events": [
            {
                "id": f"{trace.case}:{number}",
                "type": names.get(element, element),
                "time": _instant(happening.at),
                "attributes": [{"name": "element", "value": element}],
                "relationships": [
                    {"objectId": trace.case, "qualifier": "case"},
                    {"objectId": happening.actor, "qualifier": "by"},
                ],
            }
            for trace, number, happening, element in steps
        ],
    }


def _text(parent: etree._Element, key: str, value: str) -> None:
    etree.SubElement(parent, "string", key=key, value=value)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
