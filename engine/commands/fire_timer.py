"""Fire a timer: let a due timer of a case have its one effect."""

from uuid import UUID

from engine import runtime
from engine.audit.chain import Entry
from engine.cases.environment import environment_of
from engine.cases.record import participants
from engine.cases.rules import ACTIVE
from engine.cases.store import lock_case
from engine.deadlines.timers import case_of_timer, lock_due_timer, mark_fired
from engine.definitions.store import load_procedure
from engine.incidents.store import close_for
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.roster import load_roster
from engine.runtime import Snapshot
from engine.settlement.settle import settle
from engine.settlement.step import Step


def fire_timer(ctx: Context, *, timer_id: UUID) -> Receipt:
    """Fire a timer that is armed and due; one that was cancelled, moved or fired meanwhile is left alone.

    The case is locked before the timer, as every command does. A suspended case keeps its timers armed: they fire
    when it is resumed.
    """
    case_id = case_of_timer(ctx, timer_id)
    if case_id is None:
        return Receipt()
    case = lock_case(ctx, case_id)
    due = lock_due_timer(ctx, timer_id)
    if due is None or case.status != ACTIVE:
        return Receipt(case_id=case_id)
    _, wait = due
    procedure = load_procedure(ctx, case.version_id)
    outcome = runtime.fire(
        procedure.program,
        Snapshot(case.state, case.codec, case.data),
        wait=wait,
        environment=environment_of(ctx, case),
    )
    mark_fired(ctx, timer_id)
    close_for(ctx, timer_id)
    step = Step(
        entry=Entry("timer:fired", {"timer": timer_id}),
        roster=load_roster(ctx, logins=participants(case.record)),
    )
    settle(ctx, case, procedure, outcome, step)
    return Receipt(case_id=case.id, number=case.number, detail={"status": outcome.status})
