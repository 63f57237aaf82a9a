"""Send a message from outside: to the case that waits for it, now or within its time to live."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from engine.audit.log import record_journal
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.messages.fitness import JOURNAL, require_fit
from engine.messages.sending import send
from engine.organization.permissions import Permission, require_permission


def send_message(
    ctx: Context,
    *,
    name: str,
    payload: Mapping[str, Any],
    correlation: Mapping[str, Any] | None = None,
    key: str | None = None,
    keep: timedelta | None = None,
) -> Receipt:
    """Send a message of a name; `correlation` tells whom it is for, `keep` how long it may wait for its receiver.

    The same `key` again is the same message: the answer is the first one's. Raises `MessageUnfit`,
    `MessageKeyReused`.
    """
    require_permission(ctx, Permission.MESSAGE_SEND)
    require_fit(name, payload, correlation or {}, keep)
    sent = send(ctx, kind="message", name=name, payload=payload, correlation=correlation or {}, key=key, keep=keep)
    record_journal(ctx, JOURNAL, "message:sent", {"message": sent, "name": name, "key": key})
    return Receipt(detail={"message": str(sent)})
