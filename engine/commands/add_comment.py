"""Add a comment: leave a remark on a case for everybody who may read it."""

from uuid import UUID

from engine.audit.chain import Entry
from engine.audit.log import record
from engine.cases.access import is_reader, require_readable
from engine.cases.models import Comment
from engine.cases.rules import require_not_ended, require_reason
from engine.cases.store import advance_chain, lock_case
from engine.kernel.context import Context
from engine.kernel.errors import Forbidden
from engine.kernel.ids import new_id
from engine.kernel.receipt import Receipt


def add_comment(ctx: Context, *, case_id: UUID, body: str) -> Receipt:
    """Keep a remark of 1 to 500 characters on a readable case that has not ended; it is an event of the record.

    Raises `ReasonMissing` for an empty or too long remark, `CaseEnded`.
    """
    body = require_reason(body)
    require_readable(ctx, case_id)
    case = lock_case(ctx, case_id)
    require_not_ended(case)
    if not is_reader(ctx, case_id):
        # Supervision reads; what it has to say is a paper of its own (SOD-14).
        raise Forbidden
    comment = Comment(
        tenant_id=ctx.actor.tenant_id,
        id=new_id(),
        case_id=case.id,
        author_id=ctx.actor.person_id,
        body=body,
        created_at=ctx.clock.now(),
    )
    ctx.session.add(comment)
    ctx.session.flush()
    entry = Entry("case:commented", {"comment": comment.id, "body": body})
    advance_chain(ctx, case.id, *record(ctx, case.id, [entry], seq=case.seq, head=case.head))
    return Receipt(case_id=case.id, number=case.number, detail={"comment": str(comment.id)})
