"""Deliver a signal to one of those it reaches: a case that waited when it was sent, or a procedure it starts."""

from uuid import UUID

from engine import runtime
from engine.audit.chain import Entry
from engine.cases.environment import environment_of
from engine.cases.record import participants
from engine.cases.rules import ACTIVE
from engine.cases.store import lock_case
from engine.definitions.store import load_procedure, require_definition
from engine.incidents.store import close_for
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.messages.signals import lock_delivery, mark_delivery, peek_delivery, wait_of
from engine.messages.store import read_message
from engine.messages.values import Delivery, Message
from engine.organization.roster import load_roster
from engine.runtime import Snapshot
from engine.settlement.beginning import Beginning, begin, prepared
from engine.settlement.settle import settle
from engine.settlement.step import Step


def deliver_signal(ctx: Context, *, delivery_id: UUID) -> Receipt:
    """Take a signal to one receiver, once; a receiver that no longer waits is passed by, for signals are not kept.

    A suspended case hears it when it is resumed. Raises what the runtime refuses, and `UnitUnknown` for a signal that
    would start a case and names no unit in charge of it.
    """
    delivery = peek_delivery(ctx, delivery_id)
    if delivery is None:
        return Receipt()
    signal = read_message(ctx, delivery.signal_id)
    assert signal is not None
    if delivery.case_id is not None:
        return _deliver(ctx, signal, delivery, delivery.case_id)
    return _start(ctx, signal, delivery) if lock_delivery(ctx, delivery.id) else Receipt()


def _deliver(ctx: Context, signal: Message, delivery: Delivery, case_id: UUID) -> Receipt:
    case = lock_case(ctx, case_id)
    if not lock_delivery(ctx, delivery.id):
        return Receipt()
    wait = wait_of(ctx, delivery)
    if wait is None or case.status != ACTIVE:
        status = "missed" if wait is None else "held"
        mark_delivery(ctx, delivery.id, status)
        return Receipt(detail={"status": status})
    procedure = load_procedure(ctx, case.version_id)
    outcome = runtime.deliver(
        procedure.program,
        Snapshot(case.state, case.codec, case.data),
        wait=wait,
        payload=signal.payload,
        environment=environment_of(ctx, case),
    )
    mark_delivery(ctx, delivery.id, "delivered")
    close_for(ctx, delivery.id)
    step = Step(entry=_entry(signal), roster=load_roster(ctx, logins=participants(case.record)))
    settle(ctx, case, procedure, outcome, step)
    return Receipt(case_id=case.id, number=case.number, detail={"status": "delivered"})


def _start(ctx: Context, signal: Message, delivery: Delivery) -> Receipt:
    definition = require_definition(ctx, delivery.definition_key or "")
    assert definition.live_version_id is not None
    procedure = load_procedure(ctx, definition.live_version_id)
    event = procedure.event_start("signal", signal.name)
    if event is None:
        # A version that went into force meanwhile no longer starts on it.
        mark_delivery(ctx, delivery.id, "missed")
        return Receipt(detail={"status": "missed"})
    beginning = Beginning(event, signal.name, signal.payload, signal.origin_case_id, _entry(signal))
    case = begin(ctx, prepared(ctx, procedure, beginning, version_id=definition.live_version_id), procedure, beginning)
    mark_delivery(ctx, delivery.id, "delivered", case_id=case.id)
    close_for(ctx, delivery.id)
    return Receipt(case_id=case.id, number=case.number, detail={"status": "started"})


def _entry(signal: Message) -> Entry:
    return Entry(
        "signal:received",
        {"signal": signal.id, "name": signal.name, "origin": signal.origin_case_id, "data": signal.payload},
    )
