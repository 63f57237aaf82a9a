"""The worksheet: everything a person sees of one task, and what they may do with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine.bpmn import Element, Gate
from engine.cases.access import require_readable
from engine.cases.clocks import DeadlineRow, deadline_of_task
from engine.cases.environment import expression_context, functions
from engine.cases.lookup import lookup_of
from engine.cases.rules import ACTIVE
from engine.cases.store import CASE_COLUMNS, CASE_WIDTH, case_of
from engine.cases.values import LockedCase
from engine.definitions.procedure import Procedure
from engine.definitions.store import load_procedure
from engine.kernel.clock import legal_day
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.errors import NotFound
from engine.kernel.typed_json import load
from engine.organization.directory import names_of
from engine.organization.duties import Barrier
from engine.organization.permissions import Permission
from engine.organization.roster import load_roster
from engine.registers.directory import UsedThreshold, used_thresholds
from engine.tasks.barring import barriers_to
from engine.tasks.completion import document_of
from engine.tasks.options import options_for
from engine.tasks.rules import closed_gates, is_held_by, works_queue
from engine.tasks.store import TASK_COLUMNS, task_of
from engine.tasks.values import LockedTask
from forms import Form, Option


@dataclass(frozen=True)
class Worksheet:
    """One task with its form.

    `context` is what the form's rules and prefilling see; `values` the draft, if there is one; `allowed` the verbs
    among claim, release, complete, save, reassign, attach; `closed` the gates that would refuse completion now;
    `thresholds` are those that the case rests on so far;
    `withheld` the fields whose values are not shown: protected ones, but to whoever is filling in
    the form; everybody else looks on record, by revealing them in the dossier.
    """

    task: LockedTask
    case: LockedCase
    element: Element
    procedure: Procedure
    form: Form | None
    context: Mapping[str, Any]
    values: Mapping[str, Any]
    draft_saved_at: datetime | None
    draft_revision: int
    allowed: frozenset[str]
    barred: tuple[Barrier, ...]
    closed: tuple[Gate, ...]
    options: Mapping[str, Sequence[Option]]
    deadline: DeadlineRow | None
    assignee_name: str | None
    withheld: frozenset[str]
    thresholds: tuple[UsedThreshold, ...]

    @property
    def basis(self) -> str:
        """Return the statute that the step rests on, as the diagram cites it."""
        return (self.element.human.basis if self.element.human else None) or ""

    @property
    def gates(self) -> tuple[Gate, ...]:
        """Return every gate of the step, open or closed."""
        return self.element.human.gates if self.element.human else ()


_SELECT = f"""
select {CASE_COLUMNS}, {TASK_COLUMNS}, t.draft::text from task t
join "case" c on c.tenant_id = t.tenant_id and c.id = t.case_id
where t.tenant_id = %s and t.id = %s
""".encode()  # noqa: S608 - column names are constants of this package


def read_worksheet(ctx: Context, task_id: UUID) -> Worksheet:
    """Return a task that the actor may read; raises `NotFound` for any other."""
    row: tuple[Any, ...] | None = driver(ctx.session).execute(_SELECT, (ctx.actor.tenant_id, task_id)).fetchone()
    if row is None:
        raise NotFound(what_zh="任务", what_en="task")
    case, task, draft = case_of(row), task_of(row[CASE_WIDTH:-1]), row[-1]
    if not (is_held_by(ctx.actor, task) or works_queue(ctx.actor, task)):
        require_readable(ctx, case.id)
    procedure = load_procedure(ctx, case.version_id)
    element = procedure.elements[task.element]
    form = procedure.forms.get(task.form or "")
    is_open = task.status == "open"
    document = document_of(ctx, case, task, procedure) if is_open else case.data
    context = expression_context(ctx, case, document)
    barred, lookup = _barred(ctx, case, task), lookup_of(ctx, case, is_tolerant=True)
    return Worksheet(
        task=task,
        case=case,
        element=element,
        procedure=procedure,
        form=form,
        context=context,
        values=load(draft) if draft else {},
        draft_saved_at=task.draft_at,
        draft_revision=task.draft_revision,
        allowed=_allowed(ctx, case, task, barred),
        barred=barred,
        closed=closed_gates(element, context, functions(ctx, lookup)) if is_open else (),
        options=options_for(ctx, form) if form else {},
        deadline=deadline_of_task(ctx, task_id),
        assignee_name=names_of(ctx, [task.assignee_id]).get(task.assignee_id) if task.assignee_id else None,
        withheld=frozenset() if is_open and is_held_by(ctx.actor, task) else procedure.protected,
        thresholds=used_thresholds(ctx, case.id, until=task.completed_at),
    )


def _barred(ctx: Context, case: LockedCase, task: LockedTask) -> tuple[Barrier, ...]:
    roster = load_roster(ctx, people=[ctx.actor.person_id])
    person = roster.people.get(ctx.actor.person_id)
    if person is None or task.status != "open":
        return ()
    return barriers_to(roster.rules, task, person, duties=case.duties, today=legal_day(ctx.clock.now()))


def _allowed(ctx: Context, case: LockedCase, task: LockedTask, barred: Sequence[Barrier]) -> frozenset[str]:
    if task.status != "open" or case.status != ACTIVE:
        return frozenset()
    may_work, held = Permission.TASK_WORK in ctx.actor.permissions, is_held_by(ctx.actor, task)
    verbs = set()
    if may_work and held:
        verbs |= {"release", "reassign", "save", "attach"}
        verbs |= set() if barred else {"complete"}
    if may_work and task.assignee_id is None and works_queue(ctx.actor, task) and not barred:
        verbs.add("claim")
    if Permission.TASK_REASSIGN in ctx.actor.permissions:
        verbs.add("reassign")
    return frozenset(verbs)
