"""BPMN timers as rows: armed when a case begins to wait, cancelled when it no longer does, found when they are due."""

from collections.abc import Sequence
from uuid import UUID

from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.ids import new_id
from engine.runtime import Wait, WaitChanges

# What could not be done about a timer is of no concern once nobody waits for it.
_CANCEL = b"""
with gone as (
  update timer set status = 'cancelled' where tenant_id = %s and case_id = %s and wait = any(%s)
    and status in ('armed', 'held', 'stuck')
  returning tenant_id, id
)
update incident i set status = 'withdrawn', closed_at = %s from gone g
where i.tenant_id = g.tenant_id and i.timer_id = g.id and i.status = 'open'
"""
_DEFER = b"""
update timer set due_at = %s, generation = generation + 1, status = 'armed'
where tenant_id = %s and case_id = %s and wait = %s and status in ('armed', 'held', 'stuck')
returning id
"""


def settle_timers(ctx: Context, case_id: UUID, waits: Sequence[Wait]) -> None:
    """Bring the armed timers of a case in line with the waits now open; a changed due date is a new generation."""
    due = {wait.key: wait for wait in waits if wait.event == "timer" and wait.due is not None}
    connection = driver(ctx.session)
    rows = connection.execute(
        b"select wait, due_at from timer where tenant_id = %s and case_id = %s"
        b" and status in ('armed', 'held', 'stuck')",
        (ctx.actor.tenant_id, case_id),
    ).fetchall()
    armed = {str(wait): due_at for wait, due_at in rows}
    gone = [key for key in armed if key not in due]
    if gone:
        connection.execute(_CANCEL, (ctx.actor.tenant_id, case_id, gone, ctx.clock.now()))
    for key, wait in due.items():
        if key not in armed:
            _arm(ctx, case_id, wait)
        elif armed[key] != wait.due:
            connection.execute(_DEFER, _deferred(ctx, case_id, wait))


def change_timers(ctx: Context, case_id: UUID, changes: WaitChanges) -> None:
    """Bring the armed timers of a case in line with what a step has changed, without looking at the others."""
    connection = driver(ctx.session)
    if gone := [wait.key for wait in changes.ended if wait.due is not None]:
        connection.execute(_CANCEL, (ctx.actor.tenant_id, case_id, gone, ctx.clock.now()))
    for wait in (each for each in changes.renewed if each.due is not None):
        # The timer that fired is no longer armed; the next beat of its cycle is a timer of its own.
        if connection.execute(_DEFER, _deferred(ctx, case_id, wait)).fetchone() is None:
            _arm(ctx, case_id, wait)
    for wait in (each for each in changes.began if each.due is not None):
        _arm(ctx, case_id, wait)


def lock_due_timer(ctx: Context, timer_id: UUID) -> tuple[UUID, str] | None:
    """Lock a timer and return its case and wait key; None if it is not due any more, or has fired.

    The caller must hold the lock of the case already: `case_of_timer` says which one.
    """
    row = (
        driver(ctx.session)
        .execute(
            b"select case_id, wait from timer where tenant_id = %s and id = %s and status in ('armed', 'stuck')"
            b" and due_at <= %s for update",
            (ctx.actor.tenant_id, timer_id, ctx.clock.now()),
        )
        .fetchone()
    )
    return (row[0], str(row[1])) if row else None  # type: ignore[return-value]


def case_of_timer(ctx: Context, timer_id: UUID) -> UUID | None:
    """Return the case that a timer belongs to, without locking anything."""
    row = (
        driver(ctx.session)
        .execute(b"select case_id from timer where tenant_id = %s and id = %s", (ctx.actor.tenant_id, timer_id))
        .fetchone()
    )
    return row[0] if row else None  # type: ignore[return-value]


def hold_timers(ctx: Context, case_id: UUID) -> None:
    """Take the timers of a case that is suspended out of sight of the workers; they keep their due instants."""
    _set_status(ctx, case_id, before="armed", after="held")


def release_timers(ctx: Context, case_id: UUID) -> None:
    """Give the timers of a case that is resumed back to the workers; those that fell due meanwhile fire at once."""
    _set_status(ctx, case_id, before="held", after="armed")


def stick_timer(ctx: Context, timer_id: UUID) -> bool:
    """Set a due timer aside whose effect cannot be had; return False if there is none. The case is locked before it."""
    if lock_due_timer(ctx, timer_id) is None:
        return False
    driver(ctx.session).execute(
        b"update timer set status = 'stuck' where tenant_id = %s and id = %s", (ctx.actor.tenant_id, timer_id)
    )
    return True


def mark_fired(ctx: Context, timer_id: UUID) -> None:
    """Note that a timer has had its effect."""
    driver(ctx.session).execute(
        b"update timer set status = 'fired' where tenant_id = %s and id = %s", (ctx.actor.tenant_id, timer_id)
    )


def _set_status(ctx: Context, case_id: UUID, *, before: str, after: str) -> None:
    driver(ctx.session).execute(
        b"update timer set status = %s where tenant_id = %s and case_id = %s and status = %s",
        (after, ctx.actor.tenant_id, case_id, before),
    )


def _deferred(ctx: Context, case_id: UUID, wait: Wait) -> tuple[object, ...]:
    return wait.due, ctx.actor.tenant_id, case_id, wait.key


def _arm(ctx: Context, case_id: UUID, wait: Wait) -> None:
    driver(ctx.session).execute(
        b"insert into timer (tenant_id, id, case_id, wait, element, due_at, generation, status)"
        b" values (%s, %s, %s, %s, %s, %s, 1, 'armed')",
        (ctx.actor.tenant_id, new_id(), case_id, wait.key, wait.element, wait.due),
    )
