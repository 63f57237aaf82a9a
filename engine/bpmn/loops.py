"""Reads how often an activity is performed."""

from engine.bpmn.events import read_triggers, referred_trigger
from engine.bpmn.model import Behavior, Loop
from engine.bpmn.parts import Formula
from engine.bpmn.reading import Reading
from engine.bpmn.source import Node
from engine.bpmn.vocabulary import bpmn, guiju


def read_loop(reading: Reading, node: Node) -> Loop | None:
    """Return the loop characteristics of an activity, `None` if it is performed once."""
    if not len(node):
        return None
    element = node.get("id")
    standard = node.find(bpmn("standardLoopCharacteristics"))
    if standard is not None:
        return Loop(
            "standard",
            condition=reading.child_formula(standard, "loopCondition", element=element),
            test_before=standard.get("testBefore") == "true",
            maximum=_whole_number(reading, standard, "loopMaximum", element),
            line=standard.sourceline,
        )
    multiple = node.find(bpmn("multiInstanceLoopCharacteristics"))
    return None if multiple is None else _multiple(reading, multiple, node)


def _multiple(reading: Reading, node: Node, activity: Node) -> Loop:
    element = activity.get("id")
    collection = reading.own_formula(node, "collection", element=element) or _by_reference(
        reading, node, activity, "loopDataInputRef"
    )
    cardinality = reading.child_formula(node, "loopCardinality", element=element)
    if (collection is None) == (cardinality is None):
        reading.add("bad-loop", node, element=element)
    output = _referred_name(node, activity, "loopDataOutputRef")
    output_element = reading.own_formula(node, "outputElement", element=element)
    output_item = _item_name(node, "outputDataItem")
    if output_element is None and output_item:
        output_element = reading.formula(output_item, node, element=element, language="feel")
    return Loop(
        "sequential" if node.get("isSequential") == "true" else "parallel",
        collection=collection,
        cardinality=cardinality,
        item=node.get(guiju("item")) or _item_name(node, "inputDataItem"),
        condition=reading.child_formula(node, "completionCondition", element=element),
        output_collection=node.get(guiju("outputCollection")) or output,
        output_element=output_element,
        behavior=node.get("behavior", "All"),
        throws=_behaviors(reading, node, element),
        line=node.sourceline,
    )


def _behaviors(reading: Reading, node: Node, element: str) -> tuple[Behavior, ...]:
    behavior = node.get("behavior", "All")
    if behavior == "None":
        return (Behavior(referred_trigger(reading, node, "noneBehaviorEventRef", element=element)),)
    if behavior == "One":
        return (Behavior(referred_trigger(reading, node, "oneBehaviorEventRef", element=element), first=True),)
    if behavior != "Complex":
        return ()
    return tuple(
        Behavior(trigger, condition=reading.child_formula(definition, "condition", element=element))
        for definition in node.findall(bpmn("complexBehaviorDefinition"))
        for event in definition.findall(bpmn("event"))
        for trigger in read_triggers(reading, event)
    )


def _by_reference(reading: Reading, node: Node, activity: Node, tag: str) -> Formula | None:
    name = _referred_name(node, activity, tag)
    return reading.formula(name, node, element=activity.get("id"), language="feel")


def _referred_name(node: Node, activity: Node, tag: str) -> str | None:
    # The standard form refers to a data input of the activity, whose name is the data's name; short diagrams
    # write the data's name itself.
    child = node.find(bpmn(tag))
    reference = "" if child is None else (child.text or "").strip()
    if not reference:
        return None
    for data in activity.iter(bpmn("dataInput"), bpmn("dataOutput")):
        if data.get("id") == reference:
            return str(data.get("name") or reference)
    return reference


def _item_name(node: Node, tag: str) -> str | None:
    child = node.find(bpmn(tag))
    return None if child is None else child.get("name") or child.get("id")


def _whole_number(reading: Reading, node: Node, attribute: str, element: str | None) -> int | None:
    text = node.get(attribute)
    if text is None:
        return None
    if not text.strip().isdigit():
        reading.add("bad-number", node, element=element, attribute=attribute, found=text)
        return None
    return int(text)
