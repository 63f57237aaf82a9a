"""Report an error: let the business error of an operation be caught where the diagram catches it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engine import runtime
from engine.audit.chain import Entry
from engine.cases.environment import environment_of
from engine.cases.record import participants
from engine.cases.rules import require_active
from engine.definitions.store import load_procedure
from engine.errands.holding import hold_errand
from engine.errands.store import give_up
from engine.kernel.actor import SYSTEM
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission
from engine.organization.roster import load_roster
from engine.runtime import Snapshot
from engine.settlement.settle import settle
from engine.settlement.step import Step
from engine.tasks.store import lock_task


def report_error(
    ctx: Context,
    *,
    task_id: UUID,
    code: str,
    message: str = "",
    data: Mapping[str, Any] | None = None,
    worker: str | None = None,
) -> Receipt:
    """Raise a BPMN error at the task of an errand; one that is open no longer is left alone.

    An error that nothing catches does not end the case: the errand is given up and becomes an incident. Raises
    `ErrandNotHeld`, `ErrandClosed`, `CaseNotActive`, `ExecutionFailed`.
    """
    if ctx.actor.person_id != SYSTEM:
        require_permission(ctx, Permission.ERRAND_WORK)
    case, task = lock_task(ctx, task_id)
    errand = hold_errand(ctx, task_id, worker=worker)
    if task.status != "open":
        return Receipt(case_id=case.id, task_id=task.id, number=case.number, detail={"status": task.status})
    require_active(case)
    procedure = load_procedure(ctx, case.version_id)
    outcome = runtime.throw_error(
        procedure.program,
        Snapshot(case.state, case.codec, case.data),
        task=task.key,
        code=code,
        payload=dict(data or {}),
        environment=environment_of(ctx, case),
    )
    if outcome.status == "failed":
        zh, en = (
            f"返回业务错误 {code}，流程图没有捕获",
            f"it reports the error {code}, which the diagram does not catch",
        )
        give_up(
            ctx, task_id, zh=f"{zh}{'：' + message if message else ''}", en=f"{en}{': ' + message if message else ''}"
        )
        return Receipt(case_id=case.id, task_id=task.id, number=case.number, detail={"status": "stuck"})
    body = {"task": task.id, "element": task.element, "operation": errand.operation, "code": code}
    entry = Entry("errand:error", body, {**(data or {}), "message": message})
    settle(ctx, case, procedure, outcome, Step(entry=entry, roster=load_roster(ctx, logins=participants(case.record))))
    return Receipt(case_id=case.id, task_id=task.id, number=case.number, detail={"status": "caught"})
