"""Putting jobs into the queue, cancelling and inspecting them, all inside the caller's transaction.

Jobs are *ready* work only: what is to happen at a later day is a row of its own domain, found by a pulse.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from procrastinate import App, SyncPsycopgConnector
from procrastinate.jobs import JobDeferrer
from psycopg import Connection, Cursor
from psycopg.rows import class_row
from sqlalchemy.orm import Session

from engine.kernel.database import driver

# Never opened: every statement runs on the connection of the caller's transaction.
_QUEUE = App(connector=SyncPsycopgConnector())

_LOOK = "select id, task_name as name, status::text, attempts, args as arguments from procrastinate_jobs"

_GIVE_BACK = """
    with locked as materialized (
        select j.id from procrastinate_jobs j left join procrastinate_workers w on w.id = j.worker_id
        where CONDITION for update of j skip locked)
    select procrastinate_retry_job_v2(id, now(), null, null, null) from locked"""


@dataclass(frozen=True)
class JobState:
    """What the queue knows of a job; `status` is todo, doing, failed, cancelled, aborting, aborted or succeeded."""

    id: int
    name: str
    status: str
    attempts: int
    arguments: Mapping[str, Any]


def enqueue(session: Session, name: str, /, **arguments: str | int | bool | UUID | None) -> int:
    """Put a job into the queue and return its number; it exists once the session's transaction commits.

    Arguments are few and small: the tenant and ids, never a document.
    """
    return _deferrer(session, name).defer(**_plain(arguments))


def enqueue_all(
    session: Session, name: str, /, rows: Sequence[Mapping[str, str | int | bool | UUID | None]]
) -> tuple[int, ...]:
    """Put one job per row of arguments into the queue with one statement and return their numbers in order."""
    if not rows:
        return ()
    return tuple(_deferrer(session, name).batch_defer(*map(_plain, rows)))


def cancel(session: Session, job: int) -> bool:
    """Cancel a job that waits and return True; a job that runs or has ended is left alone."""
    return _QUEUE.job_manager.cancel_job_by_id(job, connection=driver(session))


def inspect(session: Session, job: int) -> JobState | None:
    """Return the state of a job, or `None` if it succeeded, for successful jobs are deleted."""
    with _look(session) as cursor:
        return cursor.execute(f"{_LOOK} where id = %s", [job]).fetchone()


def list_failed(session: Session, *, limit: int = 100) -> tuple[JobState, ...]:
    """Return the jobs that were given up, the newest first."""
    with _look(session) as cursor:
        return tuple(cursor.execute(f"{_LOOK} where status = 'failed' order by id desc limit %s", [limit]))


def retry(session: Session, job: int) -> bool:
    """Put a failed job back into the queue and return True; any other job is left alone."""
    return give_back(driver(session), "j.id = %(job)s and j.status = 'failed'", {"job": job}) == 1


def give_back(connection: Connection[Any], condition: str, values: Mapping[str, Any]) -> int:
    """Put the jobs that meet a condition back into the queue and return how many; `j` is the job, `w` its worker.

    The rows are locked first and skipped where another process holds them: the queue's own function raises for a
    job that has just ended, and one such job would end the whole sweep.
    """
    statement = _GIVE_BACK.replace("CONDITION", condition)
    return len(connection.execute(statement.encode(), values).fetchall())


def _deferrer(session: Session, name: str) -> JobDeferrer:
    return _QUEUE.configure_task(name, connection=driver(session))


def _look(session: Session) -> Cursor[JobState]:
    return driver(session).cursor(row_factory=class_row(JobState))


def _plain(arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, UUID) else value for key, value in arguments.items()}
