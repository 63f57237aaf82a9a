"""What the machine does by itself: one command after the other, none of which can hold up the next."""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from engine.commands.complete_errand import complete_errand
from engine.commands.complete_task import complete_task
from engine.commands.deliver_message import deliver_message
from engine.commands.deliver_signal import deliver_signal
from engine.commands.fire_timer import fire_timer
from engine.commands.perform import Command, Edge, note_failure, perform
from engine.commands.retry_errand import retry_errand
from engine.incidents.errors import IncidentOpened
from engine.incidents.retrying import Trial, read_trial
from engine.incidents.values import Failure
from engine.jobs.worker import attempt
from engine.kernel.actor import SYSTEM, Actor, system_actor
from engine.kernel.context import Context
from engine.kernel.database import transaction
from engine.kernel.errors import GuijuError
from engine.kernel.ids import new_id
from engine.organization.accounts import load_actor

log = logging.getLogger(__name__)

# What an error leads to that cannot be gone: the operation is asked again, for its answer may be another by then.
_COMMANDS: Mapping[str, Command] = {
    "complete_task": complete_task,
    "complete_errand": complete_errand,
    "retry_errand": retry_errand,
    "report_error": retry_errand,
    "fire_timer": fire_timer,
    "deliver_message": deliver_message,
    "deliver_signal": deliver_signal,
}
_TRANSIENT = (psycopg.OperationalError, psycopg.InterfaceError, DBAPIError, PoolExhausted, OSError)
"""What says that the database is not there or is busy, and nothing of the step."""


def do(
    edge: Edge,
    actor: Actor,
    command: Command,
    *,
    request_key: str | None = None,
    skips: Mapping[str, Any] | None = None,
    **arguments: Any,
) -> None:
    """Run a command; a failure that the next attempt would meet again is noted as an incident.

    Raises what may be over by the next attempt, and refusals that are nobody's incident.
    """

    def step() -> None:
        perform(edge, actor, command, request_key=request_key or str(new_id()), skips=skips, **arguments)

    failure = attempt(step)
    if failure is None:
        return
    if isinstance(failure, IncidentOpened):
        log.warning("%s", failure)
    elif isinstance(failure, (*_TRANSIENT, GuijuError)):
        raise failure
    else:
        log.error("%s failed", getattr(command, "__name__", "command"), exc_info=failure)
        said = Failure("", "failure", "程序出错，详见运行日志", "the program failed; see the operations log")
        with suppress(IncidentOpened):
            note_failure(edge, actor, command, said, arguments, cause=failure)


def retry_step(edge: Edge, tenant_id: UUID, incident_id: UUID) -> None:
    """Take the step of an incident anew, as somebody has decided, in the name of whoever took it first.

    An incident that was closed or failed anew meanwhile is left alone. If the step is refused this time for a reason
    of its own, such as a task that was handed over, the incident stays open and says so.
    """
    system = system_actor(tenant_id)
    with transaction(edge.database, tenant_id) as session:
        trial = read_trial(Context(session, system, edge.clock), incident_id)
        if trial is None:
            return
        person_id = trial.incident.person_id
        actor = system if person_id == SYSTEM else load_actor(session, person_id)
    command = _COMMANDS[trial.incident.origin.command]
    key = f"incident:{incident_id}:{trial.incident.attempts}"
    refusal = _refusal(lambda: do(edge, actor, command, request_key=key, skips=trial.skips, **trial.arguments))
    if refusal is not None:
        _say(edge, actor, command, trial, refusal)


def _refusal(step: Callable[[], None]) -> GuijuError | None:
    try:
        step()
    except GuijuError as refusal:
        return refusal
    return None


def _say(edge: Edge, actor: Actor, command: Command, trial: Trial, refusal: GuijuError) -> None:
    said = Failure(trial.incident.element, trial.incident.kind, refusal.sentence("zh"), refusal.sentence("en"))
    with suppress(IncidentOpened):
        note_failure(edge, actor, command, said, trial.arguments, cause=refusal)
