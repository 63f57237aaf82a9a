"""The library's own way to run and keep a case: what our runtime is measured against, and used for nothing else."""

import io
from collections.abc import Mapping
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState


class LibraryCases:
    """Cases of one diagram, each step from the stored text to the stored text, as the library's manual shows it."""

    def __init__(self, diagram: bytes, process: str) -> None:
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.parse(io.BytesIO(diagram)))
        self._spec, self._inner = parser.get_spec(process), parser.get_subprocess_specs(process)
        self._serializer = BpmnWorkflowSerializer(registry=BpmnWorkflowSerializer.configure())

    def start(self, data: Mapping[str, Any]) -> str:
        """Begin a case and return it as stored."""
        workflow = BpmnWorkflow(self._spec, self._inner)
        workflow.task_tree.data.update(data)
        workflow.do_engine_steps()
        return str(self._serializer.serialize_json(workflow))

    def complete(self, stored: str, element: str, data: Mapping[str, Any]) -> str:
        """Load a case, complete the open task on an element, run on, and return the case as stored."""
        workflow = self._serializer.deserialize_json(stored)
        task = next(
            task for task in workflow.get_tasks(state=TaskState.READY, manual=True) if task.task_spec.bpmn_id == element
        )
        task.data.update(data)
        task.run()
        workflow.do_engine_steps()
        return str(self._serializer.serialize_json(workflow))
