"""The figures of the running platform, for monitors: what waits, what is late, and who works it off."""

from dataclasses import dataclass
from typing import Any

from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.organization.permissions import Permission, require_permission


@dataclass(frozen=True)
class Figure:
    """One number with its name and its meaning; `label` tells figures of one name apart."""

    name: str
    meaning: str
    value: float
    label: tuple[str, str] | None = None


# Each is answered by an index over what waits; nothing of what is over is looked at.
_OWN: tuple[tuple[str, str, bytes], ...] = (
    (
        "cases_active",
        "Cases under way",
        b"select count(*) from \"case\" where tenant_id = %(tenant)s and status = 'active'",
    ),
    ("tasks_open", "Open tasks", b"select count(*) from task where tenant_id = %(tenant)s and status = 'open'"),
    (
        "tasks_overdue",
        "Open tasks past their due instant",
        b"select count(*) from task where tenant_id = %(tenant)s and status = 'open' and due_at < %(now)s",
    ),
    (
        "incidents_open",
        "Incidents that wait for somebody to decide",
        b"select count(*) from incident where tenant_id = %(tenant)s and status = 'open'",
    ),
    (
        "messages_kept",
        "Messages that wait for their receiver",
        b"select count(*) from message_in where tenant_id = %(tenant)s and status = 'kept'",
    ),
    (
        "timers_armed",
        "Timers that wait for their instant",
        b"select count(*) from timer where tenant_id = %(tenant)s and status = 'armed'",
    ),
    (
        "timers_late",
        "Timers whose instant is past and that have not fired",
        b"select count(*) from timer where tenant_id = %(tenant)s and status = 'armed' and due_at < %(now)s",
    ),
    (
        "timer_lateness_seconds",
        "How long the latest timer is late",
        (
            b"select coalesce(extract(epoch from %(now)s - min(due_at)), 0)::float8 from timer"
            b" where tenant_id = %(tenant)s and status = 'armed' and due_at < %(now)s"
        ),
    ),
    (
        "errands_open",
        "Errands that machines have still to do",
        b"select count(*) from errand where tenant_id = %(tenant)s and status = 'open'",
    ),
)
_JOBS = (
    b"select status::text, count(*) from procrastinate_jobs where status in ('todo', 'doing', 'failed') group by status"
)
_JOB_STATES = ("todo", "doing", "failed")


def read_figures(ctx: Context) -> tuple[Figure, ...]:
    """Return the figures of the actor's tenant, and those of the queue that all tenants share."""
    require_permission(ctx, Permission.METRICS_READ)
    given = {"tenant": ctx.actor.tenant_id, "now": ctx.clock.now()}
    connection = driver(ctx.session)
    own = []
    for name, meaning, statement in _OWN:
        row: tuple[Any, ...] | None = connection.execute(statement, given).fetchone()
        own.append(Figure(name, meaning, float(row[0]) if row else 0.0))
    counted: dict[str, int] = dict(connection.execute(_JOBS).fetchall())  # type: ignore[arg-type]
    jobs = [
        Figure("jobs", "Jobs in the queue", float(counted.get(state, 0)), ("status", state)) for state in _JOB_STATES
    ]
    return (*own, *jobs)
