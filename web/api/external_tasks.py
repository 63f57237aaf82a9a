"""External tasks: what workers outside fetch, do and answer."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from engine.commands.complete_errand import complete_errand
from engine.commands.extend_errand import extend_errand
from engine.commands.fail_errand import fail_errand
from engine.commands.fetch_errands import fetch_errands
from engine.commands.report_error import report_error
from engine.kernel.receipt import Receipt
from web.api.acting import act_once
from web.api.schemas.errands import (
    CompleteSchema,
    ErrorSchema,
    FailSchema,
    FetchedSchema,
    FetchSchema,
    LockSchema,
)
from web.api.schemas.shared import ReceiptSchema
from web.api.topic import Topic
from web.guard import needs

topic = Topic("external-tasks", "What workers outside fetch, do and answer")


@topic.post("/external-tasks/fetch")
@needs("errand.work")
@topic.arguments(FetchSchema)
@topic.response(200, FetchedSchema)
def fetch_external_tasks(body: dict[str, Any]) -> dict[str, Any]:
    """Take what waits of a topic, the longest due first; nobody else gets it before the time is over."""
    receipt = act_once(fetch_errands, **body)
    return {"items": receipt.detail["tasks"]}


@topic.post("/external-tasks/<uuid:task_id>/complete")
@needs("errand.work")
@topic.arguments(CompleteSchema)
@topic.response(200, ReceiptSchema)
def complete_external_task(body: dict[str, Any], task_id: UUID) -> Receipt:
    """Hand in what has come of it; the case goes on, or, if it is suspended, as soon as it is resumed."""
    return act_once(complete_errand, task_id=task_id, data=body["outputs"], worker=body["worker"])


@topic.post("/external-tasks/<uuid:task_id>/fail")
@needs("errand.work")
@topic.arguments(FailSchema)
@topic.response(200, ReceiptSchema)
def fail_external_task(body: dict[str, Any], task_id: UUID) -> Receipt:
    """Say that an attempt has failed: it is offered again after a pause, or becomes an incident."""
    pause = None if body["retry_seconds"] is None else timedelta(seconds=body["retry_seconds"])
    message = body["message"]
    told: dict[str, Any] = {"zh": message, "en": message, "pause": pause, "is_final": body["final"]}
    return act_once(fail_errand, task_id=task_id, worker=body["worker"], **told)


@topic.post("/external-tasks/<uuid:task_id>/error")
@needs("errand.work")
@topic.arguments(ErrorSchema)
@topic.response(200, ReceiptSchema)
def report_external_error(body: dict[str, Any], task_id: UUID) -> Receipt:
    """Report an error of the business: the diagram catches it by its code, or it becomes an incident."""
    return act_once(report_error, task_id=task_id, **body)


@topic.post("/external-tasks/<uuid:task_id>/extend")
@needs("errand.work")
@topic.arguments(LockSchema)
@topic.response(200, ReceiptSchema)
def extend_external_task(body: dict[str, Any], task_id: UUID) -> Receipt:
    """Keep what was taken for longer, from now on."""
    return act_once(extend_errand, task_id=task_id, **body)
