"""Interventions in a running or ended case: pure functions from a snapshot to an outcome, as all operations are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn import Element
from engine.runtime.codec import load
from engine.runtime.coexistence import Coexistence
from engine.runtime.documents import CASE_DOCUMENT
from engine.runtime.errors import (
    CaseGoesOn,
    NoSuchElement,
    NoTarget,
    NothingLeft,
    NotMovable,
    NotOpen,
    OnlyUndoes,
    WouldStrand,
)
from engine.runtime.level import Level
from engine.runtime.outcome import conclude
from engine.runtime.positions import is_undoing, root_of
from engine.runtime.program import Program
from engine.runtime.run import Run, SubRun
from engine.runtime.token import ROOT, Token
from engine.runtime.values import Environment, Outcome, Snapshot


@dataclass(frozen=True)
class Place:
    """Where an intervention takes hold: the activity in its scope, and what else goes on in that scope."""

    level: Level
    token: Token
    siblings: tuple[Token, ...]


def move(program: Program, snapshot: Snapshot, *, token: str, to: str, environment: Environment) -> Outcome:
    """Take an open task or wait off the board and put its token on an element of its scope or of a scope around it.

    `token` is the key of a task or a wait, and stands for the whole activity or event: an item for all items, an
    attached event for what it is attached to, a competing event for its gateway, anything inside a subprocess for
    the subprocess if the target lies outside. Everything that belongs to it is withdrawn (attached events, what is
    inside). Tokens on parallel branches stay where the target can be busy beside them, and are withdrawn where it
    cannot, as before the split or behind the join. At a parallel join the token counts as the arrival on the flow
    it could have come by. Nothing is passed, so nothing gets on record. Raises `NotOpen`, `NoSuchElement`,
    `NoTarget`, `NotMovable`, `WouldStrand`, `ExecutionFailed`.
    """
    run = load(program, snapshot, environment)
    held = _held(run, token)
    target = _target(program, held, to)
    place = _place_around(held, target)
    net = Coexistence(place.level.spec)
    via = _arrival(net, place, target)
    landing = net.place_of(target.id, via)
    kept, leaving = _sorted_out(net, place, landing)
    _require_end(net, [landing, *(_place_name(net, each) for each in kept)], target)
    scope = place.token.outer
    for each in (place.token, *leaving):
        if each.id in run.positions:
            run.drop(each)
    _take_back(place.level, place.token)
    if isinstance(place.level, SubRun) and place.level.stays_open and target.id in place.level.spec.offers:
        place.level.host.task_spec.begin(place.level.host, place.level, target.id)
    else:
        place.level.send(target.id, scope=scope, via=via)
    return conclude(run)


def cancel_activity(
    program: Program, snapshot: Snapshot, *, token: str, environment: Environment, go_on: bool = False
) -> Outcome:
    """Withdraw an open activity or wait with its attached events and everything inside it.

    With `go_on` its token leaves by the outgoing flows as if the activity had been done, which skips it; nothing gets
    on record. Otherwise the token ends there: what goes on in parallel stays, and a subprocess or called procedure
    in which nothing is left ends. `token` stands for what it stands for in `move`. Raises `NotOpen`, `NotMovable`,
    `WouldStrand` if a join would wait for the token for ever, `NothingLeft` if nothing would be left of the case.
    """
    run = load(program, snapshot, environment)
    activity = root_of(_held(run, token))
    if is_undoing(activity):
        return _leave_undone(run, activity)
    _require_movable(activity)
    level, spec = activity.workflow, activity.task_spec
    if go_on:
        ways, scope = spec.choose(activity), activity.outer
        run.drop(activity)
        for way in ways:
            level.send(way.target, scope=scope, via=way.flow)
    else:
        net = Coexistence(level.spec)
        others = [each for each in _roots(level) if each is not activity]
        if not others and level is run:
            raise NothingLeft(element=spec.element.id)
        _require_end(net, [_place_name(net, each) for each in others], spec.element)
        run.drop(activity)
        _take_back(level, activity)
    run.finish_if_empty(level)
    return conclude(run)


def _take_back(level: Level, activity: Token) -> None:
    if isinstance(level, SubRun) and level.stays_open:
        level.host.task_spec.taken_back(level.host, activity.task_spec.element.id)


def _leave_undone(run: Run, handler: Token) -> Outcome:
    # What undoes an activity is withdrawn like any other; then it is the next one's turn.
    holder = handler.parent
    run.drop(handler)
    holder.task_spec.child_left(holder)
    return conclude(run)


def restart(program: Program, snapshot: Snapshot, *, to: str, environment: Environment) -> Outcome:
    """Reopen an ended case at an element of its outermost scope, with the data it ended with.

    Event subprocesses stand by again. The keys of new tasks and waits continue where the old ones ended. Raises
    `CaseGoesOn` unless the case has ended, `NoSuchElement`, `NoTarget`, `WouldStrand`.
    """
    run = load(program, snapshot, environment)
    if run.status == "active":
        raise CaseGoesOn
    run.drop_all(run)
    target = _element(program, to)
    if target.id not in run.spec.task_specs:
        raise NoTarget(**_named(target), **_words("在其他流程范围内", "lies in another scope"))
    _require_target(target)
    net = Coexistence(run.spec)
    via = next(iter(net.ways_in(target.id)), None)
    _require_end(net, [net.place_of(target.id, via)], target)
    run.status, run.completed = "active", False
    run.open((), scope=CASE_DOCUMENT)
    run.send(target.id, scope=CASE_DOCUMENT, via=via)
    run.finish_if_empty(run)
    return conclude(run)


def revise(program: Program, snapshot: Snapshot, *, data: Mapping[str, Any], environment: Environment) -> Outcome:
    """Write values to the case document from outside; conditions that have become true by it happen."""
    run = load(program, snapshot, environment)
    run.documents.write(CASE_DOCUMENT, data)
    return conclude(run)


def _held(run: Run, key: str) -> Token:
    number = key.partition(".")[0]
    token = run.find(int(number)) if number.isdecimal() else None
    if token is None or token.id == ROOT:
        raise NotOpen(key=key)
    return token


def _roots(level: Level) -> list[Token]:
    """Return the tokens that keep a scope alive."""
    return [
        token
        for token in level.task_tree.children
        if not (token.task_spec.stands_by and token.state == TaskState.WAITING) and not token.task_spec.is_hidden
    ]


def _element(program: Program, identifier: str) -> Element:
    for process in program.model.processes.values():
        if identifier in process.elements:
            return process.elements[identifier]
    raise NoSuchElement(element=identifier, hint="")


def _target(program: Program, held: Token, to: str) -> Element:
    target = _element(program, to)
    _require_target(target)
    if target.kind == "startEvent" and target.triggers:
        raise NoTarget(**_named(target), **_words("由事件触发", "begins by an event"))
    if held.workflow.spec.task_specs.get(to) is None and not _is_around(held, target):
        raise NoTarget(
            **_named(target),
            **_words("在另一个子流程内，请移到该子流程本身", "lies inside another subprocess: move to that one itself"),
        )
    return target


def _is_around(held: Token, target: Element) -> bool:
    level = held.workflow
    while isinstance(level, SubRun):
        level = level.host.workflow
        if target.id in level.spec.task_specs:
            return True
    return False


def _require_target(target: Element) -> None:
    if target.attached_to is not None:
        raise NoTarget(**_named(target), **_words("是附着的边界事件", "is attached to an activity"))
    if target.by_event:
        raise NoTarget(**_named(target), **_words("是事件子流程", "is an event subprocess"))
    if target.for_compensation:
        raise NoTarget(**_named(target), **_words("只用于补偿", "only compensates"))


def _require_movable(token: Token) -> None:
    element = token.task_spec.element
    if token.task_spec.stands_by and token.state == TaskState.WAITING:
        raise NotMovable(**_named(element))
    if element.for_compensation:
        raise OnlyUndoes(**_named(element))


def _place_around(held: Token, target: Element) -> Place:
    """Return the activity that gives up its token, in the scope that holds the target."""
    activity = root_of(held)
    while target.id not in activity.workflow.spec.task_specs:
        activity = root_of(activity.workflow.host)
    _require_movable(activity)
    level = activity.workflow
    return Place(level, activity, tuple(each for each in _roots(level) if each is not activity))


def _place_name(net: Coexistence, token: Token) -> str:
    return net.place_of(token.task_spec.element.id, token.via)


def _arrival(net: Coexistence, place: Place, target: Element) -> str | None:
    """Return the flow a token arrives by at a join: one without a token, if possible one it could come by."""
    flows = net.ways_in(target.id)
    if not flows:
        return None
    busy = {each.via for each in place.siblings if each.task_spec.element.id == target.id}
    free = [flow for flow in flows if flow not in busy]
    here = place.token.task_spec.element.id
    level = place.level
    sources = {way.flow: name for name, spec in level.spec.task_specs.items() for way in spec.ways}
    likely = [flow for flow in free if sources[flow] == here or net.reaches(here, sources[flow])]
    return next(iter(likely or free or flows))


def _sorted_out(net: Coexistence, place: Place, landing: str) -> tuple[list[Token], list[Token]]:
    """Return the tokens on parallel branches that stay, and those that are withdrawn."""
    kept: list[Token] = []
    leaving: list[Token] = []
    for each in place.siblings:
        (kept if net.are_concurrent(landing, _place_name(net, each)) else leaving).append(each)
    return kept, leaving


def _require_end(net: Coexistence, places: list[str], target: Element) -> None:
    if places and not net.can_end(places):
        join = net.starving_join(places[0]) or target.id
        raise WouldStrand(join=join, **_named(target))


def _named(element: Element) -> dict[str, Any]:
    return {
        "element": element.id,
        "name_zh": element.name or element.id,
        "name_en": element.name_en or element.name or element.id,
    }


def _words(zh: str, en: str) -> dict[str, Any]:
    return {"why_zh": zh, "why_en": en}
