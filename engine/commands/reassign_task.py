"""Reassign a task: hand it to another person, with a reason that stays on record (转办)."""

from functools import partial
from uuid import UUID

from engine.audit.chain import Entry
from engine.audit.log import record
from engine.cases.access import require_readable
from engine.cases.rules import require_active, require_reason
from engine.cases.store import advance_chain
from engine.kernel.clock import legal_day
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.errors import PersonUnknown
from engine.organization.permissions import Permission, require_permission
from engine.organization.roster import load_roster
from engine.tasks.barring import require_unbarred
from engine.tasks.rules import require_of_people, require_open, require_seat
from engine.tasks.store import admit_handler, assign, lock_task, name_of


def reassign_task(ctx: Context, *, task_id: UUID, login: str, reason: str) -> Receipt:
    """Hand an open task to a person by login.

    Whoever holds the task may hand it on; anybody else needs the permission to reassign and to read the case. The
    new holder must hold the task's role in its unit and must not be barred: a work order goes back to the centre
    and is never passed sideways to another unit (市场监督管理投诉举报处理暂行办法 37.2). Raises `PersonUnknown`,
    `SeatMissing`, `Barred`.
    """
    reason = require_reason(reason)
    case, task = lock_task(ctx, task_id)
    require_readable(ctx, case.id)
    if task.assignee_id != ctx.actor.person_id:
        require_permission(ctx, Permission.TASK_REASSIGN)
    require_open(task, person=partial(name_of, ctx, task.completed_by))
    require_of_people(task)
    require_active(case)
    roster = load_roster(ctx, logins=[login], seats=[task.seat])
    person = roster.by_login(login)
    if person is None:
        raise PersonUnknown(login=login)
    require_seat(task, person, seated=roster.at(task.seat))
    require_unbarred(roster.rules, task, person, duties=case.duties, today=legal_day(ctx.clock.now()))
    assign(ctx, task.id, person.id)
    admit_handler(ctx, case.id, person.id)
    entry = Entry("task:reassigned", {"task": task.id, "element": task.element, "to": person.login, "reason": reason})
    advance_chain(ctx, case.id, *record(ctx, case.id, [entry], seq=case.seq, head=case.head))
    return Receipt(case_id=case.id, task_id=task.id, number=case.number)
