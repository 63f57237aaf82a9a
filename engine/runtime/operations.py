"""The operations on a running case: pure functions from a snapshot to an outcome."""

from collections.abc import Mapping
from typing import Any

from engine.kernel.errors import NotFound
from engine.runtime.codec import load, load_asleep
from engine.runtime.documents import Documents
from engine.runtime.errors import NotOpen
from engine.runtime.outcome import conclude, count_waits, open_task, survey
from engine.runtime.program import Program
from engine.runtime.run import Run
from engine.runtime.sleeping import stir
from engine.runtime.specs.events import CatchNode
from engine.runtime.specs.raising import raise_to_scopes
from engine.runtime.specs.work import receive
from engine.runtime.starting import choose_start, open_case, require_condition
from engine.runtime.token import Token
from engine.runtime.values import Environment, OpenTask, Outcome, Snapshot


def start(
    program: Program,
    *,
    process: str,
    data: Mapping[str, Any],
    environment: Environment,
    start_event: str | None = None,
    payload: Mapping[str, Any] | None = None,
    trigger: str | None = None,
) -> Outcome:
    """Begin a case of a process and move it to where it waits.

    Without `start_event` the blank start is taken, or the only one there is. `payload` is what came with the message
    that starts it; `trigger` is the message's or signal's name, which matters where a start event needs several. Raises
    `NotFound`, `AmbiguousStart`, `StartNotMet`, `ExecutionFailed`.
    """
    if process not in program.model.processes:
        raise NotFound(what_zh=f"流程 {process}", what_en=f"process {process}")
    whole = program.model.processes[process]
    chosen = choose_start(whole, program.starts(process), start_event)
    run = Run(program.scopes, process, Documents(data), environment)
    if start_event is None and chosen is not None:
        require_condition(run, chosen)
    open_case(run, whole, chosen, trigger=trigger, payload=payload)
    run.finish_if_empty(run)
    return conclude(run)


def complete(
    program: Program,
    snapshot: Snapshot,
    *,
    task: str,
    data: Mapping[str, Any],
    environment: Environment,
) -> Outcome:
    """Complete an open task.

    `data` is merged into the document the task sees; of what a machine returns, the element's outputs if it declares
    any. Raises `NotOpen`, `ExecutionFailed`.
    """
    run = _resumed(program, snapshot, environment)
    token = _open_task(run, task)
    if token.task_spec.element.human is None:
        receive(token, data, token.task_spec.element)
    else:
        run.documents.write(token.scope, data)
    run.journal.close(token.id, token.task_spec.element.id, "completed")
    run.perform(token)
    return conclude(run)


def deliver(
    program: Program,
    snapshot: Snapshot,
    *,
    wait: str,
    payload: Mapping[str, Any],
    environment: Environment,
) -> Outcome:
    """Hand a message or signal to the wait it is for; raises `NotOpen`, `ExecutionFailed`."""
    run = _resumed(program, snapshot, environment)
    token, which = _wait(run, wait, ("message", "signal"))
    token.task_spec.fire(token, payload, which)
    return conclude(run)


def fire(program: Program, snapshot: Snapshot, *, wait: str, environment: Environment) -> Outcome:
    """Let a timer fire; whether it is due is the caller's to say. Raises `NotOpen`, `ExecutionFailed`."""
    run = _resumed(program, snapshot, environment)
    token, which = _wait(run, wait, ("timer",))
    token.task_spec.fire(token, {}, which)
    return conclude(run)


def throw_error(
    program: Program,
    snapshot: Snapshot,
    *,
    task: str,
    code: str,
    environment: Environment,
    payload: Mapping[str, Any] | None = None,
) -> Outcome:
    """Raise a BPMN error at an open task: the nearest error event around it catches it, else the case fails."""
    run = _resumed(program, snapshot, environment)
    token = _open_task(run, task)
    if not raise_to_scopes(token, "error", code, payload):
        run.drop_all(run)
        run.status = "failed"
    return conclude(run)


def throw_escalation(
    program: Program,
    snapshot: Snapshot,
    *,
    task: str,
    code: str,
    environment: Environment,
    payload: Mapping[str, Any] | None = None,
) -> Outcome:
    """Raise a BPMN escalation at an open task: the nearest event around it catches it; caught by none it is nothing."""
    run = _resumed(program, snapshot, environment)
    raise_to_scopes(_open_task(run, task), "escalation", code, payload)
    return conclude(run)


def cancel(program: Program, snapshot: Snapshot, *, environment: Environment) -> Outcome:
    """Withdraw everything that is open and end the case."""
    run = _resumed(program, snapshot, environment)
    run.drop_all(run)
    run.status = "cancelled"
    return conclude(run)


def reconsider(program: Program, snapshot: Snapshot, *, environment: Environment) -> Outcome:
    """Ask the conditions a case waits for again, because what they speak of has changed: the day, for example."""
    return conclude(_resumed(program, snapshot, environment))


def inspect(program: Program, snapshot: Snapshot, *, environment: Environment) -> Outcome:
    """Return a case as it stands, with all open tasks as `opened`; nothing moves."""
    return survey(load(program, snapshot, environment), snapshot)


def look(program: Program, snapshot: Snapshot, *, task: str, environment: Environment) -> OpenTask:
    """Return one open task as it stands, without looking at the others; raises `NotOpen`."""
    return open_task(_open_task(load_asleep(program, snapshot, environment), task))


def _open_task(run: Run, key: str) -> Token:
    token = _found(run, key)
    if token is None or not token.is_open:
        raise NotOpen(key=key)
    return token


def _wait(run: Run, key: str, kinds: tuple[str, ...]) -> tuple[Token, int]:
    number, _, rest = key.partition(".")
    which = int(rest) if rest.isdecimal() else 0
    token = _found(run, number)
    if (
        token is None
        or not isinstance(token.task_spec, CatchNode)
        or which not in token.task_spec.pending(token)
        or token.task_spec.watched[which].kind not in kinds
    ):
        raise NotOpen(key=key)
    return token, which


def _resumed(program: Program, snapshot: Snapshot, environment: Environment) -> Run:
    run = load_asleep(program, snapshot, environment)
    count_waits(run)
    return run


def _found(run: Run, key: str) -> Token | None:
    if not key.isdecimal():
        return None
    return run.find(int(key)) or stir(run, int(key))
