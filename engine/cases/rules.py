"""What a case must be for something to be done with it: statements and their raising twins. Pure."""

from engine.cases.errors import CaseEnded, CaseNotActive, CaseNotSuspended, ReasonMissing, status_data
from engine.cases.values import LockedCase

ACTIVE, SUSPENDED, CANCELLED = "active", "suspended", "cancelled"
LONGEST_REASON = 500
"""Characters of a reason or an opinion."""


def has_ended(case: LockedCase) -> bool:
    """Tell whether the case is over, however it ended."""
    return case.status not in {ACTIVE, SUSPENDED}


def require_active(case: LockedCase) -> None:
    """Raise `CaseEnded` or `CaseNotActive` unless the case is being worked on."""
    require_not_ended(case)
    if case.status != ACTIVE:
        raise CaseNotActive(number=case.number, **status_data(case.status))


def require_not_ended(case: LockedCase) -> None:
    """Raise `CaseEnded` if the file is closed: it is never altered again (行政处罚法 47)."""
    if has_ended(case):
        raise CaseEnded(number=case.number, **status_data(case.status))


def require_suspended(case: LockedCase) -> None:
    """Raise `CaseNotSuspended` unless the case is suspended."""
    if case.status != SUSPENDED:
        raise CaseNotSuspended(number=case.number, **status_data(case.status))


def require_reason(reason: str) -> str:
    """Return the reason without surrounding blanks; raise `ReasonMissing` if nothing or too much is left."""
    stripped = reason.strip()
    if not 0 < len(stripped) <= LONGEST_REASON:
        raise ReasonMissing(most=LONGEST_REASON, length=len(stripped))
    return stripped
