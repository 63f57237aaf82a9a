"""The work of errands: operations are called outside any transaction, and what they answer is handed in."""

import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from engine.cases.store import read_case
from engine.commands.complete_errand import complete_errand
from engine.commands.fail_errand import fail_errand
from engine.commands.perform import Edge, note_failure, perform, reading
from engine.commands.report_error import report_error
from engine.commands.retry_errand import retry_errand
from engine.errands.store import read_errand
from engine.errands.values import OPEN, STUCK, HeldErrand
from engine.incidents.errors import IncidentOpened
from engine.incidents.values import Failure
from engine.jobs.worker import attempt as attempted
from engine.kernel.actor import Actor, system_actor
from engine.kernel.ids import new_id
from engine.messages.fitness import is_storable
from engine.operations.rules import fitting_inputs, fitting_outputs
from engine.operations.values import AttemptFailed, ErrorReported, Operation, Request
from engine.work.deeds import do


def do_errand(edge: Edge, tenant_id: UUID, task_id: UUID, number: int) -> None:
    """Make one attempt at an errand, if it is still wanted and this is the attempt whose turn it is.

    A worker that dies after the call makes it again: whoever is called knows it by its key, and a task that is
    completed already stays as it is.
    """
    actor = system_actor(tenant_id)
    with reading(edge, actor) as ctx:
        errand = read_errand(ctx, task_id)
        if errand is None or errand.status != OPEN or errand.is_held or errand.attempt != number:
            return
        case_number = read_case(ctx, errand.case_id).number
    operation: Operation | None = edge.operations.get(errand.operation)
    if errand.answer is not None:
        answer: Mapping[str, Any] = errand.answer
    else:
        try:
            answer = _asked(operation, _request(edge, actor, errand, case_number))
        except ErrorReported as error:
            told: dict[str, Any] = {"code": error.code, "message": error.message, "data": error.data}
            do(edge, actor, report_error, task_id=task_id, **told)
            return
        except AttemptFailed as failure:
            said: dict[str, Any] = {"zh": failure.zh, "en": failure.en, "is_final": not failure.temporary}
            perform(edge, actor, fail_errand, request_key=str(new_id()), task_id=task_id, attempt=number, **said)
            return
    do(edge, actor, complete_errand, task_id=task_id, data=answer)


def note_given_up(edge: Edge, tenant_id: UUID, task_id: UUID) -> None:
    """Note an errand that nobody tries any more as an incident, for somebody to decide."""
    actor = system_actor(tenant_id)
    with reading(edge, actor) as ctx:
        errand = read_errand(ctx, task_id)
    if errand is None or errand.status != STUCK:
        return
    said = Failure(errand.element, "operation", errand.said_zh or "…", errand.said_en or "…")
    cause = AttemptFailed(zh=said.zh, en=said.en)
    with suppress(IncidentOpened):
        note_failure(edge, actor, retry_errand, said, {"task_id": task_id}, cause=cause)


def _request(edge: Edge, actor: Actor, errand: HeldErrand, case_number: str) -> Request:
    operation: Operation | None = edge.operations.get(errand.operation)
    return Request(
        key=str(errand.task_id),
        tenant=str(actor.tenant_id),
        case_number=case_number,
        element=errand.element,
        inputs=errand.inputs,
        seconds=operation.timeout.total_seconds() if operation else 0,
        at=edge.clock.now(),
    )


def _asked(operation: Operation | None, request: Request) -> Mapping[str, Any]:
    """Return the outputs of an operation in the types it declares; raises `ErrorReported`, `AttemptFailed`."""
    if operation is None or operation.call is None:
        raise AttemptFailed(zh="操作没有登记", en="the operation is not registered", temporary=False)
    inputs = fitting_inputs(operation, request.inputs)
    asked = Request(**{**vars(request), "inputs": inputs})
    outputs = fitting_outputs(operation, _within(operation, asked))
    if not is_storable(outputs):
        raise AttemptFailed(zh="回答中有无法保存的内容", en="the answer holds what cannot be stored", temporary=False)
    return outputs


def _within(operation: Operation, request: Request) -> Mapping[str, Any]:
    """Call an operation and wait for it no longer than its time; one that hangs is left behind in its own thread."""
    came: list[Mapping[str, Any]] = []
    failed: list[Exception | None] = []
    call = operation.call
    assert call is not None

    def run() -> None:
        failed.append(attempted(lambda: came.append(call(request))))

    thread = threading.Thread(target=run, daemon=True, name=f"operation {operation.name}")
    thread.start()
    thread.join(request.seconds)
    if not failed:
        seconds = f"{request.seconds:g}"
        raise AttemptFailed(zh=f"{seconds} 秒内没有回答", en=f"there is no answer within {seconds} seconds")
    failure = failed[0]
    if isinstance(failure, ErrorReported | AttemptFailed):
        raise failure
    if failure is not None:
        said = f"{type(failure).__name__}: {failure}"[:300]
        raise AttemptFailed(zh=f"操作出错（{said}）", en=f"the operation failed ({said})") from failure
    if not isinstance(came[0], Mapping):
        raise AttemptFailed(zh="操作没有返回数据组", en="the operation returns no context", temporary=False)
    return came[0]
