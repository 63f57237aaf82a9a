"""Retry an errand: try an operation anew from the beginning, or pass it, as somebody has decided on its incident."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engine import runtime
from engine.audit.chain import Entry
from engine.audit.log import record
from engine.cases.environment import environment_of
from engine.cases.record import participants
from engine.cases.rules import require_active
from engine.cases.store import advance_chain
from engine.cases.values import LockedCase
from engine.definitions.store import load_procedure
from engine.errands.store import finish_errand, lock_errand, rearm_errand, stuck_beside
from engine.errands.values import HeldErrand
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.roster import load_roster
from engine.runtime import Snapshot
from engine.settlement.settle import settle
from engine.settlement.step import Step
from engine.tasks.store import lock_task
from engine.tasks.values import LockedTask


def retry_errand(ctx: Context, *, task_id: UUID, data: Mapping[str, Any] | None = None) -> Receipt:  # noqa: ARG001
    """Let an errand that was given up be tried again, with its inputs computed anew; `data` has no meaning here.

    If the element is to be skipped the task is closed without the operation's having been done. Other errands of the
    same element that are stuck are tried again in any case: they share the incident. Raises `CaseNotActive`.
    """
    case, task = lock_task(ctx, task_id)
    errand = lock_errand(ctx, task_id)
    if errand is None or task.status != "open":
        return Receipt(case_id=case.id, task_id=task_id, number=case.number)
    require_active(case)
    if task.element in ctx.skips:
        _rearm(ctx, case, stuck_beside(ctx, errand))
        _pass(ctx, case, task, errand)
        return Receipt(case_id=case.id, task_id=task_id, number=case.number, detail={"status": "skipped"})
    _rearm(ctx, case, [task_id, *stuck_beside(ctx, errand)])
    entry = Entry("errand:retried", {"task": task_id, "element": task.element, "operation": errand.operation})
    advance_chain(ctx, case.id, *record(ctx, case.id, [entry], seq=case.seq, head=case.head))
    return Receipt(case_id=case.id, task_id=task_id, number=case.number, detail={"status": "open"})


def _rearm(ctx: Context, case: LockedCase, task_ids: list[UUID]) -> None:
    procedure = load_procedure(ctx, case.version_id)
    snapshot = Snapshot(case.state, case.codec, case.data)
    seen = runtime.inspect(procedure.program, snapshot, environment=environment_of(ctx, case))
    inputs = {opened.key: opened.payload for opened in seen.opened}
    for task_id in task_ids:
        _, task = lock_task(ctx, task_id)
        errand = lock_errand(ctx, task_id)
        if errand is not None and task.status == "open":
            rearm_errand(ctx, errand, inputs.get(task.key, errand.inputs))


def _pass(ctx: Context, case: LockedCase, task: LockedTask, errand: HeldErrand) -> None:
    procedure = load_procedure(ctx, case.version_id)
    outcome = runtime.complete(
        procedure.program,
        Snapshot(case.state, case.codec, case.data),
        task=task.key,
        data={},
        environment=environment_of(ctx, case),
    )
    finish_errand(ctx, task.id)
    entry = Entry("errand:skipped", {"task": task.id, "element": task.element, "operation": errand.operation})
    roster = load_roster(ctx, logins=participants(case.record))
    step = Step(entry=entry, roster=roster, completed=task, by_machine=frozenset({task.element}))
    settle(ctx, case, procedure, outcome, step)
