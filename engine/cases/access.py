"""Who may read a case: the reader rows, met by the person, their units, and what lies below those units."""

from uuid import UUID

from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.errors import NotFound
from engine.organization.permissions import Permission

READABLE = b"""
exists (select from case_reader r
  where r.tenant_id = c.tenant_id and r.case_id = c.id and r.subject_id = any(%(scope)s))
"""


def reads_everything(ctx: Context) -> bool:
    """Tell whether the actor supervises: reads every case of the tenant, and changes none by that."""
    return Permission.CASE_READ_ALL in ctx.actor.permissions


def can_read(ctx: Context, case_id: UUID) -> bool:
    """Tell whether the case exists and the actor may read it."""
    row = (
        driver(ctx.session)
        .execute(
            b'select 1 from "case" c where c.tenant_id = %(tenant)s and c.id = %(case)s and (%(all)s or '
            + READABLE
            + b")",
            {
                "tenant": ctx.actor.tenant_id,
                "case": case_id,
                "all": reads_everything(ctx),
                "scope": list(ctx.actor.scope),
            },
        )
        .fetchone()
    )
    return row is not None


def require_readable(ctx: Context, case_id: UUID) -> None:
    """Raise `NotFound` unless the actor may read the case: whether it exists is not told."""
    if not can_read(ctx, case_id):
        raise NotFound(what_zh="案件", what_en="case")


def is_reader(ctx: Context, case_id: UUID) -> bool:
    """Tell whether the actor reads the case for their work on it or their unit's, not as a supervisor only."""
    row = (
        driver(ctx.session)
        .execute(
            b"select 1 from case_reader where tenant_id = %s and case_id = %s and subject_id = any(%s) limit 1",
            (ctx.actor.tenant_id, case_id, list(ctx.actor.scope)),
        )
        .fetchone()
    )
    return row is not None


def is_handler(ctx: Context, case_id: UUID) -> bool:
    """Tell whether the actor has handled a task of the case: only handlers see who reported."""
    row = (
        driver(ctx.session)
        .execute(
            b"select 1 from case_reader where tenant_id = %s and case_id = %s and subject_id = %s and handler",
            (ctx.actor.tenant_id, case_id, ctx.actor.person_id),
        )
        .fetchone()
    )
    return row is not None
