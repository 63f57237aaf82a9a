"""Complete a task: judge the form, hold the gates, let the engine run on, and put everything on record."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from engine import runtime
from engine.audit.chain import Entry
from engine.cases.environment import environment_of
from engine.cases.rules import require_active
from engine.definitions.store import load_procedure
from engine.documents.store import require_attachments
from engine.kernel.clock import legal_day
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission
from engine.runtime import Snapshot
from engine.settlement.settle import settle
from engine.settlement.step import Step
from engine.tasks.access import require_visible
from engine.tasks.barring import require_unbarred
from engine.tasks.completion import claim_all, judge, require_lawful
from engine.tasks.rules import require_held, require_open
from engine.tasks.store import lock_task, name_of
from engine.tasks.values import Submission


def complete_task(ctx: Context, *, task_id: UUID, data: Mapping[str, Any] | Submission) -> Receipt:
    """Complete an open task that the actor holds, with raw values by field key or what a browser sent.

    Raises `TaskNotOpen`, `CaseNotActive`, `TaskNotYours`; `FormRefused` with every error of the form; `Barred` by
    the separation of duties; `GateClosed` where a precondition of the law is missing from the case's record;
    `ClaimedElsewhere` where the law allows something only once. Nothing is written unless everything holds.
    """
    require_permission(ctx, Permission.TASK_WORK)
    case, task = lock_task(ctx, task_id)
    require_visible(ctx, task)
    require_open(task, person=partial(name_of, ctx, task.completed_by))
    require_active(case)
    require_held(ctx.actor, task, holder=partial(name_of, ctx, task.assignee_id))
    procedure = load_procedure(ctx, case.version_id)
    completion = judge(ctx, case, task, procedure, data)
    person = completion.roster.people[ctx.actor.person_id]
    today = legal_day(ctx.clock.now())
    require_unbarred(completion.roster.rules, task, person, duties=case.duties, today=today)
    require_lawful(ctx, case, task, completion)
    require_attachments(ctx, case.id, completion.attachments)
    claim_all(ctx, case, completion)
    outcome = runtime.complete(
        procedure.program,
        Snapshot(case.state, case.codec, case.data),
        task=task.key,
        data=completion.values,
        environment=environment_of(ctx, completion.after),
    )
    body = {"task": task.id, "element": task.element, "data": completion.open_values}
    step = Step(
        entry=Entry("task:completed", body, completion.private_values),
        roster=completion.roster,
        completed=task,
        duties=completion.duties,
        heir=ctx.actor.person_id,
        cited=tuple(completion.lookup.cited),
    )
    settled = settle(ctx, case, procedure, outcome, step)
    return Receipt(
        case_id=case.id,
        task_id=task.id,
        number=case.number,
        next_task_id=settled.task_for(ctx.actor.person_id),
        detail={"status": outcome.status},
    )
