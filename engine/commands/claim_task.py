"""Claim a task: take it out of its queue into one's own name."""

from functools import partial
from uuid import UUID

from engine.audit.chain import Entry
from engine.audit.log import record
from engine.cases.rules import require_active
from engine.cases.store import advance_chain
from engine.kernel.clock import legal_day
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission
from engine.organization.roster import load_roster
from engine.tasks.access import require_visible
from engine.tasks.barring import require_unbarred
from engine.tasks.rules import require_open, require_queue, require_unclaimed
from engine.tasks.store import admit_handler, assign, lock_task, name_of


def claim_task(ctx: Context, *, task_id: UUID) -> Receipt:
    """Put an open task of an own queue into the actor's name; claiming one's own task again changes nothing.

    Raises `TaskNotOpen`, `CaseNotActive`, `NotYourQueue`, `TaskTaken` or, by the separation of duties, `Barred`.
    """
    require_permission(ctx, Permission.TASK_WORK)
    case, task = lock_task(ctx, task_id)
    require_visible(ctx, task)
    require_open(task, person=partial(name_of, ctx, task.completed_by))
    require_active(case)
    require_unclaimed(ctx.actor, task, holder=partial(name_of, ctx, task.assignee_id))
    receipt = Receipt(case_id=case.id, task_id=task.id, number=case.number)
    if task.assignee_id == ctx.actor.person_id:
        return receipt
    require_queue(ctx.actor, task)
    roster = load_roster(ctx, people=[ctx.actor.person_id])
    person = roster.people[ctx.actor.person_id]
    require_unbarred(roster.rules, task, person, duties=case.duties, today=legal_day(ctx.clock.now()))
    assign(ctx, task.id, ctx.actor.person_id)
    admit_handler(ctx, case.id, ctx.actor.person_id)
    entry = Entry("task:claimed", {"task": task.id, "element": task.element})
    advance_chain(ctx, case.id, *record(ctx, case.id, [entry], seq=case.seq, head=case.head))
    return receipt
