"""Whether and when a failed job is tried again; pure."""

from datetime import timedelta

ATTEMPTS = 8
"""After so many the job stays in the queue as failed, for a person to look at."""
LONGEST_PAUSE_SECONDS = 30
"""A job waiting far ahead would slow every fetch; longer waits are timer rows."""


def pause_before_retry(*, attempts: int, is_final: bool) -> timedelta | None:
    """Return how long to wait before the next attempt, doubling from one second; `None` means never.

    `attempts` counts those already retried. A final failure is a refusal that the same arguments meet again.
    """
    if is_final or attempts + 1 >= ATTEMPTS:
        return None
    return timedelta(seconds=min(2**attempts, LONGEST_PAUSE_SECONDS))
