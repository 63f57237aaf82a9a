"""Which elements write which variables: what is not known to be written by nobody may be written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn import Element, Model, Process
from engine.feel import tree

ANYTHING = None
"""What an element writes of a variable when all that is known is that it may write it."""

Written = Mapping[str, Collection[Any] | None]
"""By variable: the values it may get, `None` for any."""

_PEOPLE = frozenset({"userTask", "manualTask", "task"})
_MACHINES = frozenset({"serviceTask", "businessRuleTask", "receiveTask", "sendTask", "callActivity", "adHocSubProcess"})


@dataclass(frozen=True)
class Facts:
    """What is known beyond the diagram: by form, the values its fields can have (`None` for any)."""

    forms: Mapping[str, Written] = field(default_factory=dict)


def writers(model: Model, variables: Collection[str], facts: Facts | None) -> dict[str, Written]:
    """Return what each element may write of the variables; elements that write none of them are left out.

    Without facts every task may write anything, and a case begins with anything. With facts a person writes what
    their form has, and a case begins with what its first form or message brings.
    """
    found = {}
    for process in model.processes.values():
        for element in process.elements.values():
            written = _written(process, element, variables, facts)
            if written:
                found[element.id] = written
    return found


def _written(process: Process, element: Element, variables: Collection[str], facts: Facts | None) -> Written:
    named = _names_written(element, facts)
    if named is not None:
        return {name: ANYTHING for name in variables if name.split(".")[0] in named}
    if element.kind == "scriptTask":
        return _of_script(element, variables)
    if element.kind in _PEOPLE and facts is not None:
        return _of_form(element, variables, facts)
    if element.kind in _PEOPLE or element.kind in _MACHINES or _brings_data(process, element, facts):
        return dict.fromkeys(variables, ANYTHING)
    return {}


def _names_written(element: Element, facts: Facts | None) -> frozenset[str] | None:
    """Return the names an element writes where the diagram says so, None where it does not."""
    if element.kind == "businessRuleTask" and element.result:
        return frozenset({element.result})
    if element.kind == "callActivity" and (element.outputs or facts is not None):
        return frozenset(assignment.name for assignment in element.outputs)
    return None


def _brings_data(process: Process, element: Element, facts: Facts | None) -> bool:
    if element.kind not in ("startEvent", "intermediateCatchEvent", "boundaryEvent"):
        return False
    begins = element.kind == "startEvent" and element.scope_id == process.id
    carries = any(trigger.kind in ("message", "signal", "error", "escalation") for trigger in element.triggers)
    return carries or (begins and facts is None)


def _of_form(element: Element, variables: Collection[str], facts: Facts) -> Written:
    form = element.human.form if element.human else None
    if form is None:
        return {}
    known = facts.forms.get(form)
    if known is None:
        return dict.fromkeys(variables, ANYTHING)
    return {name: known[name] for name in variables if name in known}


def _of_script(element: Element, variables: Collection[str]) -> Written:
    if element.script is None or not element.script.is_readable:
        return dict.fromkeys(variables, ANYTHING)
    root = element.script.expression.tree
    if not isinstance(root, tree.ContextOf):
        return dict.fromkeys(variables, ANYTHING)
    entries = dict(root.entries)
    return {
        name: _values(entries[name.split(".")[0]], whole="." not in name)
        for name in variables
        if name.split(".")[0] in entries
    }


def _values(node: tree.Node, *, whole: bool) -> Collection[Any] | None:
    if whole and isinstance(node, tree.Literal) and node.value is not None:
        return (node.value,)
    return ANYTHING
