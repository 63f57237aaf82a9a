"""What hard gates rest on: the fields they read, what those are computed from, and who writes them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from re import compile as pattern

from engine.bpmn import Element, Gate
from engine.definitions.procedure import Procedure
from engine.feel import tree

RESERVED = frozenset({"case", "record", "today"})
_ON_RECORD = pattern(r"\brecord\s*\.\s*(\w+)")


@dataclass(frozen=True)
class Rest:
    """A gate and all that it rests on.

    `fields` are what its condition reads, directly or through what they are computed from. `on_record` are the
    elements whose record it asks for; `computing` those that compute one of the fields; `filled_in` those whose form
    writes one, with the fields.
    """

    element: Element
    gate: Gate
    fields: frozenset[str]
    on_record: frozenset[str]
    computing: frozenset[str]
    filled_in: Mapping[str, frozenset[str]]


def rests_of(procedure: Procedure) -> tuple[Rest, ...]:
    """Return every gate of a procedure, and of those it calls, with what it rests on."""
    return tuple(
        _rest(procedure, element, gate)
        for element in procedure.elements.values()
        if element.human is not None
        for gate in element.human.gates
    )


def on_record(gate: Gate) -> frozenset[str]:
    """Return the elements whose record a gate's condition asks for."""
    return frozenset(_ON_RECORD.findall(gate.condition.text))


def computes(procedure: Procedure, element: Element) -> frozenset[str]:
    """Return the fields that an element computes without anybody filling them in."""
    written = {assignment.name for assignment in element.outputs}
    if element.script is not None:
        written |= _entries(element.script.expression.tree)
    if element.kind == "businessRuleTask" and element.decision in procedure.decisions:
        written |= {element.result} if element.result else _results(procedure, element.decision)
    if element.loop is not None and element.loop.output_collection:
        written.add(element.loop.output_collection)
    return frozenset(written)


def computed_from(procedure: Procedure, element: Element) -> frozenset[str]:
    """Return the fields that an element computes its own from."""
    read: set[str] = set()
    if element.script is not None:
        read |= element.script.expression.names
    if element.kind == "businessRuleTask" and element.decision in procedure.decisions:
        read |= _inputs(procedure, element.decision)
    for assignment in element.inputs:
        read |= assignment.formula.expression.names
    return frozenset(read) - RESERVED


def _rest(procedure: Procedure, element: Element, gate: Gate) -> Rest:
    others = [each for each in procedure.elements.values() if each.process_id == element.process_id]
    fields = set(gate.condition.expression.names) - RESERVED
    computing: set[str] = set()
    grown = True
    while grown:
        grown = False
        for each in others:
            if each.id not in computing and computes(procedure, each) & fields:
                computing.add(each.id)
                fields |= computed_from(procedure, each)
                grown = True
    filled = {each.id: keys for each in others if each is not element and (keys := _keys(procedure, each) & fields)}
    return Rest(element, gate, frozenset(fields), on_record(gate), frozenset(computing), filled)


def _keys(procedure: Procedure, element: Element) -> frozenset[str]:
    form = procedure.forms.get((element.human.form if element.human else None) or "")
    return form.keys if form else frozenset()


def _entries(node: tree.Node) -> set[str]:
    """Return the names a script writes: the entries of the context it ends in, whichever branch it takes."""
    if isinstance(node, tree.ContextOf):
        return {str(entry[0]) for entry in node.entries}
    if isinstance(node, tree.Conditional):
        return _entries(node.yes) | _entries(node.no)
    return set()


def _inputs(procedure: Procedure, decision: str | None) -> set[str]:
    infos = procedure.decisions[decision or ""].decisions
    return {name for info in infos if decision in (info.id, info.name) for name in info.inputs}


def _results(procedure: Procedure, decision: str | None) -> set[str]:
    # An unnamed result goes where its outputs say, or by the decision's own name.
    return {name for info in procedure.decisions[decision or ""].decisions for name in (info.id, info.name)}
