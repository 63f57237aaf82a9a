"""What the expressions of a process may rely on: every name that something fills, with its type where it is known."""

from collections.abc import Iterable, Iterator, Mapping

from engine.bpmn import Element, Formula, Model, Process
from engine.decisions import DecisionModel
from engine.decisions.outputs import output_names
from engine.feel import tree
from engine.feel.checking import ANY, BOOLEAN, DATE, DATE_TIME, NUMBER, STRING, FeelType, list_of
from engine.operations.values import Operations
from forms import Form
from forms.definition import Field, Kind, Precision

OPEN = "*"
"""Stands among the names where something writes entries that only the running case knows."""

GIVEN = ("case", "record", "today", "now", "payload", "loopCounter", "partial", "item")
"""What every expression sees without anybody filling it."""

_KINDS: Mapping[Kind, FeelType] = {
    Kind.TEXTFIELD: STRING,
    Kind.TEXTAREA: STRING,
    Kind.NUMBER: NUMBER,
    Kind.SELECT: STRING,
    Kind.RADIO: STRING,
    Kind.CHECKLIST: list_of(STRING),
    Kind.CHECKBOX: BOOLEAN,
}


def schema_of(
    process: Process,
    model: Model,
    forms: Mapping[str, Form],
    decisions: Mapping[str, DecisionModel],
    operations: Operations,
) -> Mapping[str, FeelType]:
    """Return the names that anything fills in a process (forms, scripts, operations, callers …), with their types.

    A name that is filled in different types can be anything; so can what no form fills.
    """
    schema: dict[str, FeelType] = dict.fromkeys(GIVEN, ANY)
    for name, kind in (*_form_fields(process, forms), *_operation_outputs(process, operations)):
        schema[name] = kind if schema.get(name, kind) == kind else ANY
    written = [name for element in process.elements.values() for name in written_by(element, model, decisions)]
    schema |= dict.fromkeys([*written, *_drawn(process), *_handed_in(process, model)], ANY)
    return schema


def _drawn(process: Process) -> Iterator[str]:
    """Yield the data objects, stores and properties of the drawing, and what elements pass by associations."""
    yield from (item.name for item in process.items)
    for use in (process.data, *(element.data for element in process.elements.values())):
        if use is not None:
            yield from (*use.inputs, *use.outputs, *use.own)
            yield from (transfer.target for transfer in (*use.takes, *use.gives))


def _form_fields(process: Process, forms: Mapping[str, Form]) -> Iterator[tuple[str, FeelType]]:
    for form in used_forms(process, forms):
        fields = {field.key: _kind(field) for field in form.fields if "." not in field.path and not field.readonly}
        yield from ((key, fields.get(key, ANY)) for key in form.keys)


def _operation_outputs(process: Process, operations: Operations) -> Iterator[tuple[str, FeelType]]:
    """Yield what operations write whose tasks say nothing of their outputs: all of it."""
    for element in process.elements.values():
        operation = operations.get(element.operation or "")
        if operation is not None and not element.outputs:
            yield from ((name, output.type) for name, output in operation.outputs.items())


def used_forms(process: Process, forms: Mapping[str, Form]) -> Iterable[Form]:
    """Return the forms of a process, each once, in the order of its elements."""
    named = [element.human.form for element in process.elements.values() if element.human]
    return [forms[name] for name in dict.fromkeys(named) if name and name in forms]


def _kind(field: Field) -> FeelType:
    if field.kind is Kind.DATETIME:
        return DATE if field.precision is Precision.DAY else DATE_TIME
    return _KINDS.get(field.kind, ANY)


def _handed_in(process: Process, model: Model) -> Iterator[str]:
    """Yield what callers hand to a process; nothing where it is called by nobody here."""
    for call in calls_of(process, model):
        yield from (assignment.name for assignment in call.inputs)
        if call.data is not None:
            yield from (transfer.target for transfer in call.data.takes)


def calls_of(process: Process, model: Model) -> Iterable[Element]:
    """Return the elements that call a process."""
    elements = (element for each in model.processes.values() for element in each.elements.values())
    return [element for element in elements if element.called == process.id]


def written_by(element: Element, model: Model, decisions: Mapping[str, DecisionModel]) -> Iterator[str]:
    """Yield the names that an element writes to the case document besides those of its form."""
    yield from (assignment.name for assignment in element.outputs)
    if element.result:
        yield element.result
    elif element.decision and element.decision in decisions:
        yield from output_names(decisions[element.decision], element.decision)
    if element.script is not None:
        yield from _entries(element.script)
    if element.loop is not None:
        yield from (name for name in (element.loop.item, element.loop.output_collection) if name)
    if not element.outputs and _receives(element):
        yield from _payload(element, model)


def _entries(script: Formula) -> Iterator[str]:
    root = script.expression.tree
    if isinstance(root, tree.ContextOf):
        yield from (name for name, _ in root.entries)
    else:
        yield OPEN


def _receives(element: Element) -> bool:
    caught = any(trigger.kind in {"message", "signal", "error", "escalation"} for trigger in element.triggers)
    throws = element.kind in {"intermediateThrowEvent", "endEvent", "sendTask"}
    return (caught and not throws) or element.kind == "receiveTask"


def _payload(element: Element, model: Model) -> Iterator[str]:
    """Yield what the senders of this file put into a message; everything where its sender is elsewhere."""
    names = {trigger.name for trigger in element.triggers}
    senders = [
        other
        for process in model.processes.values()
        for other in process.elements.values()
        if other.kind in {"intermediateThrowEvent", "endEvent", "sendTask"}
        and names & {trigger.name for trigger in other.triggers}
    ]
    for sender in senders:
        yield from (assignment.name for assignment in sender.inputs)
    if not senders:
        yield OPEN
