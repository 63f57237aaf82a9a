"""Start a case: take a number and let the engine run to the first step, which goes to whoever started."""

from dataclasses import replace

from engine import runtime
from engine.audit.chain import Entry
from engine.cases.environment import environment_of
from engine.cases.errors import NotStartable
from engine.cases.opening import admit_first_readers, new_case
from engine.definitions.store import load_procedure, require_definition
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission
from engine.organization.roster import load_roster
from engine.settlement.settle import settle
from engine.settlement.step import Step


def start_case(ctx: Context, *, key: str, unit: str | None = None) -> Receipt:
    """Start a case of the live version of a procedure, in the charge of a unit.

    The actor must hold the role of the first step; without `unit` it is the unit of that seat. The first step is in
    the actor's name at once. Raises `ProcedureUnknown`, `NotStartable`, `UnitUnknown`.
    """
    require_permission(ctx, Permission.CASE_START)
    definition = require_definition(ctx, key)
    seats = [seat for seat in ctx.actor.seats if seat.role == definition.starter_role]
    own_units = [seat.unit for seat in seats]
    if not seats or (unit is not None and unit not in own_units):
        raise NotStartable(key=key, role=definition.starter_role or "…")
    assert definition.live_version_id is not None
    procedure = load_procedure(ctx, definition.live_version_id)
    case = new_case(ctx, procedure, version_id=definition.live_version_id, unit=unit or own_units[0], data={})
    outcome = runtime.start(
        procedure.program, process=procedure.process.id, data=case.data, environment=environment_of(ctx, case)
    )
    entry = Entry("case:started", {"number": case.number, "version": case.version_id, "unit": case.unit})
    step = Step(entry=entry, roster=load_roster(ctx, people=[ctx.actor.person_id]), heir=ctx.actor.person_id)
    settled = settle(ctx, replace(case, data=outcome.data), procedure, outcome, step)
    admit_first_readers(ctx, settled.case)
    return Receipt(case_id=case.id, number=case.number, next_task_id=settled.task_for(ctx.actor.person_id))
