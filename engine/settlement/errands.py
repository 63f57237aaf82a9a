"""What machines are to do of the tasks that open."""

from collections.abc import Sequence

from engine.bpmn.vocabulary import HUMAN_KINDS
from engine.errands.values import NewErrand
from engine.runtime import OpenTask
from engine.tasks.values import NewTask


def errands_of(opened: Sequence[OpenTask], rows: Sequence[NewTask]) -> list[NewErrand]:
    """Return an errand for each task that names an operation; work of people is none, whatever the diagram says."""
    return [
        NewErrand(row.id, row.element, task.operation, task.payload)
        for task, row in zip(opened, rows, strict=True)
        if task.operation is not None and task.kind not in HUMAN_KINDS
    ]
