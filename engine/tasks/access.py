"""Who may know of a task at all: its holder, those who work off its queue, and readers of its case."""

from engine.cases.access import can_read
from engine.kernel.context import Context
from engine.kernel.errors import NotFound
from engine.tasks.rules import is_held_by, works_queue
from engine.tasks.values import LockedTask


def require_visible(ctx: Context, task: LockedTask) -> None:
    """Raise `NotFound` for a task the actor may not know of: a refusal would tell its name and who holds it.

    Holders and colleagues of the queue, who are the rule, cost no statement.
    """
    if is_held_by(ctx.actor, task) or works_queue(ctx.actor, task):
        return
    if not can_read(ctx, task.case_id):
        raise NotFound(what_zh="任务", what_en="task")
