"""The inbox and what is done with a task."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engine.commands.claim_task import claim_task
from engine.commands.complete_task import complete_task
from engine.commands.reassign_task import reassign_task
from engine.commands.release_task import release_task
from engine.commands.save_draft import save_draft
from engine.kernel.paging import Page
from engine.kernel.receipt import Receipt
from engine.tasks.inbox import Counts, TaskRow, count_tasks, list_tasks
from engine.tasks.worksheet import read_worksheet
from web.api.acting import act_once
from web.api.schemas.shared import ReceiptSchema
from web.api.schemas.tasks import (
    CountsSchema,
    DataSchema,
    DraftSchema,
    HandOverSchema,
    InboxQuerySchema,
    TaskPageSchema,
    TaskSchema,
)
from web.api.topic import Topic
from web.api.views import task_view
from web.edge import act, reading
from web.guard import needs

topic = Topic("tasks", "The inbox and what is done with a task")


@topic.get("/tasks")
@needs("task.work")
@topic.arguments(InboxQuerySchema, location="query")
@topic.response(200, TaskPageSchema)
def list_inbox(wish: dict[str, Any]) -> Page[TaskRow]:
    """List the tasks of the inbox, the most urgent first."""
    with reading() as ctx:
        return list_tasks(ctx, wish["view"], mark=wish["mark"], limit=wish["limit"])


@topic.get("/tasks/counts")
@needs("task.work")
@topic.response(200, CountsSchema)
def count_inbox() -> Counts:
    """Count the tasks of each list of the inbox."""
    with reading() as ctx:
        return count_tasks(ctx)


@topic.get("/tasks/<uuid:task_id>")
@needs("task.work")
@topic.response(200, TaskSchema)
def read_task(task_id: UUID) -> Mapping[str, Any]:
    """Read a task with its form, its values and what the caller may do with it."""
    with reading() as ctx:
        return task_view(read_worksheet(ctx, task_id))


@topic.post("/tasks/<uuid:task_id>/claim")
@needs("task.work")
@topic.response(200, ReceiptSchema)
def claim(task_id: UUID) -> Receipt:
    """Take a task on; refused where the separation of duties forbids it."""
    return act_once(claim_task, task_id=task_id)


@topic.post("/tasks/<uuid:task_id>/release")
@needs("task.work")
@topic.response(200, ReceiptSchema)
def release(task_id: UUID) -> Receipt:
    """Give a task back to its queue."""
    return act_once(release_task, task_id=task_id)


@topic.post("/tasks/<uuid:task_id>/complete")
@needs("task.work")
@topic.arguments(DataSchema)
@topic.response(200, ReceiptSchema)
def complete(body: dict[str, Any], task_id: UUID) -> Receipt:
    """Hand the form in: all of its fields, for one that is missing counts as empty.

    Checked are the form, the gates that the law sets before the step, and the separation of duties; each fault
    names its field.
    """
    return act_once(complete_task, task_id=task_id, data=body["data"])


@topic.put("/tasks/<uuid:task_id>/draft")
@needs("task.work")
@topic.arguments(DraftSchema)
@topic.response(200, ReceiptSchema)
def keep_draft(body: dict[str, Any], task_id: UUID) -> Receipt:
    """Keep what is filled in so far; refused if another draft was kept since `revision`."""
    return act(save_draft, task_id=task_id, data=body["data"], revision=body["revision"])


@topic.post("/tasks/<uuid:task_id>/reassign")
@needs("task.reassign")
@topic.arguments(HandOverSchema)
@topic.response(200, ReceiptSchema)
def reassign(body: dict[str, Any], task_id: UUID) -> Receipt:
    """Hand a task over to another person, with a reason."""
    return act_once(reassign_task, task_id=task_id, login=body["login"], reason=body["reason"])
