"""Commands from programs: each carries an idempotency key, and none is made up for whoever forgot it."""

from collections.abc import Callable
from typing import Any

from flask import request

from engine.commands.errors import RequestKeyMissing
from engine.commands.perform import LONGEST_KEY
from engine.kernel.receipt import Receipt
from web.edge import act

HEADER = "Idempotency-Key"


def sent_key() -> str:
    """Return the idempotency key of the request; raise `RequestKeyMissing` without one, or with an endless one.

    A key made up here would let a program believe that it may repeat its request.
    """
    key = request.headers.get(HEADER, "").strip()
    if not 0 < len(key) <= LONGEST_KEY:
        raise RequestKeyMissing(most=LONGEST_KEY, length=len(key))
    return key


def act_once(command: Callable[..., Receipt], **arguments: Any) -> Receipt:
    """Perform a command as the caller, under the caller's idempotency key."""
    return act(command, request_key=sent_key(), **arguments)
