"""Reads what tells the messages of one case from those of another: correlation properties, keys and subscriptions."""

from collections.abc import Iterator

from engine.bpmn.model import CorrelationProperty
from engine.bpmn.parts import Formula
from engine.bpmn.reading import Reading
from engine.bpmn.source import Node
from engine.bpmn.vocabulary import bpmn


def read_correlations(reading: Reading, root: Node) -> tuple[CorrelationProperty, ...]:
    """Return the properties of all correlation keys of a file, in document order; notes references to none."""
    properties = {node.get("id"): node for node in root.findall(bpmn("correlationProperty")) if node.get("id")}
    keys = list(root.iter(bpmn("correlationKey")))
    wanted = {reference: None for key in keys for reference in _references(reading, key, properties)}
    return tuple(_property(reading, properties[reference]) for reference in wanted)


def read_subscriptions(reading: Reading, process: Node) -> dict[str, Formula]:
    """Return the data paths of a process's correlation subscriptions, by the name of the property."""
    root = process.getroottree().getroot()
    names = {node.get("id"): _name(node) for node in root.findall(bpmn("correlationProperty"))}
    keys = {node.get("id") for node in root.iter(bpmn("correlationKey"))}
    found: dict[str, Formula] = {}
    for subscription in process.findall(bpmn("correlationSubscription")):
        key = subscription.get("correlationKeyRef")
        if key and key.rpartition(":")[2] not in keys:
            reading.add("dangling-reference", subscription, attribute="correlationKeyRef", target=key)
        for binding in subscription.findall(bpmn("correlationPropertyBinding")):
            name = names.get((binding.get("correlationPropertyRef") or "").rpartition(":")[2])
            formula = reading.child_formula(binding, "dataPath", element=process.get("id"))
            if name is None:
                target = binding.get("correlationPropertyRef") or "∅"
                reading.add("dangling-reference", binding, attribute="correlationPropertyRef", target=target)
            elif formula is not None:
                found[name] = formula
    return found


def _references(reading: Reading, key: Node, known: dict[str, Node]) -> Iterator[str]:
    for child in key.findall(bpmn("correlationPropertyRef")):
        reference = (child.text or "").strip().rpartition(":")[2]
        if reference in known:
            yield reference
        else:
            target = reference or "∅"
            reading.add(
                "dangling-reference", child, element=key.get("id"), attribute="correlationPropertyRef", target=target
            )


def _property(reading: Reading, node: Node) -> CorrelationProperty:
    paths = {}
    for child in node.findall(bpmn("correlationPropertyRetrievalExpression")):
        name = reading.name_of("message", child.get("messageRef"), child, element=node.get("id"))
        # The element is called messagePath; tools that follow the type's name write formalExpression.
        formula = reading.child_formula(child, "messagePath", element=node.get("id")) or reading.child_formula(
            child, "formalExpression", element=node.get("id")
        )
        if name and formula:
            paths[name] = formula
    return CorrelationProperty(_name(node), paths)


def _name(node: Node) -> str:
    return str(node.get("name") or node.get("id"))
