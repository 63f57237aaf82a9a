"""Reads the data of a drawing: objects, stores and properties, and what elements take in and give out."""

from collections.abc import Iterator, Mapping

from engine.bpmn.parts import DataItem, DataUse, Transfer
from engine.bpmn.reading import Reading
from engine.bpmn.source import Node, local
from engine.bpmn.vocabulary import SCOPE_KINDS, bpmn

_NAMED = ("dataObject", "property", "dataInput", "dataOutput", "dataStore")
_REFERRING = {"dataObjectReference": "dataObjectRef", "dataStoreReference": "dataStoreRef"}


def data_names(root: Node) -> dict[str, str]:
    """Return the name of all data of a file, by the id of whatever stands for it.

    A reference goes by the name of what it refers to; where only references are named, as in many tools, by the
    first of their names; without any name by the id.
    """
    found: dict[str, str] = {}
    for node in root.iter(*[bpmn(tag) for tag in _NAMED]):
        if node.get("id") and node.get("name"):
            found[node.get("id")] = node.get("name").strip()
    references = [node for node in root.iter(*[bpmn(tag) for tag in _REFERRING]) if node.get("id")]
    for node in references:
        referred = _referred(node)
        found.setdefault(referred, (node.get("name") or referred).strip())
        found[node.get("id")] = found[referred]
    return found


def read_items(reading: Reading, process: Node) -> tuple[DataItem, ...]:
    """Return the data objects, stores and properties drawn in a process; checks what references refer to."""
    _check_references(reading, process)
    return tuple(
        DataItem(
            node.get("id"),
            reading.data_names.get(node.get("id"), node.get("id")),
            local(node),
            node.get("isCollection") == "true",
            _state(node),
        )
        for node in process.iter(*[bpmn(tag) for tag in ("dataObject", "property", *_REFERRING)])
        if node.get("id")
    )


def read_data_use(reading: Reading, node: Node) -> DataUse | None:
    """Return what an element or process takes in and gives out, `None` if it says nothing about it."""
    if not len(node):
        return None
    specification = node.find(bpmn("ioSpecification"))
    holder = node if specification is None else specification
    inputs = _names(reading, holder, "dataInput")
    outputs = _names(reading, holder, "dataOutput")
    use = DataUse(
        inputs=inputs,
        outputs=outputs,
        required=_required(reading, specification),
        takes=_transfers(reading, node, "dataInputAssociation", declared=bool(inputs)),
        gives=_transfers(reading, node, "dataOutputAssociation", declared=bool(outputs)),
        own=_own(reading, node),
    )
    return None if use == DataUse() else use


def _referred(node: Node) -> str:
    reference = (node.get(_REFERRING[local(node)]) or "").rpartition(":")[2]
    return reference or str(node.get("id"))


def _check_references(reading: Reading, process: Node) -> None:
    known = reading.data_ids
    for tag, attribute in _REFERRING.items():
        for node in process.iter(bpmn(tag)):
            reference = node.get(attribute)
            if reference and reference.rpartition(":")[2] not in known:
                reading.add("dangling-reference", node, attribute=attribute, target=reference)


def _state(node: Node) -> str | None:
    state = node.find(bpmn("dataState"))
    return None if state is None else state.get("name")


def _names(reading: Reading, holder: Node, tag: str) -> tuple[str, ...]:
    return tuple(_name(reading, child.get("id") or child.get("name") or "") for child in holder.findall(bpmn(tag)))


def _name(reading: Reading, reference: str) -> str:
    # Short drawings write the name of the data where the standard has a reference.
    text = reference.strip()
    return reading.data_names.get(text) or reading.data_names.get(text.rpartition(":")[2]) or text


def _required(reading: Reading, specification: Node | None) -> tuple[str, ...]:
    # With several input sets any one of them will do, so that only what all of them ask for is required.
    sets = [] if specification is None else specification.findall(bpmn("inputSet"))
    asked = [
        {_text(child) for child in each.findall(bpmn("dataInputRefs"))}
        - {
            _text(child)
            for tag in ("optionalInputRefs", "whileExecutingInputRefs")
            for child in each.findall(bpmn(tag))
        }
        for each in sets
    ]
    return tuple(sorted(_name(reading, reference) for reference in set.intersection(*asked))) if asked else ()


def _own(reading: Reading, node: Node) -> tuple[str, ...]:
    tags = ("property", "dataObject") if local(node) in SCOPE_KINDS else ("property",)
    if local(node) == "process":
        return ()
    return tuple(name for tag in tags for name in _names(reading, node, tag))


def _transfers(reading: Reading, node: Node, tag: str, *, declared: bool) -> tuple[Transfer, ...]:
    found = [
        transfer
        for association in node.findall(bpmn(tag))
        for transfer in _of_association(reading, association, node.get("id"))
    ]
    # Without a specification data pass under their own names, as all data of a case do.
    return tuple(each for each in found if declared or each.formula or each.source != each.target)


def _of_association(reading: Reading, node: Node, element: str) -> Iterator[Transfer]:
    target = _name(reading, _text(node.find(bpmn("targetRef"))))
    sources = [_name(reading, _text(child)) for child in node.findall(bpmn("sourceRef"))]
    assignments = node.findall(bpmn("assignment"))
    for assignment in assignments:
        to = _text(assignment.find(bpmn("to")))
        formula = reading.child_formula(assignment, "from", element=element)
        yield Transfer(_name(reading, to) if to else target, next(iter(sources), None), formula)
    if assignments:
        return
    formula = reading.child_formula(node, "transformation", element=element)
    if formula is not None or sources:
        yield Transfer(target, next(iter(sources), None), formula)


def _text(node: Node | None) -> str:
    return "" if node is None else (node.text or "").strip()


def data_ids(root: Node) -> Mapping[str, str]:
    """Return the kind of all data of a file by id."""
    return {node.get("id"): local(node) for node in root.iter(*[bpmn(tag) for tag in _NAMED]) if node.get("id")}
