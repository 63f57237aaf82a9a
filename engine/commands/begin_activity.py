"""Begin an activity that an ad-hoc subprocess of a case offers (启动事项)."""

from uuid import UUID

from engine import runtime
from engine.audit.chain import Entry
from engine.cases.access import require_readable
from engine.cases.environment import environment_of
from engine.cases.record import participants
from engine.cases.rules import require_active
from engine.cases.store import lock_case
from engine.definitions.store import load_procedure
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission
from engine.organization.roster import load_roster
from engine.runtime import Snapshot
from engine.settlement.settle import settle
from engine.settlement.step import Step
from engine.tasks.offers import require_offer


def begin_activity(ctx: Context, *, case_id: UUID, element: str, offer: str | None = None) -> Receipt:
    """Begin one activity of a readable active case; its task, if it has one, is the actor's where they work its queue.

    `offer` tells which, where several ad-hoc subprocesses of the case offer the same element. Raises `CaseNotActive`,
    `NothingOffered`, by the separation of duties `Barred`, and what the runtime refuses.
    """
    require_permission(ctx, Permission.TASK_WORK)
    require_readable(ctx, case_id)
    case = lock_case(ctx, case_id)
    require_active(case)
    procedure = load_procedure(ctx, case.version_id)
    chosen = require_offer(ctx, case, procedure, element=element, key=offer, ends=False)
    outcome = runtime.begin(
        procedure.program,
        Snapshot(case.state, case.codec, case.data),
        offer=chosen.key,
        environment=environment_of(ctx, case),
    )
    roster = load_roster(ctx, people=[ctx.actor.person_id], logins=participants(case.record))
    step = Step(entry=Entry("activity:begun", {"element": element}), roster=roster, heir=ctx.actor.person_id)
    settled = settle(ctx, case, procedure, outcome, step)
    return Receipt(
        case_id=case.id,
        number=case.number,
        next_task_id=settled.task_for(ctx.actor.person_id),
        detail={"status": outcome.status},
    )
