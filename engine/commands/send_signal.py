"""Send a signal from outside: to every case that waits for it now, and to every procedure that starts on it."""

from collections.abc import Mapping
from typing import Any

from engine.audit.log import record_journal
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.messages.fitness import JOURNAL, require_fit
from engine.messages.sending import send
from engine.organization.permissions import Permission, require_permission


def send_signal(ctx: Context, *, name: str, payload: Mapping[str, Any], key: str | None = None) -> Receipt:
    """Send a signal of a name; who begins to wait afterwards does not hear it.

    The same `key` again is the same signal: the answer is the first one's. Raises `MessageUnfit`,
    `MessageKeyReused`.
    """
    require_permission(ctx, Permission.MESSAGE_SEND)
    require_fit(name, payload, {}, None)
    sent = send(ctx, kind="signal", name=name, payload=payload, correlation={}, key=key)
    record_journal(ctx, JOURNAL, "signal:sent", {"signal": sent, "name": name, "key": key})
    return Receipt(detail={"signal": str(sent)})
