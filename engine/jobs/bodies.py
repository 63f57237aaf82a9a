"""What a worker is given to do: bodies of named jobs, and pulses that beat in every worker."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Body:
    """What is run for the jobs of one name, with the arguments they were put into the queue with.

    A body may be run more than once for one job, because a worker may die after the deed and before the mark; so a
    body asks the database whether there is still something to do. It runs in a thread and should be short; a call
    to the outside needs a time limit, for a thread cannot be interrupted.
    """

    name: str
    run: Callable[..., Any]


@dataclass(frozen=True)
class Pulse:
    """What every worker does again and again, such as looking for due timers; `seconds` lie between two beats.

    Any number of workers may beat at the same time, so a pulse asks under a lock whether there is still something to
    do. It costs no job.
    """

    name: str
    run: Callable[[], Any]
    seconds: float
