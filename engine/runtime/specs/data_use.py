"""Data that elements take in and give out: documents of their own, filled and emptied by associations."""

from collections.abc import Iterable, Mapping
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn import DataUse, Element, Transfer
from engine.runtime.documents import Document
from engine.runtime.token import OUTER, Token

LACKS = "lacks"
"""A token that waits because a required input is missing."""


def open_data(token: Token) -> bool:
    """Give an activity a document of its own with what it takes in; return False if it has to wait for a part of it.

    BPMN 2.0.2, section 10.4.2: an activity whose input set is not available waits. If it has data outputs it writes to
    its own document, and only they leave it; otherwise it writes to the document around it.
    """
    use: DataUse = token.task_spec.element.data
    run = token.workflow.top_workflow
    values = _moved(token, use.takes, token.scope)
    if any(name in values and values[name] is None for name in use.required):
        token._set_state(TaskState.WAITING)
        token.internal_data[LACKS] = True
        return False
    token.internal_data.pop(LACKS, None)
    token.internal_data[OUTER] = token.scope
    local = {**dict.fromkeys(use.own), **values}
    token.scope = run.add_document(Document(token.scope, {} if use.outputs else None, local))
    return True


def close_data(token: Token) -> None:
    """Write what an activity gives out to the document around it, and forget its own."""
    use: DataUse | None = token.task_spec.element.data
    documents = token.workflow.top_workflow.documents
    outer = token.internal_data.pop(OUTER)
    document = documents.by_number[token.scope]
    if use is None:
        # The case has come to a version that asks for no data here: what was written reaches whoever is around.
        documents.by_number.pop(token.scope)
        token.scope = outer
        documents.write(outer, document.values or {})
        return
    known = {**document.local, **(document.values or {})}
    given = _moved(token, use.gives, token.scope)
    sent = {transfer.source for transfer in use.gives}
    given.update({name: known[name] for name in use.outputs if name not in sent and name in known})
    documents.by_number.pop(token.scope)
    token.scope = outer
    documents.write(outer, given)


def provided(level: Any) -> Token | None:
    """Return a token of a level whose missing inputs are there now, `None` if there is none."""
    tokens: list[Token] = [token for token in level.tasks.values() if LACKS in token.internal_data]
    return next((token for token in tokens if not missing(token)), None)


def missing(token: Token) -> tuple[str, ...]:
    """Return the data that an activity waits for, by the names they have around it."""
    use: DataUse = token.task_spec.element.data
    values = _moved(token, use.takes, token.scope)
    sources = {transfer.target: transfer.source or transfer.target for transfer in use.takes}
    return tuple(sources[name] for name in use.required if name in values and values[name] is None)


def taken(token: Token, element: Element) -> dict[str, Any]:
    """Return what an element that throws or calls takes along."""
    use = element.data
    if use is None:
        return {}
    if not token.task_spec.is_activity:
        return _moved(token, use.takes, token.scope)
    seen = token.workflow.top_workflow.documents.view(token.scope)
    return {name: seen.get(name) for name in use.inputs}


def brought(token: Token, payload: Mapping[str, Any], element: Element) -> dict[str, Any]:
    """Return what of a payload is written: everything, or what the data outputs of an element say.

    A data output that is no name in the payload is the whole of it.
    """
    use = element.data
    if use is None or not use.outputs:
        return dict(payload)
    item = {name: payload.get(name, dict(payload) if len(use.outputs) == 1 else None) for name in use.outputs}
    if element.kind.endswith("Task"):
        return {**payload, **item}
    return _moved(token, use.gives, token.scope, {**payload, **item}) if use.gives else item


def passed_in(caller: Token, called: DataUse) -> dict[str, Any]:
    """Return what a called process takes in: by the names of its data inputs, else in their order."""
    use: DataUse | None = caller.task_spec.element.data
    seen = caller.workflow.top_workflow.documents.view(caller.scope)
    names = _matched(called.inputs, () if use is None else use.inputs)
    return {name: seen[source] for name, source in names.items() if source in seen}


def passed_out(caller: Token, called: DataUse, scope: int) -> dict[str, Any]:
    """Return what a called process gives back to its caller."""
    use: DataUse | None = caller.task_spec.element.data
    seen = caller.workflow.top_workflow.documents.view(scope)
    names = _matched(called.outputs, () if use is None else use.outputs)
    return {target: seen[name] for name, target in names.items() if name in seen}


def _matched(called: tuple[str, ...], calling: tuple[str, ...]) -> dict[str, str]:
    if len(called) == len(calling) and set(called) != set(calling):
        return dict(zip(called, calling, strict=True))
    return {name: name for name in called}


def _moved(
    token: Token, transfers: Iterable[Transfer], scope: int, more: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    run = token.workflow.top_workflow
    context: dict[str, Any] = {**run.context(scope), **(more or {})}
    functions = run.environment.functions
    return {
        each.target: context.get(each.source or "")
        if each.formula is None
        else each.formula.expression.evaluate(context, functions=functions)
        for each in transfers
    }
