"""Brings a case in memory in line with what the runtime has just done: record, duties, tasks, readers, messages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from engine.bpmn import Element, Formula, HumanTask
from engine.cases.record import Act, note_acts, note_duties, people_of
from engine.cases.rules import ACTIVE
from engine.cases.values import LockedCase
from engine.definitions.procedure import Procedure
from engine.kernel.actor import Actor
from engine.kernel.clock import legal_day
from engine.organization.duties import Exclusions, PersonFacts, RuleKind, read_duties
from engine.organization.separation import exclusions
from engine.registers.rules import ThresholdVersion
from engine.runtime import OpenTask, Outcome
from engine.scenarios.memory.organisation import unit_id
from engine.scenarios.memory.seeing import functions_of, names_of, thresholds_of
from engine.scenarios.memory.world import HeldCase, Stage, Trace, World
from engine.tasks.values import LockedTask

FIELD = "case_field"
_GATEWAYS = {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"}
_BY_PAST_ACTS = {RuleKind.DIFFERENT_PERSONS, RuleKind.RECUSED}
_NOBODY = HumanTask()


@dataclass(frozen=True)
class Move:
    """What led to an outcome: who acted, the task that was completed, the duties taken on, what gates rested on."""

    actor: Actor
    completed: LockedTask | None = None
    duties: tuple[tuple[str, UUID], ...] = ()
    cited: tuple[ThresholdVersion, ...] = ()
    rules: tuple[tuple[str, str, bool], ...] = ()


def settle(stage: Stage, world: World, held: HeldCase, outcome: Outcome, move: Move) -> World:
    """Return the world after a step of a case."""
    case = _moved(world, held.case, held.procedure, outcome, move)
    tasks, readers = _closed(world, held.tasks, outcome, move), set(held.readers)
    opened: list[LockedTask] = []
    for task in outcome.opened:
        world, new = _new_task(stage, world, held.procedure, case, task, move)
        opened.append(new)
        readers |= {unit_id(new.unit), move.actor.person_id, *([new.assignee_id] if new.assignee_id else ())}
    made = [version for decision in outcome.decided for version in decision.cited]
    after = replace(
        held,
        case=case,
        tasks=(*tasks, *opened),
        waits=tuple(outcome.waits) if case.status == ACTIVE else (),
        readers=frozenset(readers),
        cited=tuple(dict.fromkeys((*held.cited, *move.cited, *made, *outcome.cited))),
    )
    return world.with_case(after).traced(
        Trace(
            procedure=held.procedure.bundle.key,
            elements=tuple(passed.element for passed in outcome.passed),
            flows=outcome.taken,
            decided=outcome.decided,
            rules=move.rules,
        )
    )


def _moved(world: World, case: LockedCase, procedure: Procedure, outcome: Outcome, move: Move) -> LockedCase:
    day = legal_day(world.now)
    done = {task.element for task in outcome.closed if task.reason == "completed"}
    acts = [
        Act(passed.element, case.seq + 1, day, move.actor.login if passed.element in done else None)
        for passed in outcome.passed
        if procedure.elements[passed.element].kind not in _GATEWAYS
    ]
    moved = replace(
        case,
        status=outcome.status,
        data=outcome.data,
        record=note_acts(case.record, acts),
        duties=note_duties(case.duties, move.duties),
        state=outcome.state,
        codec=outcome.codec,
        waits=len(outcome.waits),
        seq=case.seq + (1 if outcome.status == ACTIVE else 2),
    )
    formula = procedure.process.case_title
    title = formula.expression.evaluate(names_of(world, moved, moved.data)) if formula else None
    return replace(moved, title=title[:200]) if isinstance(title, str) and title.strip() else moved


def _closed(world: World, tasks: Sequence[LockedTask], outcome: Outcome, move: Move) -> list[LockedTask]:
    cancelled = {task.key for task in outcome.closed if task.reason != "completed"}
    found = []
    for task in tasks:
        if move.completed is not None and task.id == move.completed.id:
            found.append(replace(task, status="completed", completed_at=world.now, completed_by=move.actor.person_id))
        elif task.status == "open" and (task.key in cancelled or outcome.status != ACTIVE):
            found.append(replace(task, status="cancelled", completed_at=world.now))
        else:
            found.append(task)
    return found


def _new_task(
    stage: Stage, world: World, procedure: Procedure, case: LockedCase, task: OpenTask, move: Move
) -> tuple[World, LockedTask]:
    element = procedure.elements[task.element]
    human = element.human or _NOBODY
    names = names_of(world, case, task.data)
    lent = functions_of(stage, thresholds_of(world, case))
    barred = _barred(stage, case, element)
    unit, role = _text(human.unit, names, lent) or case.unit, human.performer or ""
    queue = f"{role}@{unit}"
    world, identity = world.new_id()
    assignee = _assignee(stage, barred, queue, _text(human.assignee, names, lent), move)
    held_field = case.data.get(FIELD)
    return world, LockedTask(
        id=identity,
        case_id=case.id,
        key=task.key,
        element=task.element,
        scope=task.scope,
        name_zh=element.name or element.id,
        name_en=element.name_en or element.name or element.id,
        form=human.form,
        status="open",
        duty=human.duty,
        field=held_field if isinstance(held_field, str) else None,
        role=role,
        unit=unit,
        queue=queue,
        assignee_id=assignee,
        claimed_at=world.now if assignee else None,
        due_at=None,
        excluded=barred.people,
        excluded_rules=barred.rules,
        created_at=world.now,
        completed_at=None,
        completed_by=None,
        draft_revision=0,
        draft_at=None,
    )


def _assignee(stage: Stage, barred: Exclusions, queue: str, login: str | None, move: Move) -> UUID | None:
    """Give a task to whom the diagram names, else to the actor if the queue is theirs; never to somebody barred."""
    if login:
        person = stage.organisation.facts_of(login)
        return person.id if person and person.id not in barred.people else None
    heir = move.actor.person_id
    return heir if queue in move.actor.queues and heir not in barred.people else None


def _barred(stage: Stage, case: LockedCase, element: Element) -> Exclusions:
    duties = read_duties(case.duties)
    involved = {person for people in duties.values() for person in people}
    performed = people_of(case.record, element.human.excludes if element.human else ())
    facts = [stage.organisation.facts_of(login) for login in performed]
    excluded = frozenset(person.id for person in facts if person)
    return exclusions(
        [rule for rule in stage.organisation.rules if rule.kind in _BY_PAST_ACTS],
        duty=element.human.duty if element.human else None,
        candidates=[PersonFacts(id=person, login="", name="") for person in sorted(involved | excluded)],
        duties=duties,
        today=legal_day(case.started_at),
        case_field=None,
        excluded=excluded,
    )


def _text(formula: Formula | None, names: dict[str, Any], lent: dict[str, Callable[..., Any]]) -> str | None:
    value = formula.expression.evaluate(names, functions=lent) if formula else None
    return value if isinstance(value, str) and value else None
