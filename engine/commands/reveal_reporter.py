"""Reveal the reporter: put on record that a handler looks at who reported."""

from uuid import UUID

from engine.audit.chain import Entry
from engine.audit.log import record
from engine.cases.access import is_handler, require_readable
from engine.cases.store import advance_chain, lock_case
from engine.kernel.context import Context
from engine.kernel.errors import Forbidden
from engine.kernel.receipt import Receipt
from engine.organization.duties import RECUSED
from engine.organization.permissions import Permission, require_permission


def reveal_reporter(ctx: Context, *, case_id: UUID) -> Receipt:
    """Record a handler's look at the protected values of a case, which `read_protected` then shows them.

    For handlers of the case only (市场监督管理投诉举报处理暂行办法 33), also after the file is closed. The values are
    not in the receipt, which is kept for repeated requests and must not hold them.
    """
    require_permission(ctx, Permission.REPORTER_READ)
    require_readable(ctx, case_id)
    case = lock_case(ctx, case_id)
    recused = str(ctx.actor.person_id) in case.duties.get(RECUSED, ())
    if recused or not is_handler(ctx, case_id):
        raise Forbidden
    entry = Entry("reporter:read", {"number": case.number})
    advance_chain(ctx, case.id, *record(ctx, case.id, [entry], seq=case.seq, head=case.head))
    return Receipt(case_id=case.id, number=case.number)
