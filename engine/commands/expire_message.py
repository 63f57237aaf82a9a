"""Expire a message: give up one that nobody has wanted within its time to live."""

from uuid import UUID

from engine.audit.log import record_journal
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.messages.fitness import JOURNAL
from engine.messages.store import lock_message, mark_message, read_message


def expire_message(ctx: Context, *, message_id: UUID) -> Receipt:
    """Mark a kept message whose time is over as expired and put it on record; any other is left alone."""
    if not lock_message(ctx, message_id):
        return Receipt()
    message = read_message(ctx, message_id)
    assert message is not None
    if message.status != "kept" or message.expires_at is None or message.expires_at > ctx.clock.now():
        return Receipt()
    mark_message(ctx, message_id, "expired")
    body = {"message": message_id, "name": message.name, "origin": message.origin_case_id}
    record_journal(ctx, JOURNAL, "message:expired", body)
    return Receipt(detail={"status": "expired"})
