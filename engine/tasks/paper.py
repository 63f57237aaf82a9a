"""The form of a task and nothing else: what taking in a submission needs before the command judges it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.cases.access import READABLE, reads_everything
from engine.definitions.store import load_procedure
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.errors import NotFound
from forms import Form


@dataclass(frozen=True)
class TaskForm:
    """The form of a task, None for a step without one, and the case it belongs to."""

    case_id: UUID
    form: Form | None


_SELECT = (
    b"select t.case_id, t.form, c.definition_version_id from task t"
    b' join "case" c on c.tenant_id = t.tenant_id and c.id = t.case_id'
    b" where t.tenant_id = %(tenant)s and t.id = %(task)s"
    b" and (t.assignee_id = %(person)s or t.queue = any(%(queues)s) or %(all)s or " + READABLE + b")"
)


def read_task_form(ctx: Context, task_id: UUID) -> TaskForm:
    """Return the form of a task that the actor may see, in one statement; raises `NotFound` for any other."""
    row: tuple[Any, ...] | None = (
        driver(ctx.session)
        .execute(
            _SELECT,
            {
                "tenant": ctx.actor.tenant_id,
                "task": task_id,
                "person": ctx.actor.person_id,
                "queues": list(ctx.actor.queues),
                "all": reads_everything(ctx),
                "scope": list(ctx.actor.scope),
            },
        )
        .fetchone()
    )
    if row is None:
        raise NotFound(what_zh="任务", what_en="task")
    case_id, form, version_id = row
    return TaskForm(case_id, load_procedure(ctx, version_id).forms.get(form or ""))
