"""What a message from outside must be like to be stored. Pure."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from engine.kernel.typed_json import dump, load
from engine.messages.errors import MessageUnfit
from engine.messages.rules import LONGEST_DAYS_KEPT

JOURNAL = "messages"
"""The journal of the record that messages from outside, and those given up, are written to."""

LONGEST_NAME = 200


def require_fit(name: str, payload: Mapping[str, Any], correlation: Mapping[str, Any], keep: timedelta | None) -> None:
    """Raise `MessageUnfit` for a name, a time to live or content that cannot be stored."""
    is_kept_well = keep is None or timedelta(0) <= keep <= timedelta(days=LONGEST_DAYS_KEPT)
    if not (0 < len(name) <= LONGEST_NAME and is_kept_well and is_storable([name, dict(payload), dict(correlation)])):
        raise MessageUnfit(most=LONGEST_NAME, days=LONGEST_DAYS_KEPT)


def is_storable(content: Any) -> bool:
    """Tell whether content can be stored and read again."""
    # PostgreSQL takes no NUL characters and no halves of characters.
    try:
        written = dump(content)
        load(written)
    except (TypeError, ValueError, ArithmeticError):
        return False
    return rb"\u0000" not in written.replace(rb"\\", b"")
