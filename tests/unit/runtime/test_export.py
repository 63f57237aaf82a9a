"""A case in the library's own form, read back by the library's own serializer."""

import json
from pathlib import Path

import pytest
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from engine.runtime import export_state
from tests.unit.runtime.test_golden_states import FILES, read
from tests.unit.runtime.write_golden import ENVIRONMENT


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_official_serializer_reads_every_kind_of_state_back(path: Path) -> None:
    golden, program, snapshot = read(path)
    exported = export_state(program, snapshot, environment=ENVIRONMENT)
    workflow = BpmnWorkflowSerializer(registry=BpmnWorkflowSerializer.configure()).deserialize_json(exported)
    tasks = [task for task in workflow.get_tasks() if "guiju" in task.internal_data]
    ready = {task.task_spec.bpmn_id for task in tasks if task.state == TaskState.READY}
    crowds = {task.task_spec.bpmn_id for task in tasks if "remaining" in task.internal_data["guiju"]}
    assert {row[1] for row in golden["told"]["open"]} <= ready | crowds
    waiting = {task.task_spec.bpmn_id for task in tasks if task.state == TaskState.WAITING}
    assert len(waiting) >= len({row[1] for row in golden["told"]["waits"]} & waiting)
    assert json.loads(exported)["spec"]["name"] == "P"
