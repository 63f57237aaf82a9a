"""Tasks: what people do, what machines outside do, and what the engine does itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.bpmn import Element, Trigger
from engine.decisions import Decided, DecisionModel
from engine.runtime.correlating import expected
from engine.runtime.scripting import failed, reasons_of
from engine.runtime.specs.data_use import brought, taken
from engine.runtime.specs.node import Node, ScopeSpec
from engine.runtime.token import Token
from engine.runtime.values import DecisionMade, Thrown

Decisions = Mapping[str, DecisionModel]
"""Decision models by the id and by the name of each of their decisions."""


class WorkNode(Node):
    """A task that waits until somebody, or a machine outside, completes it."""

    is_work = True

    def __init__(self, scope: ScopeSpec, element: Element, name: str | None = None) -> None:
        super().__init__(scope, element, name)
        self.manual = True


class ScriptNode(Node):
    """A script task; its FEEL yields a context whose entries are written to the data."""

    def _run_hook(self, my_task: Token) -> bool:
        if self.element.script is None:
            return True
        return bool(my_task.workflow.script_engine.execute(my_task, self.element.script))


class SendNode(Node):
    """A send task that names a message."""

    def _run_hook(self, my_task: Token) -> bool:
        throw(my_task, self.element.trigger)
        return True


class DecisionNode(Node):
    """A business rule task whose decision is known."""

    def __init__(self, scope: ScopeSpec, element: Element, name: str | None, decisions: Decisions) -> None:
        super().__init__(scope, element, name)
        self.decision = element.decision or ""
        self.model = decisions[self.decision]

    def _run_hook(self, my_task: Token) -> bool:
        top = my_task.workflow.top_workflow
        functions, cited = top.environment.functions, top.environment.cited
        before = len(cited)
        decided = self.model.decide(self.decision, top.context(my_task.scope), functions=functions)
        value = decided.value
        if value is None and decided.reasons:
            zh, en = reasons_of(decided.reasons)
            raise failed(my_task, zh=f"决策没有得出结果（{zh}）", en=f"the decision yields nothing ({en})")
        name = self.element.result or self._output_name(decided)
        top.documents.write(my_task.scope, value if name is None else {name: value})
        element, fired = self.element, tuple(decided.fired)
        top.journal.decided.append(
            DecisionMade(element.id, element.process_id, self.decision, value, fired, tuple(cited[before:])),
        )
        return True

    def _output_name(self, decided: Decided) -> str | None:
        """Return where a result goes that no one named: nowhere if it has names itself, else to the table's output."""
        if isinstance(decided.value, dict):
            return None
        names = list(decided.fired[-1].outputs) if decided.fired else []
        return names[0] if len(names) == 1 else self.decision


def assigned(token: Token, assignments: Any, *, scope: int | None = None) -> dict[str, Any]:
    """Return the values of inputs or outputs, read from a document (the token's own if none is given)."""
    run = token.workflow.top_workflow
    if not assignments:
        return {}
    context = run.context(token.scope if scope is None else scope)
    functions = run.environment.functions
    return {item.name: item.formula.expression.evaluate(context, functions=functions) for item in assignments}


def receive(token: Token, payload: Mapping[str, Any], element: Element) -> None:
    """Write what came from outside to the document a token writes: the element's outputs if it has any, else all."""
    if token.workflow.top_workflow.skipping.wants(token):
        return
    if element.data is not None:
        payload = brought(token, payload, element)
    if element.outputs:
        engine, seen = token.workflow.script_engine, {**payload, "payload": dict(payload)}
        payload = {item.name: engine.evaluate(token, item.formula, seen) for item in element.outputs}
    if payload:
        token.workflow.top_workflow.documents.write(token.scope, payload)


def correlated(
    token: Token, element: Element, triggers: Sequence[Trigger], payload: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return what tells messages of this case from those of others.

    That is the value of `guiju:correlation` under `key`, and the properties of the drawing's correlation keys under
    their names.
    """
    formula, run = element.correlation, token.workflow.top_workflow
    found = {} if formula is None else {"key": token.workflow.script_engine.evaluate(token, formula)}
    process = token.workflow.spec.process
    if process is not None and process.correlations:
        context = {**run.context(token.scope), **(payload or {})}
        names = [trigger.name or element.name or element.id for trigger in triggers if trigger.kind == "message"]
        for name in names:
            found.update(expected(process, name, context, run.environment.functions))
    return found


def throw(token: Token, trigger: Trigger | None) -> None:
    """Send what an element throws: a message, a signal, or (without a trigger) its registered operation."""
    element = token.task_spec.element
    if trigger is None:
        kind, name = "operation", element.operation
    else:
        kind, name = trigger.kind, trigger.name or element.name or element.id
    payload = {**taken(token, element), **assigned(token, element.inputs)}
    correlation = correlated(token, element, () if trigger is None else (trigger,), payload)
    token.workflow.top_workflow.journal.thrown.append(Thrown(element.id, kind, name, payload, correlation))
