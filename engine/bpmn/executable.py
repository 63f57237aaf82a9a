"""Checks that a model can be worked with where it is deployed: that its people, forms and operations exist."""

from collections.abc import Collection, Iterator

from engine.bpmn.faults import make_fault
from engine.bpmn.model import Element, Model, Process
from engine.bpmn.vocabulary import ACTIVITY_KINDS
from engine.kernel.errors import Fault


def check_executable(
    model: Model,
    *,
    forms: Collection[str],
    roles: Collection[str],
    operations: Collection[str],
    decisions: Collection[str],
) -> tuple[Fault, ...]:
    """Return what a deployment must refuse although the diagram is well-formed, in document order.

    A headless run needs none of this: there the same tasks wait to be completed by hand.
    """
    found: list[Fault] = []
    for process in model.processes.values():
        for element in process.elements.values():
            found.extend(_people(element, forms=forms, roles=roles))
            found.extend(_machines(element, operations=operations, decisions=decisions))
            found.extend(_ad_hoc(process, element, roles=roles))
    return tuple(found)


def _people(element: Element, *, forms: Collection[str], roles: Collection[str]) -> Iterator[Fault]:
    human = element.human
    if human is None:
        return
    if human.performer is None:
        yield _fault("no-performer", element)
    elif human.performer not in roles:
        yield _fault("unknown-role", element, role=human.performer)
    if human.form is None:
        if element.kind == "userTask":
            yield _fault("no-form", element)
    elif human.form not in forms:
        yield _fault("unknown-form", element, form=human.form)


def _ad_hoc(process: Process, element: Element, *, roles: Collection[str]) -> Iterator[Fault]:
    # Somebody has to begin what no person does, and to say that it is finished where no condition does.
    if element.ad_hoc is None:
        return
    offered = [inner for inner in process.within(element.id) if not inner.incoming and inner.kind in ACTIVITY_KINDS]
    is_asked = element.ad_hoc.condition is None or any(inner.human is None for inner in offered)
    if element.ad_hoc.performer is None:
        if is_asked:
            yield _fault("no-performer", element)
    elif element.ad_hoc.performer not in roles:
        yield _fault("unknown-role", element, role=element.ad_hoc.performer)


def _machines(element: Element, *, operations: Collection[str], decisions: Collection[str]) -> Iterator[Fault]:
    if element.operation is not None and not _is_machine(element):
        yield _fault("operation-misplaced", element, operation=element.operation)
    elif element.operation is not None and element.operation not in operations:
        yield _fault("unknown-operation", element, operation=element.operation)
    if element.operation is None and (
        element.kind == "serviceTask" or (element.kind == "sendTask" and not element.triggers)
    ):
        yield _fault("no-operation", element)
    if element.kind == "businessRuleTask":
        if element.decision is None:
            if element.operation is None:
                yield _fault("no-decision", element)
        elif element.decision not in decisions:
            yield _fault("unknown-decision", element, decision=element.decision)


def _is_machine(element: Element) -> bool:
    """Tell whether an operation may do this: a service task, a send task without a message, a rule without a table."""
    return (
        element.kind == "serviceTask"
        or (element.kind == "sendTask" and not element.triggers)
        or (element.kind == "businessRuleTask" and element.decision is None)
    )


def _fault(code: str, element: Element, **words: object) -> Fault:
    return make_fault(code, file=element.file, line=element.line, element=element.id, **words)
