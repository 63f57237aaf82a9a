"""When signing in is refused: pure decisions about failures and locks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_FAILURES = 5
"""Failures in a row after which an account is locked."""

LOCK_MINUTES = 15
"""How long a locked account stays locked, also for the right password."""

LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Attempt:
    """What an attempt to sign in leads to: let in or not, and what to remember about it."""

    accepted: bool
    failures: int
    locked_until: datetime | None


def is_locked(locked_until: datetime | None, now: datetime) -> bool:
    """Tell whether a lock still holds; the instant it ends at is free again."""
    return locked_until is not None and now < locked_until


def judge(*, matches: bool, failures: int, locked_until: datetime | None, now: datetime) -> Attempt:
    """Decide an attempt from whether the password matches and what was remembered of earlier ones.

    While locked, nothing is let in and nothing is counted: a lock ends after its minutes, whatever is tried.
    A lock that has ended begins a new count.
    """
    if is_locked(locked_until, now):
        return Attempt(accepted=False, failures=failures, locked_until=locked_until)
    if matches:
        return Attempt(accepted=True, failures=0, locked_until=None)
    counted = (0 if locked_until is not None else failures) + 1
    lock = now + timedelta(minutes=LOCK_MINUTES) if counted >= MOST_FAILURES else None
    return Attempt(accepted=False, failures=counted, locked_until=lock)


def split_login(text: str) -> tuple[str, str | None]:
    """Split `login` or `login@tenantcode` into its parts; None where no tenant is named."""
    login, _, tenant = text.strip().rpartition("@")
    return (login, tenant or None) if login else (text.strip(), None)
