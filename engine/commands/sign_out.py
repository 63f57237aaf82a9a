"""Sign out: record it and, where asked, end every session of the person."""

from engine.audit.log import record_journal
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.accounts import end_sessions


def sign_out(ctx: Context, *, everywhere: bool) -> Receipt:
    """Record that the actor leaves; with `everywhere`, sessions in all browsers end at once.

    The session of one browser is a cookie, which the edge clears.
    """
    if everywhere:
        end_sessions(ctx.session, ctx.actor.person_id)
    record_journal(ctx, "sign-in", "person:signed-out", {"everywhere": everywhere})
    return Receipt()
