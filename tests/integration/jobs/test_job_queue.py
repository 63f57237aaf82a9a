"""The port to the job queue, on a real database: one transaction, retries, dead workers."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from engine.jobs import cancel, enqueue, enqueue_all, inspect, list_failed, retry
from engine.jobs.bodies import Body
from engine.jobs.rules import ATTEMPTS
from engine.jobs.worker import give_back_stalled, keep_going, work_off
from engine.kernel.database import create_database, transaction
from engine.kernel.errors import Conflict, Invalid

TENANT = UUID(int=7)


def waiting(database: Engine) -> int:
    with database.connect() as connection:
        return connection.execute(text("select count(*) from procrastinate_jobs where status = 'todo'")).scalar_one()


def put(database: Engine, name: str = "note", **arguments: object) -> int:
    with transaction(database, None) as session:
        return enqueue(session, name, **arguments)


def hasten(database: Engine) -> None:
    """Let the pauses before retries be over."""
    with database.begin() as connection:
        connection.execute(text("update procrastinate_jobs set scheduled_at = null"))


def test_a_job_exists_only_if_its_transaction_commits(database: Engine) -> None:
    with transaction(database, None) as session:
        enqueue(session, "note", text="never")
        session.rollback()
    assert waiting(database) == 0
    put(database, text="once")
    assert waiting(database) == 1


def test_a_worker_runs_a_job_once_with_its_arguments_and_forgets_it(database: Engine) -> None:
    seen: list[dict[str, object]] = []
    job = put(database, tenant=TENANT, number=3, text="案件")
    bodies = [Body("note", lambda **arguments: seen.append(arguments))]
    work_off(database, bodies=bodies)
    work_off(database, bodies=bodies)
    assert seen == [{"tenant": str(TENANT), "number": 3, "text": "案件"}]
    with transaction(database, None) as session:
        assert inspect(session, job) is None


def test_many_jobs_are_put_with_one_call_in_order(database: Engine) -> None:
    with transaction(database, None) as session:
        assert enqueue_all(session, "note", []) == ()
        numbers = enqueue_all(session, "note", [{"number": number} for number in range(5)])
        states = [inspect(session, number) for number in numbers]
    assert [state.arguments["number"] for state in states if state] == [0, 1, 2, 3, 4]


def test_a_cancelled_job_does_not_run_and_a_cancellation_rolls_back_too(database: Engine) -> None:
    seen: list[object] = []
    kept, dropped = put(database, number=1), put(database, number=2)
    with transaction(database, None) as session:
        assert cancel(session, kept)
        session.rollback()
    with transaction(database, None) as session:
        assert cancel(session, dropped)
        assert not cancel(session, dropped)
    work_off(database, bodies=[Body("note", lambda *, number: seen.append(number))])
    assert seen == [1]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RuntimeError, "todo"),  # Whatever it was may be over in a moment.
        (Conflict, "todo"),  # Somebody else was quicker; the state may allow it next time.
        (Invalid, "failed"),  # The same arguments would be refused again.
    ],
)
def test_a_failed_job_is_tried_again_where_that_can_help(database: Engine, error: type[Exception], status: str) -> None:
    def fail() -> None:
        raise error

    job = put(database)
    work_off(database, bodies=[Body("note", fail)])
    with transaction(database, None) as session:
        state = inspect(session, job)
    assert state is not None
    assert state.status == status


def test_a_job_given_up_is_listed_and_can_be_put_back_by_hand(database: Engine) -> None:
    seen: list[int] = []

    def fail() -> None:
        seen.append(1)
        raise RuntimeError

    job = put(database)
    for _ in range(ATTEMPTS + 2):
        work_off(database, bodies=[Body("note", fail)])
        hasten(database)
    assert len(seen) == ATTEMPTS
    with transaction(database, None) as session:
        assert [state.id for state in list_failed(session)] == [job]
        assert retry(session, job)
        assert not retry(session, job)
    work_off(database, bodies=[Body("note", lambda: seen.append(2))])
    assert seen[-1] == 2


def begin_and_die(database: Engine, job: int, *, attempts: int = 0) -> None:
    """Leave a job as a killed worker leaves it: marked as running, its worker's heart beating no more."""
    statement = """
        with dead as (
            insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 minute') returning id)
        update procrastinate_jobs set status = 'doing', attempts = :attempts, worker_id = (select id from dead)
        where id = :job"""
    with database.begin() as connection:
        connection.execute(text(statement), {"job": job, "attempts": attempts})


def test_jobs_of_a_dead_worker_are_given_back_even_when_its_row_is_gone(database: Engine) -> None:
    first, second = put(database), put(database)
    begin_and_die(database, first)
    begin_and_die(database, second)
    with database.begin() as connection:
        connection.execute(text("delete from procrastinate_workers"))
    assert give_back_stalled(database) == 2
    assert waiting(database) == 2
    assert give_back_stalled(database) == 0


def test_a_job_of_a_living_worker_is_left_alone(database: Engine) -> None:
    begin_and_die(database, put(database))
    with database.begin() as connection:
        connection.execute(text("update procrastinate_workers set last_heartbeat = now()"))
    assert give_back_stalled(database) == 0


def test_a_job_that_keeps_killing_its_workers_is_given_up(database: Engine) -> None:
    job = put(database)
    begin_and_die(database, job, attempts=ATTEMPTS)
    assert give_back_stalled(database) == 0
    with transaction(database, None) as session:
        assert [state.id for state in list_failed(session)] == [job]


def test_a_job_locked_by_another_process_does_not_stop_the_sweep(database: Engine) -> None:
    held, free = put(database), put(database)
    begin_and_die(database, held)
    begin_and_die(database, free)
    with database.begin() as connection:
        connection.execute(text("select from procrastinate_jobs where id = :job for update"), {"job": held})
        assert give_back_stalled(database) == 1


def test_a_step_that_fails_is_run_again_until_it_succeeds() -> None:
    outcomes: list[Callable[[], None]] = []
    stopped = threading.Event()

    def step() -> None:
        outcomes.append(step)
        if len(outcomes) < 2:
            raise RuntimeError

    keep_going("test", step, stopped)
    assert len(outcomes) == 2


WORKER = """
import sys, time
from sqlalchemy import text
from engine.jobs.bodies import Body, Pulse
from engine.jobs.worker import run_worker
from engine.kernel.database import create_database

database = create_database(sys.argv[1])

def note(number):
    with database.begin() as connection:
        connection.execute(text("insert into noted values (:number)"), {"number": number})

run_worker(database, bodies=[Body("note", note)], pulses=[Pulse("beat", lambda: note(0), 0.1)])
print("ended", flush=True)
"""


def noted(database: Engine) -> set[int]:
    with database.connect() as connection:
        return set(connection.execute(text("select number from noted")).scalars())


def until(condition: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_a_worker_survives_the_loss_of_its_connections_and_ends_on_a_signal(database: Engine, owner_url: str) -> None:
    address = database.url.render_as_string(hide_password=False)
    owner = create_database(owner_url)
    with owner.begin() as connection:
        connection.execute(text("create table noted (number integer)"))
        connection.execute(text("grant select, insert on noted to guiju_app"))
    owner.dispose()
    worker = subprocess.Popen([sys.executable, "-c", WORKER, address], stdout=subprocess.PIPE, text=True)
    try:
        put(database, number=1)
        assert until(lambda: noted(database) >= {0, 1})
        with database.begin() as connection:
            cut = "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
            connection.execute(text(f"{cut} and datname = current_database()"))
        put(database, number=2)
        assert until(lambda: 2 in noted(database))
        os.kill(worker.pid, signal.SIGTERM)
        assert worker.wait(timeout=20) == 0
        assert worker.stdout is not None
        assert worker.stdout.read() == "ended\n"
    finally:
        worker.kill()
        worker.wait()
        assert worker.stdout is not None
        worker.stdout.close()
