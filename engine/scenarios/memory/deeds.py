"""What people do in a scenario, and what time does: each deed takes a world and returns the next one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

from engine import runtime
from engine.cases.errors import NotStartable
from engine.cases.rules import require_active
from engine.kernel.actor import Actor
from engine.kernel.clock import legal_day
from engine.kernel.errors import GuijuError, NotFound
from engine.organization.errors import MissingPermission
from engine.organization.permissions import Permission
from engine.scenarios.driver import Refusal
from engine.scenarios.errors import StepFailed
from engine.scenarios.filling import Entries, raw_values
from engine.scenarios.memory.judging import claims_of, judge, require_lawful, rules_met
from engine.scenarios.memory.mail import begun, opened_case, stepped
from engine.scenarios.memory.organisation import MACHINE
from engine.scenarios.memory.seeing import environment_of
from engine.scenarios.memory.settling import Move
from engine.scenarios.memory.world import HeldCase, Stage, Trace, World
from engine.tasks.barring import barriers_to, require_unbarred
from engine.tasks.rules import is_held_by, require_held, require_open, require_queue, require_unclaimed, works_queue
from engine.tasks.values import LockedTask

MOST_ROUNDS = 1_000
"""Timers that fire in one span of time: more are timers that set each other without end."""


@dataclass(frozen=True)
class Done:
    """The world after a deed, and why it was refused, if it was."""

    world: World
    refusal: Refusal | None = None


def begin(stage: Stage, world: World, actor: Actor, key: str) -> Done:
    """Let a person begin a case of a procedure, which becomes the case at hand."""
    return _attempted(world, lambda: _begun(stage, world, actor, key))


def perform(stage: Stage, world: World, actor: Actor, task: str, entries: Entries) -> Done:
    """Let a person claim and complete a task; what is not open is asked for all the same."""
    held = world.held
    found = held.open_tasks.get(task) or held.newest(task)
    if found is None:
        return _attempted(world, partial(_unknown, actor))
    data = _filled(stage, world, held, found, {**stage.defaults.get(task, {}), **entries})
    done = _attempted(world, lambda: _performed(stage, world, actor, found, data))
    if done.refusal is None or found.status != "open":
        return done
    # What a form has refused puts its rules to the test as well.
    met = Trace(held.procedure.bundle.key, rules=rules_met(stage, world, held, found, data))
    return replace(done, world=done.world.traced(met))


def alter(stage: Stage, world: World, actor: Actor, task: str, entries: Entries) -> Done:
    """Let a person try to complete a done task again."""
    found = world.held.newest(task)
    if found is None:
        raise StepFailed(f"“{task}”尚未办理", f"'{task}' was not done yet")
    data = _filled(stage, world, world.held, found, {**stage.defaults.get(task, {}), **entries})
    return _attempted(world, lambda: _completed(stage, world, actor, found, data))


def pass_time(stage: Stage, world: World, by: timedelta) -> World:
    """Return the world after a span, with every timer fired that fell due in it, the earliest first."""
    world = replace(world, now=world.now + by)
    for _ in range(MOST_ROUNDS):
        due = [
            (wait.due, place, wait)
            for place, held in enumerate(world.cases)
            for wait in held.waits
            if wait.event == "timer" and wait.due is not None and wait.due <= world.now
        ]
        if not due:
            return world
        _, place, wait = min(due, key=lambda each: each[:2])
        held = world.cases[place]
        environment = environment_of(stage, world, held.case)
        outcome = runtime.fire(held.procedure.program, held.snapshot, wait=wait.key, environment=environment)
        world = stepped(stage, world, held, outcome, Move(MACHINE))
    raise StepFailed("计时器互相触发，没有尽头", "timers set each other without end")


def is_offered(stage: Stage, world: World, actor: Actor, task: str) -> bool:
    """Tell whether a person finds a task among their own or, with no rule against it, among those offered to them."""
    person = stage.organisation.facts[actor.person_id]
    held = world.held
    for found in held.tasks:
        if found.status != "open" or found.name_zh != task or held.case.status != "active":
            continue
        offered = found.assignee_id is None and works_queue(actor, found)
        if is_held_by(actor, found) or offered:
            today, rules = legal_day(world.now), stage.organisation.rules
            if not barriers_to(rules, found, person, duties=held.case.duties, today=today):
                return True
    return False


def _begun(stage: Stage, world: World, actor: Actor, key: str) -> World:
    _require(actor, Permission.CASE_START)
    procedure = stage.procedures[key]
    role = procedure.starter_role
    units = [seat.unit for seat in actor.seats if seat.role == role]
    if not units:
        raise NotStartable(key=key, role=role or "…")
    world, case = opened_case(world, procedure, unit=units[0], actor=actor)
    world = begun(stage, world, HeldCase(case, procedure), actor)
    return replace(world, at_hand=world.position(case.id))


def _unknown(actor: Actor) -> World:
    _require(actor, Permission.TASK_WORK)
    raise NotFound(what_zh="任务", what_en="task")


def _performed(stage: Stage, world: World, actor: Actor, task: LockedTask, data: Mapping[str, Any]) -> World:
    _require(actor, Permission.TASK_WORK)
    held = world.held
    _require_visible(held, actor, task)
    require_open(task, person=partial(stage.organisation.name_of, task.completed_by))
    require_active(held.case)
    require_unclaimed(actor, task, holder=partial(stage.organisation.name_of, task.assignee_id))
    if task.assignee_id != actor.person_id:
        require_queue(actor, task)
        _require_unbarred(stage, world, held, actor, task)
        task = replace(task, assignee_id=actor.person_id, claimed_at=world.now)
        case = replace(held.case, seq=held.case.seq + 1)
        readers = held.readers | {actor.person_id}
        world = world.with_case(replace(held, case=case, readers=readers).with_task(task))
    return _completed(stage, world, actor, task, data)


def _completed(stage: Stage, world: World, actor: Actor, task: LockedTask, data: Mapping[str, Any]) -> World:
    _require(actor, Permission.TASK_WORK)
    held = world.held
    _require_visible(held, actor, task)
    require_open(task, person=partial(stage.organisation.name_of, task.completed_by))
    require_active(held.case)
    require_held(actor, task, holder=partial(stage.organisation.name_of, task.assignee_id))
    judged = judge(stage, world, held, task, actor, data)
    _require_unbarred(stage, world, held, actor, task)
    require_lawful(stage, world, held, task, actor, judged)
    world = replace(world, claims={**world.claims, **claims_of(stage, world, held, judged)})
    outcome = runtime.complete(
        held.procedure.program,
        held.snapshot,
        task=task.key,
        data=judged.values,
        environment=environment_of(stage, world, judged.after),
    )
    cited = tuple(judged.found.cited)
    move = Move(actor, completed=task, duties=judged.duties, cited=cited, rules=judged.rules)
    return stepped(stage, world, held, outcome, move)


def _filled(stage: Stage, world: World, held: HeldCase, task: LockedTask, entries: Entries) -> dict[str, Any]:
    form = held.procedure.forms.get(task.form or "")
    if form is None:
        return {}
    return dict(raw_values(form, entries, today=legal_day(world.now), choices=stage.organisation.choices))


def _require(actor: Actor, permission: Permission) -> None:
    if permission not in actor.permissions:
        raise MissingPermission(permission=str(permission), roles="、".join(sorted(actor.roles)) or "-")


def _require_visible(held: HeldCase, actor: Actor, task: LockedTask) -> None:
    reads = Permission.CASE_READ_ALL in actor.permissions or not held.readers.isdisjoint(actor.scope)
    if not (is_held_by(actor, task) or works_queue(actor, task) or reads):
        raise NotFound(what_zh="任务", what_en="task")


def _require_unbarred(stage: Stage, world: World, held: HeldCase, actor: Actor, task: LockedTask) -> None:
    person = stage.organisation.facts[actor.person_id]
    today = legal_day(world.now)
    require_unbarred(stage.organisation.rules, task, person, duties=held.case.duties, today=today)


def _attempted(world: World, deed: Callable[[], World]) -> Done:
    try:
        return Done(deed())
    except GuijuError as refused:
        sentences = (refused.sentence("zh"), *(fault.zh for fault in refused.faults))
        return Done(world, Refusal(sentences, left_traces=False))
