"""Which elements write which variables: what is not known to be written by nobody may be written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn import Element, Model, Process
from engine.feel import tree
from engine.verification.data.reading import compared

ANYTHING = None
"""What an element writes of a variable when all that is known is that it may write it."""

ANYTHING_OR_NOTHING: Collection[Any] = (..., None)
"""The same, and it may also leave the variable without a value."""

Written = Mapping[str, Collection[Any] | None]
"""By variable: the values it may get, `None` for any; the value `None` among them means that it may get none."""

_PEOPLE = frozenset({"userTask", "manualTask", "task"})
_MACHINES = frozenset({"serviceTask", "businessRuleTask", "receiveTask", "sendTask", "callActivity", "adHocSubProcess"})


@dataclass(frozen=True)
class Facts:
    """What is known beyond the diagram: by form, the values its fields can have (`None` for any).

    `called` are processes that another one begins, which need not be in the model.
    """

    forms: Mapping[str, Written] = field(default_factory=dict)
    called: frozenset[str] = frozenset()


def writers(model: Model, variables: Collection[str], facts: Facts | None) -> dict[str, Written]:
    """Return what each element may write of the variables; elements that write none of them are left out.

    Without facts every task may write anything, and a case begins with anything. With facts a person writes what
    their form has, a case begins with what its first form or message brings, and a called process with its inputs.
    """
    found = {}
    handed = _handed(model) if facts is not None else {}
    shared = _shared(model) if facts is not None else frozenset()
    for process in model.processes.values():
        for element in process.elements.values():
            written = _written(process, element, variables, facts)
            if facts is not None and _begins(process, element) and process.id in {*handed, *facts.called}:
                written = {**_begun(variables, handed.get(process.id), shared), **written}
            if facts is not None:
                written = {name: _widened(name, values, shared) for name, values in written.items()}
            if written:
                found[element.id] = written
    return found


def _handed(model: Model) -> dict[str, frozenset[str]]:
    """Return, by process that is called in the model, the names that its callers hand to it."""
    found: dict[str, frozenset[str]] = {}
    for process in model.processes.values():
        for element in process.elements.values():
            if element.called:
                names = frozenset(assignment.name for assignment in element.inputs)
                found[element.called] = found.get(element.called, frozenset()) | names
    return found


def _shared(model: Model) -> frozenset[str]:
    """Return the names that conditions of more than one process ask for: each process has its own value of them."""
    asked: dict[str, set[str]] = {}
    for process in model.processes.values():
        for flow in process.flows.values():
            for name in compared(flow.condition) or () if flow.condition else ():
                asked.setdefault(name, set()).add(process.id)
    return frozenset(name for name, processes in asked.items() if len(processes) > 1)


def _begun(variables: Collection[str], handed: frozenset[str] | None, shared: frozenset[str]) -> Written:
    """Return what a called process begins with: what is handed to it, nothing of all else that is its own."""
    return {
        name: ANYTHING_OR_NOTHING if handed is None or name.split(".")[0] in handed or name in shared else (None,)
        for name in variables
    }


def _widened(name: str, values: Collection[Any] | None, shared: frozenset[str]) -> Collection[Any] | None:
    # Two processes that use one name are looked at with one value for both, which therefore may be any.
    return ANYTHING_OR_NOTHING if name in shared else values


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


def _begins(process: Process, element: Element) -> bool:
    return element.kind == "startEvent" and element.scope_id == process.id


def _brings_data(process: Process, element: Element, facts: Facts | None) -> bool:
    if element.kind not in ("startEvent", "intermediateCatchEvent", "boundaryEvent"):
        return False
    begins = _begins(process, element)
    carries = any(trigger.kind in ("message", "signal", "error", "escalation") for trigger in element.triggers)
    return carries or (begins and facts is None)


def _of_form(element: Element, variables: Collection[str], facts: Facts) -> Written:
    form = element.human.form if element.human else None
    if form is None:
        return {}
    known = facts.forms.get(form)
    if known is None:
        return dict.fromkeys(variables, ANYTHING)
    return {
        name: known.get(name, ANYTHING_OR_NOTHING) for name in variables if name in known or name.split(".")[0] in known
    }


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
