"""A case in the library's own stored form, for tools and people who know that form: for support, never to run on."""

from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.defaults import (
    CallActivity,
    ExclusiveGateway,
    InclusiveGateway,
    ManualTask,
    NoneTask,
    ParallelGateway,
    SubWorkflowTask,
    UserTask,
)
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task

from engine.runtime.codec import load
from engine.runtime.level import Level
from engine.runtime.program import Program
from engine.runtime.run import Run
from engine.runtime.values import Environment, Snapshot

_CLASSES: dict[str, Any] = {
    "userTask": UserTask,
    "manualTask": ManualTask,
    "exclusiveGateway": ExclusiveGateway,
    "parallelGateway": ParallelGateway,
    "inclusiveGateway": InclusiveGateway,
}
"""The library's class for a kind of element; everything else becomes a task that does nothing."""


def export_state(program: Program, snapshot: Snapshot, *, environment: Environment) -> str:
    """Return a case as JSON of the library's official serializer: its scopes, live tokens and documents.

    Elements keep the ids of the drawing. What the library has no word for (documents of items, due instants, what
    can be undone) lies in the internal data of each task, as our own state has it.
    """
    run = load(program, snapshot, environment)
    specs = {name: _spec(name, scope) for name, scope in program.scopes.items()}
    workflow = BpmnWorkflow(specs[run.spec.name], {name: spec for name, spec in specs.items() if name != run.spec.name})
    workflow.task_tree.data.update(_untyped(run.documents.case))
    made = dict(_hang(run, workflow, run))
    for host, level in run.subprocesses.items():
        inner = BpmnSubWorkflow(specs[level.spec.name], made[host].id, workflow)
        workflow.subprocesses[made[host].id] = inner
        made.update(_hang(level, inner, run))
    registry = BpmnWorkflowSerializer.configure()
    return str(BpmnWorkflowSerializer(registry=registry).serialize_json(workflow))


def _spec(name: str, scope: Any) -> BpmnProcessSpec:
    spec = BpmnProcessSpec(name=name, description=name, filename=scope.file)
    made = {}
    for node in scope.task_specs.values():
        task = made[node.name] = _class(node)(spec, node.name, **_more(node))
        task.bpmn_id, task.bpmn_name, task.lane = node.element.id, node.element.name or None, node.element.lane
    for node in scope.task_specs.values():
        for way in node.ways:
            made[node.name].connect(made[way.target])
    for task in [task for task in made.values() if not task.inputs]:
        spec.start.connect(task)
    if not spec.start.outputs:
        spec.start.connect(spec.end)
    return spec


def _class(node: Any) -> Any:
    inner = getattr(node, "inner", None)
    if inner is not None:
        return CallActivity if node.element.called else SubWorkflowTask
    return _CLASSES.get(node.element.kind, NoneTask)


def _more(node: Any) -> dict[str, Any]:
    inner = getattr(node, "inner", None)
    return {} if inner is None else {"subworkflow_spec": inner}


def _hang(level: Level, workflow: Any, run: Run) -> list[tuple[int, Task]]:
    made: list[tuple[int, Task]] = []
    by_number: dict[int, Task] = {}
    todo = list(reversed(level.task_tree.children))
    while todo:
        token = todo.pop()
        parent = by_number.get(token._parent, workflow.task_tree)
        task = Task(workflow, workflow.spec.task_specs[token.task_spec.name], parent=parent, state=token.state)
        task.data.update(_untyped(run.documents.view(token.scope)))
        task.internal_data.update({"guiju": _untyped({"key": token.key, **token.internal_data})})
        by_number[token.id] = task
        made.append((token.id, task))
        todo.extend(reversed(token.children))
    return made


def _untyped(value: Any) -> Any:
    # Exact numbers, days and spans become text; the library's form knows none of them.
    if isinstance(value, dict):
        return {str(key): _untyped(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_untyped(inner) for inner in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
