"""When a failed job is tried again."""

import pytest

from engine.jobs.rules import ATTEMPTS, pause_before_retry


@pytest.mark.parametrize(
    ("attempts", "is_final", "seconds"),
    [
        (0, False, 1),  # The first failure: perhaps only a lost race.
        (1, False, 2),  # Doubling from there.
        (4, False, 16),
        (5, False, 30),  # Never so long that it would lie in the queue as a future job.
        (6, False, 30),
        (7, False, None),  # The eighth attempt was the last.
        (70, False, None),  # A job given back by hand too often.
        (0, True, None),  # A refusal that the same arguments would meet again.
    ],
)
def test_the_pause_doubles_up_to_half_a_minute_and_ends(attempts: int, is_final: bool, seconds: int | None) -> None:
    pause = pause_before_retry(attempts=attempts, is_final=is_final)
    assert (pause and pause.total_seconds()) == seconds


def test_all_pauses_together_stay_below_two_minutes() -> None:
    pauses = [pause_before_retry(attempts=attempts, is_final=False) for attempts in range(ATTEMPTS)]
    assert sum(pause.total_seconds() for pause in pauses if pause) < 120
