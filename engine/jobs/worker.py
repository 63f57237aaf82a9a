"""The loop that works the queue off, restarts itself whatever happens, and ends when told to."""

import asyncio
import logging
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from procrastinate import App, PsycopgConnector, RetryDecision
from procrastinate.jobs import Job
from procrastinate.retry import BaseRetryStrategy
from sqlalchemy import Engine

from engine.jobs.bodies import Body, Pulse
from engine.jobs.queue import give_back
from engine.jobs.rules import ATTEMPTS, pause_before_retry
from engine.kernel.errors import Conflict, GuijuError

log = logging.getLogger(__name__)

CONCURRENCY = 8
POLL_SECONDS = 1.0
"""Notifications wake a worker at once; the poll finds what a lost connection has missed."""
HEARTBEAT_SECONDS = 1.0
DEAD_AFTER_SECONDS = 10
SWEEP_SECONDS = 5.0
FORGOTTEN_AFTER_SECONDS = 600
"""Far longer than the sweep: the row of a dead worker is what the sweep finds its jobs by."""
GRACE_SECONDS = 10
RESTART_SECONDS = (0.5, 1.0, 2.0, 5.0)


def run_worker(
    database: Engine, *, bodies: Sequence[Body], pulses: Sequence[Pulse] = (), concurrency: int = CONCURRENCY
) -> None:
    """Work the queue off until SIGINT or SIGTERM; belongs to the main thread.

    A lost database, a bug in a pulse and the queue's own end are reasons to begin again after a pause, never to end.
    """
    stopped = threading.Event()
    beats = (*pulses, Pulse("jobs of dead workers", partial(give_back_stalled, database), SWEEP_SECONDS))
    threads = [threading.Thread(target=_beat, args=(pulse, stopped), daemon=True) for pulse in beats]
    for thread in threads:
        thread.start()
    try:
        while not stopped.is_set():
            keep_going("worker", lambda: asyncio.run(_work(database, bodies, concurrency, stopped)), stopped)
    finally:
        stopped.set()
        for thread in threads:
            thread.join(timeout=GRACE_SECONDS)


def work_off(database: Engine, *, bodies: Sequence[Body]) -> None:
    """Run the jobs that wait now and return; for tests and for headless runs."""

    async def until_empty() -> None:
        app = _app(database, bodies, connections=2)
        async with app.open_async():
            await app.run_worker_async(
                wait=False, listen_notify=False, install_signal_handlers=False, delete_jobs="successful"
            )

    asyncio.run(until_empty())


def give_back_stalled(database: Engine, *, dead_after_seconds: float = DEAD_AFTER_SECONDS) -> int:
    """Put the jobs of workers that stopped beating back into the queue and return how many.

    A job that was begun too often is marked failed instead, because it may be what kills its workers.
    """
    stalled = (
        "j.status = 'doing' and j.attempts < %(attempts)s"
        " and (w.id is null or w.last_heartbeat < now() - make_interval(secs => %(seconds)s))"
    )
    given_up = (
        "update procrastinate_jobs j set status = 'failed' where j.status = 'doing' and j.attempts >= %(attempts)s"
        " and not exists (select from procrastinate_workers w where w.id = j.worker_id"
        " and w.last_heartbeat >= now() - make_interval(secs => %(seconds)s))"
    )
    values = {"attempts": ATTEMPTS, "seconds": dead_after_seconds}
    with database.begin() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute(given_up, values)
        return give_back(raw, stalled, values)


def keep_going(name: str, step: Callable[[], object], stopped: threading.Event) -> None:
    """Run a step until it returns; after a failure log it, wait a little longer each time, and run it again."""
    failures = 0
    while not stopped.is_set():
        failure = attempt(step)
        if failure is None:
            return
        log.error("%s failed and begins again", name, exc_info=failure)
        stopped.wait(RESTART_SECONDS[min(failures, len(RESTART_SECONDS) - 1)])
        failures += 1


def attempt(step: Callable[[], object]) -> Exception | None:
    """Run a step and return what it raised, None if nothing: what failed must not hold up what comes behind it."""
    try:
        step()
    except Exception as failure:  # noqa: BLE001 - one of the two places where everything is caught
        return failure
    return None


def _beat(pulse: Pulse, stopped: threading.Event) -> None:
    while not stopped.wait(pulse.seconds):
        keep_going(pulse.name, pulse.run, stopped)


async def _work(database: Engine, bodies: Sequence[Body], concurrency: int, stopped: threading.Event) -> None:
    app = _app(database, bodies, connections=concurrency + 2)
    with _stop_on_signal(stopped):
        async with app.open_async():
            await app.run_worker_async(
                concurrency=concurrency,
                fetch_job_polling_interval=POLL_SECONDS,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=FORGOTTEN_AFTER_SECONDS,
                shutdown_graceful_timeout=GRACE_SECONDS,
                delete_jobs="successful",
                install_signal_handlers=False,
            )


@contextmanager
def _stop_on_signal(stopped: threading.Event) -> Iterator[None]:
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None

    def stop() -> None:
        stopped.set()
        # Cancelling reaches the worker also while it waits for a database that does not answer.
        task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    try:
        yield
    except asyncio.CancelledError:
        if not stopped.is_set():
            raise
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


def _app(database: Engine, bodies: Sequence[Body], *, connections: int) -> App:
    address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    # A worker that ends while the database is gone waits this long to say goodbye, and then ends all the same.
    connector = PsycopgConnector(conninfo=address, min_size=1, max_size=connections, timeout=GRACE_SECONDS)
    app = App(connector=connector)
    for body in bodies:
        app.task(name=body.name, retry=_Retry())(body.run)
    return app


class _Retry(BaseRetryStrategy):
    """Our rule in the form the queue asks for; a refusal other than a conflict would be met again."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        is_final = isinstance(exception, GuijuError) and not isinstance(exception, Conflict)
        pause = pause_before_retry(attempts=job.attempts, is_final=is_final)
        return None if pause is None else RetryDecision(retry_in={"seconds": int(pause.total_seconds())})
