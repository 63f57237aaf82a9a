"""Signals on their way: one row for each of those that a signal reaches."""

from typing import Any
from uuid import UUID

from engine.jobs.queue import enqueue_all
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.messages.sending import DELIVER_SIGNAL
from engine.messages.values import Delivery

_SELECT = b"""
select id, signal_id, wait_id, case_id, definition_key, status from signal_delivery where tenant_id = %s and id = %s
"""


def peek_delivery(ctx: Context, delivery_id: UUID) -> Delivery | None:
    """Return a delivery that still has to be made, without locking it; None if somebody has done so."""
    return _delivery(ctx, _SELECT + b" and status in ('new', 'held', 'stuck')", delivery_id)


def lock_delivery(ctx: Context, delivery_id: UUID) -> bool:
    """Lock a delivery and return whether it still has to be made; a receiver's case is locked before it."""
    return _delivery(ctx, _SELECT + b" and status in ('new', 'held', 'stuck') for update", delivery_id) is not None


def wait_of(ctx: Context, delivery: Delivery) -> str | None:
    """Return the key of the wait that a signal found, None if the case no longer waits by it."""
    row: tuple[Any, ...] | None = (
        driver(ctx.session)
        .execute(
            b"select wait from message_wait where tenant_id = %s and id = %s", (ctx.actor.tenant_id, delivery.wait_id)
        )
        .fetchone()
    )
    return str(row[0]) if row else None


def mark_delivery(ctx: Context, delivery_id: UUID, status: str, *, case_id: UUID | None = None) -> None:
    """Note what became of a delivery.

    It is `delivered`, `missed` because the case no longer waits, `held` while the case is suspended, or `stuck`
    because its receiver could not take the step.
    """
    driver(ctx.session).execute(
        b"update signal_delivery set status = %s, case_id = coalesce(%s, case_id) where tenant_id = %s and id = %s",
        (status, case_id, ctx.actor.tenant_id, delivery_id),
    )


def release_held(ctx: Context, case_id: UUID) -> None:
    """Put the signals that came while a case was suspended into the queue for delivery."""
    rows: list[tuple[Any, ...]] = (
        driver(ctx.session)
        .execute(
            b"select d.id from signal_delivery d join message_wait w on w.tenant_id = d.tenant_id and w.id = d.wait_id"
            b" where d.tenant_id = %s and w.case_id = %s and d.status = 'held' order by d.signal_id",
            (ctx.actor.tenant_id, case_id),
        )
        .fetchall()
    )
    enqueue_all(
        ctx.session, DELIVER_SIGNAL, [{"tenant": ctx.actor.tenant_id, "delivery": delivery} for (delivery,) in rows]
    )


def _delivery(ctx: Context, statement: bytes, delivery_id: UUID) -> Delivery | None:
    row: tuple[Any, ...] | None = driver(ctx.session).execute(statement, (ctx.actor.tenant_id, delivery_id)).fetchone()
    return Delivery(*row) if row else None
