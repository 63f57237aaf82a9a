"""Release a task: put it back into its queue for others to claim."""

from functools import partial
from uuid import UUID

from engine.audit.chain import Entry
from engine.audit.log import record
from engine.cases.rules import require_active
from engine.cases.store import advance_chain
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission
from engine.tasks.access import require_visible
from engine.tasks.rules import require_held, require_open
from engine.tasks.store import assign, lock_task, name_of


def release_task(ctx: Context, *, task_id: UUID) -> Receipt:
    """Put a task that the actor holds back into its queue; what was typed stays as its draft.

    Raises `TaskNotOpen`, `CaseNotActive` or `TaskNotYours`.
    """
    require_permission(ctx, Permission.TASK_WORK)
    case, task = lock_task(ctx, task_id)
    require_visible(ctx, task)
    require_open(task, person=partial(name_of, ctx, task.completed_by))
    require_active(case)
    require_held(ctx.actor, task, holder=partial(name_of, ctx, task.assignee_id))
    assign(ctx, task.id, None)
    entry = Entry("task:released", {"task": task.id, "element": task.element})
    advance_chain(ctx, case.id, *record(ctx, case.id, [entry], seq=case.seq, head=case.head))
    return Receipt(case_id=case.id, task_id=task.id, number=case.number)
