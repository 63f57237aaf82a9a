"""Complete an errand: hand in what an operation has answered, and let the engine run on."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engine import runtime
from engine.audit.chain import Entry
from engine.cases.environment import environment_of
from engine.cases.record import participants
from engine.cases.rules import ACTIVE
from engine.definitions.store import load_procedure
from engine.errands.answering import noted
from engine.errands.errors import AnswerUnfit
from engine.errands.holding import hold_errand
from engine.errands.rules import fitting_answer
from engine.errands.store import finish_errand, keep_answer
from engine.kernel.actor import SYSTEM
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.messages.fitness import is_storable
from engine.organization.permissions import Permission, require_permission
from engine.organization.roster import load_roster
from engine.runtime import Snapshot
from engine.settlement.settle import settle
from engine.settlement.step import Step
from engine.tasks.store import lock_task


def complete_errand(ctx: Context, *, task_id: UUID, data: Mapping[str, Any], worker: str | None = None) -> Receipt:
    """Complete the task of an errand with the operation's outputs; one that is open no longer is left alone.

    A `worker` outside must have taken the errand. Where the case is suspended the answer is kept and handed in when it
    is resumed. Raises `ErrandNotHeld`, `ErrandClosed`, `AnswerUnfit`, `ExecutionFailed`.
    """
    if ctx.actor.person_id != SYSTEM:
        require_permission(ctx, Permission.ERRAND_WORK)
    case, task = lock_task(ctx, task_id)
    errand = hold_errand(ctx, task_id, worker=worker)
    if task.status != "open":
        return Receipt(case_id=case.id, task_id=task.id, number=case.number, detail={"status": task.status})
    answer = fitting_answer(ctx.operations, errand, data)
    if not is_storable(answer):
        raise AnswerUnfit(operation=errand.operation, detail_zh="内容无法保存", detail_en="it cannot be stored")
    if case.status != ACTIVE:
        keep_answer(ctx, task_id, answer)
        return Receipt(case_id=case.id, task_id=task.id, number=case.number, detail={"status": "kept"})
    procedure = load_procedure(ctx, case.version_id)
    outcome = runtime.complete(
        procedure.program,
        Snapshot(case.state, case.codec, case.data),
        task=task.key,
        data=answer,
        environment=environment_of(ctx, noted(ctx, case, task.element)),
    )
    finish_errand(ctx, task_id)
    # What comes from outside may be personal: it stays in side rows, and the chain holds its salted hash.
    entry = Entry("errand:done", {"task": task.id, "element": task.element, "operation": errand.operation}, answer)
    roster = load_roster(ctx, logins=participants(case.record))
    step = Step(entry=entry, roster=roster, completed=task, by_machine=frozenset({task.element}))
    settle(ctx, case, procedure, outcome, step)
    return Receipt(case_id=case.id, task_id=task.id, number=case.number, detail={"status": "completed"})
