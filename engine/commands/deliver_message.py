"""Deliver a message: to the case that waits for it, or to a procedure that starts on it, exactly once."""

from uuid import UUID

from engine import runtime
from engine.audit.chain import Entry
from engine.cases.environment import environment_of
from engine.cases.record import participants
from engine.cases.rules import ACTIVE
from engine.cases.store import lock_case
from engine.definitions.models import Definition
from engine.definitions.procedure import Procedure
from engine.definitions.store import definition_started_by, load_procedure
from engine.incidents.store import close_for
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.messages.correlating import read_by_receivers
from engine.messages.rules import KEY, correlation_text
from engine.messages.sending import DELIVER, requeue
from engine.messages.starts import claim_start, match_also
from engine.messages.store import keep_message, lock_message, mark_message, peek_message, receiver_of, still_waits
from engine.messages.values import Message, Waiting
from engine.organization.roster import load_roster
from engine.runtime import Snapshot
from engine.settlement.beginning import Beginning, begin, prepared
from engine.settlement.settle import settle
from engine.settlement.step import Step


def deliver_message(ctx: Context, *, message_id: UUID) -> Receipt:
    """Take a stored message to its one receiver; a message that has been delivered is left alone.

    A waiting case comes before a procedure that the message would start. A message that nobody wants yet, or whose
    case is suspended, is kept until its time to live is over. Raises what the runtime refuses, and `UnitUnknown` for
    a message that would start a case and names no unit in charge of it.
    """
    message = peek_message(ctx, message_id)
    if message is None:
        return Receipt()
    message = read_by_receivers(ctx, message)
    waiting = receiver_of(ctx, message)
    if waiting is not None:
        return _deliver(ctx, message, waiting)
    if not lock_message(ctx, message.id):
        return Receipt()
    definition = definition_started_by(ctx, message.name)
    if definition is not None:
        return _start(ctx, message, definition)
    return Receipt(detail={"status": keep_message(ctx, message)})


def _deliver(ctx: Context, message: Message, waiting: Waiting) -> Receipt:
    case = lock_case(ctx, waiting.case_id)
    if not lock_message(ctx, message.id):
        return Receipt()
    if not still_waits(ctx, waiting):
        # Another message was faster; who waits now is asked in a transaction of its own.
        requeue(ctx, DELIVER, message=message.id)
        return Receipt(detail={"status": "new"})
    if case.status != ACTIVE:
        mark_message(ctx, message.id, "kept")
        return Receipt(detail={"status": "kept"})
    procedure = load_procedure(ctx, case.version_id)
    outcome = runtime.deliver(
        procedure.program,
        Snapshot(case.state, case.codec, case.data),
        wait=waiting.wait,
        payload=message.payload,
        environment=environment_of(ctx, case),
    )
    mark_message(ctx, message.id, "delivered", target=case.id)
    close_for(ctx, message.id)
    step = Step(entry=_entry(message), roster=load_roster(ctx, logins=participants(case.record)))
    settle(ctx, case, procedure, outcome, step)
    return Receipt(case_id=case.id, number=case.number, detail={"status": "delivered"})


def _start(ctx: Context, message: Message, definition: Definition) -> Receipt:
    assert definition.live_version_id is not None
    procedure = load_procedure(ctx, definition.live_version_id)
    event = procedure.event_start("message", message.name)
    assert event is not None
    beginning = Beginning(event, message.name, message.payload, message.origin_case_id, _entry(message))
    case = prepared(ctx, procedure, beginning, version_id=definition.live_version_id)
    correlation = _start_correlation(procedure, message, event)
    if correlation is not None:
        place = {"definition_key": definition.key, "name": message.name, "correlation": correlation}
        if not claim_start(ctx, **place, case_id=case.id):
            match_also(ctx, message.id, correlation)
            return Receipt(detail={"status": keep_message(ctx, message)})
    begin(ctx, case, procedure, beginning)
    mark_message(ctx, message.id, "delivered", target=case.id)
    close_for(ctx, message.id)
    return Receipt(case_id=case.id, number=case.number, detail={"status": "started"})


def _start_correlation(procedure: Procedure, message: Message, event: str) -> str | None:
    """Return what only one case at a time may be started for, None where the diagram does not say."""
    formula = procedure.elements[event].correlation
    if formula is None:
        return None
    names = {**message.payload, "payload": dict(message.payload)}
    value = formula.expression.evaluate(names)
    return None if value is None else correlation_text({KEY: value})


def _entry(message: Message) -> Entry:
    return Entry(
        "message:received",
        {"message": message.id, "name": message.name, "origin": message.origin_case_id, "data": message.payload},
    )
