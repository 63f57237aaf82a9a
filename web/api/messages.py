"""Messages and signals from other systems, and what became of them."""

from datetime import timedelta
from typing import Any

from engine.commands.send_message import send_message
from engine.commands.send_signal import send_signal
from engine.kernel.paging import Page
from engine.kernel.receipt import Receipt
from engine.messages.directory import MessageRow, list_messages
from web.api.acting import act_once
from web.api.schemas.incidents import MessagePageSchema, MessageSchema, MessagesQuerySchema, SignalSchema
from web.api.schemas.shared import ReceiptSchema
from web.api.topic import Topic
from web.edge import reading
from web.guard import needs

topic = Topic("messages", "Messages and signals from other systems")


@topic.get("/messages")
@needs("message.send")
@topic.arguments(MessagesQuerySchema, location="query")
@topic.response(200, MessagePageSchema)
def list_sent(wish: dict[str, Any]) -> Page[MessageRow]:
    """List messages and signals of the tenant and what became of them, the latest first."""
    with reading() as ctx:
        return list_messages(ctx, **wish)


@topic.post("/messages")
@needs("message.send")
@topic.arguments(MessageSchema)
@topic.response(202, ReceiptSchema)
def post_message(body: dict[str, Any]) -> Receipt:
    """Send a message: one case that waits for it gets it, now or within its time to live, or it starts one."""
    keep = None if body["keep_seconds"] is None else timedelta(seconds=body["keep_seconds"])
    given = {name: body[name] for name in ("name", "payload", "correlation")}
    return act_once(send_message, key=body["id"], keep=keep, **given)


@topic.post("/signals")
@needs("message.send")
@topic.arguments(SignalSchema)
@topic.response(202, ReceiptSchema)
def post_signal(body: dict[str, Any]) -> Receipt:
    """Send a signal: every case that waits for it now hears it, and every procedure that starts on it begins a case."""
    return act_once(send_signal, name=body["name"], payload=body["payload"], key=body["id"])
