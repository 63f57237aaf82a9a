"""What must hold before somebody decides on an incident."""

from typing import Any
from uuid import UUID

from engine.cases.values import LockedCase
from engine.incidents.errors import DraftChanged
from engine.incidents.rules import require_open
from engine.incidents.store import lock_with_case
from engine.incidents.values import LockedIncident
from engine.kernel.context import Context
from engine.kernel.database import driver


def lock_for_decision(
    ctx: Context, incident_id: UUID, *, is_final: bool = False
) -> tuple[LockedCase | None, LockedIncident]:
    """Lock an incident with its case and return both; raises `NotFound`, `IncidentClosed`, `IncidentUnderway`.

    Unless it is closed for good, the form that failed must be as it was: `DraftChanged` is raised where whoever has
    the task has gone on filling it in, for nobody hands in for them what they have not.
    """
    case, incident = lock_with_case(ctx, incident_id)
    require_open(incident)
    if not is_final and incident.origin.task_id is not None and _revision(ctx, incident) != incident.draft_revision:
        raise DraftChanged
    return case, incident


def _revision(ctx: Context, incident: LockedIncident) -> int | None:
    row: tuple[Any, ...] | None = (
        driver(ctx.session)
        .execute(
            b"select draft_revision from task where tenant_id = %s and id = %s and status = 'open'",
            (ctx.actor.tenant_id, incident.origin.task_id),
        )
        .fetchone()
    )
    return row[0] if row else None
