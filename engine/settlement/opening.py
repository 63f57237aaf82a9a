"""What a task looks like when it opens: its queue, its holder, its deadline, and whom the rules keep out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from engine.bpmn import Element, Formula, HumanTask
from engine.calendar.periods import RunningLimit
from engine.cases.environment import expression_context, functions
from engine.cases.lookup import FIELD, lookup_of
from engine.cases.record import people_of
from engine.cases.values import LockedCase
from engine.deadlines.limits import Limit, PlacedLimit, load_limits
from engine.definitions.procedure import Procedure
from engine.kernel.clock import CHINA, legal_day
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.ids import new_id
from engine.organization.duties import Exclusions, PersonFacts, RuleKind, read_duties
from engine.organization.roster import Roster
from engine.organization.separation import exclusions
from engine.runtime import OpenTask
from engine.settlement.step import Step
from engine.tasks.values import NewTask

_BY_PAST_ACTS = {RuleKind.DIFFERENT_PERSONS, RuleKind.RECUSED}
_NOBODY = HumanTask()


def new_tasks(
    ctx: Context, case: LockedCase, procedure: Procedure, opened: Sequence[OpenTask], step: Step
) -> tuple[NewTask, ...]:
    """Return the rows of tasks that the engine has opened; nothing is written."""
    limits = load_limits(ctx, [_human(procedure, task).deadline for task in opened])
    return tuple(_new_task(ctx, case, procedure, task, step, limits) for task in opened)


def _human(procedure: Procedure, task: OpenTask) -> HumanTask:
    return procedure.elements[task.element].human or _NOBODY


def _new_task(
    ctx: Context,
    case: LockedCase,
    procedure: Procedure,
    task: OpenTask,
    step: Step,
    limits: Mapping[str, Limit],
) -> NewTask:
    element, human = procedure.elements[task.element], _human(procedure, task)
    names, lent = expression_context(ctx, case, task.data), functions(ctx, lookup_of(ctx, case))
    barred = _barred(case, element, step.roster)
    limit = limits.get(human.deadline or "")
    unit = _text(human.unit, names, lent) or case.unit
    new = NewTask(
        id=new_id(),
        key=task.key,
        element=task.element,
        process=task.process,
        scope=task.scope,
        name_zh=element.name or element.id,
        name_en=element.name_en or element.name or element.id,
        form=human.form,
        duty=human.duty,
        role=human.performer or "",
        unit=unit,
        assignee_id=None,
        limit=_running(ctx, human, limit.placed(unit, case.data.get(FIELD)) if limit else None, names, lent),
        excluded=barred.people,
        excluded_rules=barred.rules,
    )
    return replace(new, assignee_id=_assignee(ctx, new, _text(human.assignee, names, lent), step))


def _running(
    ctx: Context, human: HumanTask, limit: PlacedLimit | None, names: Mapping[str, Any], lent: Mapping[str, Any]
) -> RunningLimit | None:
    """Let a limit run from the event the diagram names, else from now.

    Where that event has no day yet no limit is shown at all: a clock that began on the wrong day would be worse.
    """
    if limit is None:
        return None
    if human.deadline_from is None:
        return limit.running_from(ctx.clock.now())
    began = human.deadline_from.expression.evaluate(names, functions=lent)
    if isinstance(began, datetime):
        return limit.running_from(began if began.tzinfo else began.replace(tzinfo=CHINA))
    return limit.running_from(datetime.combine(began, time(), CHINA)) if isinstance(began, date) else None


def _assignee(ctx: Context, task: NewTask, login: str | None, step: Step) -> UUID | None:
    """Give a task to whom the diagram names, else to the heir if the queue is theirs; never to somebody barred."""
    if login:
        person = step.roster.by_login(login) or _person_by_login(ctx, login)
        return person.id if person and person.id not in task.excluded else None
    works_queue = step.heir == ctx.actor.person_id and task.queue in ctx.actor.queues
    return step.heir if works_queue and step.heir not in task.excluded else None


def _person_by_login(ctx: Context, login: str) -> PersonFacts | None:
    row = (
        driver(ctx.session)
        .execute(
            b"select id, login, name from person where tenant_id = %s and login = %s and active",
            (ctx.actor.tenant_id, login),
        )
        .fetchone()
    )
    return PersonFacts(*row) if row else None  # type: ignore[arg-type]


def _barred(case: LockedCase, element: Element, roster: Roster) -> Exclusions:
    """Project who is barred by what they did in the case; what they are is looked at when they look."""
    duties = read_duties(case.duties)
    involved = {person for people in duties.values() for person in people}
    performed = people_of(case.record, element.human.excludes if element.human else ())
    excluded = frozenset(person.id for person in roster.people.values() if person.login in performed)
    return exclusions(
        [rule for rule in roster.rules if rule.kind in _BY_PAST_ACTS],
        duty=element.human.duty if element.human else None,
        candidates=[PersonFacts(id=person, login="", name="") for person in sorted(involved | excluded)],
        duties=duties,
        today=legal_day(case.started_at),
        case_field=None,
        excluded=excluded,
    )


def _text(formula: Formula | None, names: Mapping[str, Any], lent: Mapping[str, Any]) -> str | None:
    value = formula.expression.evaluate(names, functions=lent) if formula else None
    return value if isinstance(value, str) and value else None
