"""Save a draft: keep what somebody has typed into a form without completing the task."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from engine.cases.rules import require_active
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission
from engine.tasks.access import require_visible
from engine.tasks.errors import StaleTaskDraft
from engine.tasks.rules import clock_time, keepable, require_held, require_open
from engine.tasks.store import lock_task, name_of, write_draft


def save_draft(ctx: Context, *, task_id: UUID, data: Mapping[str, Any], revision: int) -> Receipt:
    """Keep raw form data with a task that the actor holds; `revision` is the draft that was being edited, 0 for none.

    Drafts are not events of the record: nothing has happened yet. Raises `StaleTaskDraft` when another window has
    saved meanwhile, so that neither overwrites the other, and `DraftUnkeepable` for what could not be opened again.
    """
    require_permission(ctx, Permission.TASK_WORK)
    case, task = lock_task(ctx, task_id)
    require_visible(ctx, task)
    require_open(task, person=partial(name_of, ctx, task.completed_by))
    require_active(case)
    require_held(ctx.actor, task, holder=partial(name_of, ctx, task.assignee_id))
    if task.draft_revision != revision:
        raise StaleTaskDraft(expected=revision, found=task.draft_revision, at=clock_time(task.draft_at))
    write_draft(ctx, task.id, draft=keepable(data), revision=revision + 1)
    return Receipt(
        case_id=case.id,
        task_id=task.id,
        number=case.number,
        detail={"revision": revision + 1, "saved_at": ctx.clock.now().isoformat()},
    )
