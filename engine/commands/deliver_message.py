"""Deliver a message: to the case that waits for it, or to a procedure that starts on it, exactly once."""

from dataclasses import replace
from uuid import UUID

from engine import runtime
from engine.audit.chain import Entry
from engine.cases.environment import environment_of
from engine.cases.errors import UnitUnknown
from engine.cases.opening import admit_first_readers, new_case
from engine.cases.record import participants
from engine.cases.rules import ACTIVE
from engine.cases.store import lock_case
from engine.definitions.models import Definition
from engine.definitions.store import definition_started_by, load_procedure
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.messages.store import Message, lock_message, mark_message, receiver_of
from engine.organization.roster import load_roster
from engine.runtime import Snapshot
from engine.settlement.settle import settle
from engine.settlement.step import Step

UNIT = "unit"
"""The payload field that names the unit in charge of a case that a message starts."""


def deliver_message(ctx: Context, *, message_id: UUID) -> Receipt:
    """Take a stored message to its one receiver; a message that has been delivered is left alone.

    A waiting case comes before a procedure that the message would start. A message that nobody wants yet, or whose
    case is suspended, is kept.
    """
    message = lock_message(ctx, message_id)
    if message is None:
        return Receipt()
    waiting = receiver_of(ctx, message)
    if waiting is not None:
        return _deliver(ctx, message, *waiting)
    definition = definition_started_by(ctx, message.name)
    if definition is not None:
        return _start(ctx, message, definition)
    mark_message(ctx, message.id, "kept")
    return Receipt(detail={"status": "kept"})


def _deliver(ctx: Context, message: Message, case_id: UUID, wait: str) -> Receipt:
    case = lock_case(ctx, case_id)
    if case.status != ACTIVE:
        mark_message(ctx, message.id, "kept")
        return Receipt(detail={"status": "kept"})
    procedure = load_procedure(ctx, case.version_id)
    outcome = runtime.deliver(
        procedure.program,
        Snapshot(case.state, case.codec, case.data),
        wait=wait,
        payload=message.payload,
        environment=environment_of(ctx, case),
    )
    step = Step(entry=_entry(message), roster=load_roster(ctx, logins=participants(case.record)))
    settle(ctx, case, procedure, outcome, step)
    mark_message(ctx, message.id, "delivered", target=case.id)
    return Receipt(case_id=case.id, number=case.number, detail={"status": "delivered"})


def _start(ctx: Context, message: Message, definition: Definition) -> Receipt:
    assert definition.live_version_id is not None
    procedure = load_procedure(ctx, definition.live_version_id)
    unit = message.payload.get(UNIT)
    try:
        case = new_case(ctx, procedure, version_id=definition.live_version_id, unit=str(unit), data={})
    except UnitUnknown:
        mark_message(ctx, message.id, "failed")
        return Receipt(detail={"status": "failed", "unit": str(unit)})
    outcome = runtime.start(
        procedure.program,
        process=procedure.process.id,
        data=case.data,
        environment=environment_of(ctx, case),
        start_event=procedure.message_start(message.name),
        payload=message.payload,
    )
    entry = Entry("case:started", {"number": case.number, "version": case.version_id, **_entry(message).body})
    step = Step(entry=entry, roster=load_roster(ctx), origin=message.origin_case_id)
    settled = settle(ctx, replace(case, data=outcome.data), procedure, outcome, step)
    admit_first_readers(ctx, settled.case)
    mark_message(ctx, message.id, "delivered", target=case.id)
    return Receipt(case_id=case.id, number=case.number, detail={"status": "started"})


def _entry(message: Message) -> Entry:
    return Entry(
        "message:received",
        {"message": message.id, "name": message.name, "origin": message.origin_case_id, "data": message.payload},
    )
