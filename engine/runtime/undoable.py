"""Which activities of a program can be undone, and by what; so that cases remember those and no others."""

from collections.abc import Mapping

from engine.bpmn import Element, Model, Process
from engine.runtime.specs.compensation import CONDUCTOR, ConductorNode, ReopenedNode
from engine.runtime.specs.node import ScopeSpec, scope_name


def is_compensation(element: Element) -> bool:
    """Tell whether a compensation is what an event is about."""
    return any(trigger.kind == "compensation" for trigger in element.triggers)


def prepare_undoing(scopes: Mapping[str, ScopeSpec], model: Model) -> None:
    """Let every scope know what of it can be undone.

    Where nothing can ever throw a compensation or cancel a transaction, cases remember nothing.
    """
    holders = [
        (scopes[scope_name(process.id, element.scope_id)], element, _inside(process, element))
        for process in model.processes.values()
        for element in process.elements.values()
    ]
    for scope, element, _ in holders:
        _attach(scope, element)
    if not any(_undoes(element) for _, element, _ in holders):
        return
    while _spread(scopes, holders):
        pass
    for scope, element, inside in holders:
        if element.id in scope.kept and inside in scopes:
            ReopenedNode(scope, element, inside)
    for scope in scopes.values():
        ConductorNode(scope, _no_element(scope), CONDUCTOR)


def _attach(scope: ScopeSpec, element: Element) -> None:
    if element.attached_to is not None and element.handler is not None:
        scope.undone_by = {**scope.undone_by, element.attached_to: element.handler}


def _spread(scopes: Mapping[str, ScopeSpec], holders: list[tuple[ScopeSpec, Element, str]]) -> bool:
    # What holds something that can be undone can be undone itself, across calls as well.
    grew = False
    for scope, element, inside in holders:
        inner = scopes.get(inside)
        by_inside = inner is not None and bool(inner.kept or inner.undoing)
        if (
            element.id not in scope.kept
            and (element.id in scope.undone_by or by_inside)
            and element.id != scope.undoing
        ):
            scope.kept |= {element.id}
            grew = True
    return grew


def _undoes(element: Element) -> bool:
    return element.kind in ("intermediateThrowEvent", "endEvent") and any(
        trigger.kind in ("compensation", "cancel") for trigger in element.triggers
    )


def _inside(process: Process, element: Element) -> str:
    return element.called or "" if element.kind == "callActivity" else scope_name(process.id, element.id)


def _no_element(scope: ScopeSpec) -> Element:
    return Element(
        id=CONDUCTOR, kind="compensation", name="", name_en=None, process_id=scope.name, scope_id=scope.name, lane=None,
        file="", line=0,
    )  # fmt: skip
