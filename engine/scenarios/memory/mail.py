"""What travels between cases in memory: messages to who waits or to what they start, signals to everybody who waits."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from engine import runtime
from engine.cases.rules import ACTIVE
from engine.cases.values import LockedCase
from engine.definitions.procedure import Procedure
from engine.kernel.actor import Actor
from engine.kernel.clock import legal_day
from engine.messages.rules import correlation_text, matches_of
from engine.runtime import CODEC, Outcome, Thrown, Wait
from engine.scenarios.errors import StepFailed
from engine.scenarios.memory.organisation import MACHINE, unit_id
from engine.scenarios.memory.seeing import environment_of
from engine.scenarios.memory.settling import Move, settle
from engine.scenarios.memory.world import HeldCase, Stage, World

UNIT = "unit"
MOST_DELIVERIES = 200
"""Deliveries after one step: more are messages that beget each other for ever."""


def stepped(stage: Stage, world: World, held: HeldCase, outcome: Outcome, move: Move) -> World:
    """Return the world after a step of a case, with everything delivered that it sent, and so on."""
    world = settle(stage, world, held, outcome, move)
    post = [*world.kept, *((thrown, held.case.id) for thrown in outcome.thrown)]
    world = replace(world, kept=())
    for _ in range(MOST_DELIVERIES):
        if not post:
            return world
        world, more = _delivered(stage, world, *post.pop(0))
        post += more
    raise StepFailed("消息互相触发，没有尽头", "messages beget messages without end")


def opened_case(world: World, procedure: Procedure, *, unit: str, actor: Actor) -> tuple[World, LockedCase]:
    """Return a case that has not taken its first step."""
    world, identity = world.new_id()
    prefix, year = procedure.process.number_prefix or procedure.bundle.key, legal_day(world.now).year
    case = LockedCase(
        id=identity,
        version_id=identity,
        definition_key=procedure.bundle.key,
        process=procedure.process.id,
        number=f"{prefix}〔{year}〕{len(world.cases) + 1:05d}号",
        title=procedure.bundle.title_zh,
        status=ACTIVE,
        unit=unit,
        data={},
        record={},
        duties={},
        state=b"",
        codec=CODEC,
        waits=0,
        seq=0,
        head=b"",
        started_at=world.now,
        started_by=actor.person_id,
    )
    return world, case


def begun(stage: Stage, world: World, held: HeldCase, actor: Actor, **start: Any) -> World:
    """Let a new case take its first step; its unit and who began it may read it."""
    outcome = runtime.start(
        held.procedure.program,
        process=held.procedure.process.id,
        data=held.case.data,
        environment=environment_of(stage, world, held.case),
        **start,
    )
    case = replace(held.case, data=outcome.data)
    readers = frozenset({unit_id(case.unit), actor.person_id})
    return stepped(stage, world, replace(held, case=case, readers=readers), outcome, Move(actor))


def _delivered(stage: Stage, world: World, thrown: Thrown, origin: UUID) -> tuple[World, list[tuple[Thrown, UUID]]]:
    if thrown.kind == "signal":
        return _spread(stage, world, thrown, origin), []
    if thrown.kind != "message":
        return world, []
    matches = set(matches_of(thrown.correlation))
    for held in world.cases:
        for wait in held.waits:
            if (wait.event, wait.name) == ("message", thrown.name) and correlation_text(wait.correlation) in matches:
                return _handed(stage, world, held, wait, thrown.payload), []
    for procedure in stage.procedures.values():
        event = procedure.event_start("message", thrown.name)
        if event is not None:
            return _started(stage, world, procedure, event, thrown, origin), []
    return replace(world, kept=(*world.kept, (thrown, origin))), []


def _handed(stage: Stage, world: World, held: HeldCase, wait: Wait, payload: Mapping[str, Any]) -> World:
    environment = environment_of(stage, world, held.case)
    outcome = runtime.deliver(
        held.procedure.program, held.snapshot, wait=wait.key, payload=payload, environment=environment
    )
    return stepped(stage, world, held, outcome, Move(MACHINE))


def _started(stage: Stage, world: World, procedure: Procedure, event: str, thrown: Thrown, origin: UUID) -> World:
    unit = str(thrown.payload.get(UNIT))
    if unit not in stage.organisation.superiors:
        raise StepFailed(f"消息“{thrown.name}”没有指明承办单位", f"the message '{thrown.name}' names no unit in charge")
    world, case = opened_case(world, procedure, unit=unit, actor=MACHINE)
    held = HeldCase(case, procedure, origin=origin)
    return begun(stage, world, held, MACHINE, start_event=event, payload=thrown.payload)


def _spread(stage: Stage, world: World, thrown: Thrown, origin: UUID) -> World:
    waiting = [
        (held.case.id, wait)
        for held in world.cases
        for wait in held.waits
        if held.case.id != origin and (wait.event, wait.name) == ("signal", thrown.name)
    ]
    for case_id, wait in waiting:
        held = world.cases[world.position(case_id)]
        if any(wait.key == each.key for each in held.waits):
            world = _handed(stage, world, held, wait, thrown.payload)
    for procedure in stage.procedures.values():
        event = procedure.event_start("signal", thrown.name)
        if event is not None:
            world = _started(stage, world, procedure, event, thrown, origin)
    return world
