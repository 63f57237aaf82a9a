"""How a case begins: with which start event, with which others, and with what has happened already."""

from collections.abc import Mapping
from typing import Any

from engine.bpmn import Element, Process
from engine.kernel.errors import NotFound
from engine.runtime.documents import CASE_DOCUMENT
from engine.runtime.errors import AmbiguousStart, StartNotMet
from engine.runtime.run import Run
from engine.runtime.specs.events import CatchNode
from engine.runtime.specs.work import receive


def choose_start(process: Process, starts: tuple[Element, ...], wanted: str | None) -> Element | None:
    """Return what a case begins with: what is wanted, else the blank start, else the only one; `None` if there is none.

    Raises `NotFound`, `AmbiguousStart`.
    """
    if wanted is not None:
        for element in starts:
            if element.id == wanted:
                return element
        raise NotFound(what_zh=f"开始事件 {wanted}", what_en=f"start event {wanted}")
    fitting = [element for element in starts if not element.triggers and not element.instantiate] or list(starts)
    if len(fitting) > 1:
        raise AmbiguousStart(process=process.id, found=len(fitting))
    return fitting[0] if fitting else None


def require_condition(run: Run, chosen: Element) -> None:
    """Raise `StartNotMet` if nothing but a condition begins the case and the data it begins with do not meet it."""
    formulas = [trigger.formula for trigger in chosen.triggers if trigger.kind == "conditional" and trigger.formula]
    if not formulas or len(formulas) < len(chosen.triggers):
        return
    context, functions = run.context(CASE_DOCUMENT), run.environment.functions
    if not any(formula.expression.evaluate(context, functions=functions) is True for formula in formulas):
        raise StartNotMet(element=chosen.id, formula=formulas[0].text)


def begins_with_all(element: Element) -> bool:
    """Tell whether a start event begins a case with the first of its triggers and goes on after the last."""
    return element.kind == "startEvent" and element.parallel_multiple and len(element.triggers) > 1


def open_case(
    run: Run, process: Process, chosen: Element | None, *, trigger: str | None, payload: Mapping[str, Any] | None
) -> None:
    """Put tokens where a case begins.

    `payload` is written first, so that what is waited for from then on can depend on it. Of a start event that needs
    all its triggers, `trigger` names the one that has happened (`None`: the first).
    """
    entries = list(run.spec.entries)
    if chosen is None:
        run.open(entries, scope=CASE_DOCUMENT)
        return
    entries = [name for name in entries if run.spec.task_specs[name].element.kind != "startEvent"]
    entries = [chosen.id, *_companions(process, chosen), *entries]
    if begins_with_all(chosen):
        token = run.open(entries, scope=CASE_DOCUMENT)[0]
        token.task_spec.fire(token, payload or {}, _which(token.task_spec, trigger))
        return
    if payload:
        receive(run.task_tree, payload, chosen)
    run.open(entries, scope=CASE_DOCUMENT, begun=chosen.id)


def _companions(process: Process, chosen: Element) -> list[str]:
    # A parallel event gateway begins a case with the first of its events; the case waits for the others
    # (BPMN 2.0.2, section 13.4.4).
    targets = [
        [process.flows[flow].target for flow in element.outgoing]
        for element in process.within(process.id)
        if element.kind == "eventBasedGateway" and element.instantiate and element.gateway_type == "Parallel"
    ]
    return [other for together in targets if chosen.id in together for other in together if other != chosen.id]


def _which(spec: CatchNode, trigger: str | None) -> int:
    names = [spec.name_of(which) for which in range(len(spec.watched))]
    return names.index(trigger) if trigger in names else 0
