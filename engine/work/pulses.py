"""What every worker does again and again: due timers, messages nobody wants, partitions of the record."""

import logging
from collections.abc import Sequence
from typing import cast
from uuid import UUID

from engine.commands.expire_message import expire_message
from engine.commands.fire_timer import fire_timer
from engine.commands.perform import Edge, perform
from engine.commands.renew_errand import renew_errand
from engine.jobs.bodies import Pulse
from engine.kernel.actor import system_actor
from engine.kernel.clock import legal_day
from engine.kernel.database import driver, transaction
from engine.kernel.errors import GuijuError
from engine.kernel.ids import new_id
from engine.work.deeds import do

log = logging.getLogger(__name__)

TIMER_SECONDS = 1.0
PARTITION_SECONDS = 3600.0
MONTHS_AHEAD = 13
TIMERS_PER_BEAT = 500
ERRAND_SECONDS = 1.0
ERRANDS_PER_BEAT = 500
EXPIRY_SECONDS = 60.0
MESSAGES_PER_BEAT = 500

_DUE_TIMERS = b"select tenant_id, timer_id from due_timers(%s, %s)"
_DUE_ERRANDS = b"select tenant_id, task_id from due_errands(%s, %s)"
_EXPIRED = b"select tenant_id, message_id from expired_messages(%s, %s)"


def pulses(edge: Edge) -> Sequence[Pulse]:
    """Return the pulses of a worker."""
    return (
        Pulse("due timers", lambda: fire_due_timers(edge), TIMER_SECONDS),
        Pulse("due errands", lambda: renew_due_errands(edge), ERRAND_SECONDS),
        Pulse("messages nobody wants", lambda: expire_messages(edge), EXPIRY_SECONDS),
        Pulse("partitions of the record", lambda: make_partitions(edge), PARTITION_SECONDS),
    )


def fire_due_timers(edge: Edge) -> int:
    """Fire the timers that are due, the longest due first, each in a transaction of its own; return how many.

    Several workers may do so at once: whoever locks the case first fires, the others find the timer fired.
    """
    due = _found(edge, _DUE_TIMERS, most=TIMERS_PER_BEAT)
    for tenant_id, timer_id in due:
        _fire(edge, tenant_id, timer_id)
    return len(due)


def _fire(edge: Edge, tenant_id: UUID, timer_id: UUID) -> None:
    """Fire one timer; one whose effect cannot be had is set aside as an incident and keeps no other from firing."""
    try:
        do(edge, system_actor(tenant_id), fire_timer, timer_id=timer_id)
    except GuijuError:
        log.exception("timer %s does not fire", timer_id)


def renew_due_errands(edge: Edge) -> int:
    """Put the errands whose next attempt is due, or whose job has got lost, into the queue; return how many."""
    due = _found(edge, _DUE_ERRANDS, most=ERRANDS_PER_BEAT)
    for tenant_id, task_id in due:
        perform(edge, system_actor(tenant_id), renew_errand, request_key=str(new_id()), task_id=task_id)
    return len(due)


def expire_messages(edge: Edge) -> int:
    """Give up the kept messages whose time to live is over, each in a transaction of its own; return how many."""
    over = _found(edge, _EXPIRED, most=MESSAGES_PER_BEAT)
    for tenant_id, message_id in over:
        perform(edge, system_actor(tenant_id), expire_message, request_key=str(new_id()), message_id=message_id)
    return len(over)


def _found(edge: Edge, scan: bytes, *, most: int) -> list[tuple[UUID, UUID]]:
    """Return tenant and id of what a scan across tenants finds to be due now, at most so many."""
    with transaction(edge.database, None) as session:
        rows = driver(session).execute(scan, (edge.clock.now(), most)).fetchall()
    return cast("list[tuple[UUID, UUID]]", rows)


def make_partitions(edge: Edge) -> None:
    """Make the event partitions of the coming months; those that exist are left alone."""
    with transaction(edge.database, None) as session:
        driver(session).execute(b"select make_event_partitions(%s, %s)", (legal_day(edge.clock.now()), MONTHS_AHEAD))
