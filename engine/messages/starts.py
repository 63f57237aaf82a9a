"""Cases that messages start: while one goes on, no second one of the same correlation starts."""

from typing import Any
from uuid import UUID

from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.messages.store import take_one


def claim_start(ctx: Context, *, definition_key: str, name: str, correlation: str, case_id: UUID) -> bool:
    """Note that a case starts on a message of a correlation; return False if one that it has started goes on.

    The row stays locked until the transaction ends, so that of two messages one starts and the other waits.
    """
    place = (ctx.actor.tenant_id, definition_key, name, correlation)
    connection = driver(ctx.session)
    connection.execute(
        b"insert into message_start (tenant_id, definition_key, name, correlation, case_id)"
        b" values (%s, %s, %s, %s, %s) on conflict do nothing",
        (*place, case_id),
    )
    row: tuple[Any, ...] | None = connection.execute(
        b"select case_id from message_start where tenant_id = %s and definition_key = %s and name = %s"
        b" and correlation = %s for update",
        place,
    ).fetchone()
    if row is None or row[0] == case_id:
        return row is not None
    # Asked after the lock, in a statement of its own: the case may have ended while we waited for it.
    busy = connection.execute(
        b"select 1 from \"case\" where tenant_id = %s and id = %s and status in ('active', 'suspended')",
        (ctx.actor.tenant_id, row[0]),
    ).fetchone()
    if busy is not None:
        return False
    connection.execute(
        b"update message_start set case_id = %s where tenant_id = %s and definition_key = %s and name = %s"
        b" and correlation = %s",
        (case_id, *place),
    )
    return True


def match_also(ctx: Context, message_id: UUID, correlation: str) -> None:
    """Let a message be found by the correlation that its payload has for a procedure it would start."""
    driver(ctx.session).execute(
        b"update message_in set matches = array_append(matches, %(more)s)"
        b" where tenant_id = %(tenant)s and id = %(id)s and not %(more)s = any(matches)",
        {"more": correlation, "tenant": ctx.actor.tenant_id, "id": message_id},
    )


def release_starts(ctx: Context, case_id: UUID) -> None:
    """Let the next message start a case now that this one has ended."""
    rows: list[tuple[Any, ...]] = (
        driver(ctx.session)
        .execute(
            b"select name, correlation from message_start where tenant_id = %s and case_id = %s for update",
            (ctx.actor.tenant_id, case_id),
        )
        .fetchall()
    )
    for name, correlation in rows:
        take_one(ctx, name, correlation)
