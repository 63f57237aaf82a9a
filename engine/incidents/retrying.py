"""What a step is taken anew with: the arguments it was taken with first, and what it is to pass this time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.incidents.store import read_incident
from engine.incidents.values import OPEN, LockedIncident
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.typed_json import load
from engine.runtime import Skip

_SKIPS = b"""
select element, skip::text from incident
where tenant_id = %(tenant)s and status = 'open' and decision = 'skip'
  and (id = %(id)s or task_id = %(task)s or timer_id = %(timer)s or message_id = %(message)s
    or delivery_id = %(delivery)s)
"""


@dataclass(frozen=True)
class Trial:
    """One more attempt at the step of an incident."""

    incident: LockedIncident
    arguments: Mapping[str, Any]
    skips: Mapping[str, Skip]


def read_trial(ctx: Context, incident_id: UUID) -> Trial | None:
    """Return how to take the step of an incident anew, None unless it is open and somebody has decided so.

    What was decided to be skipped on the way to this element is skipped again. A form is handed in as it was kept.
    """
    incident = read_incident(ctx, incident_id)
    if incident.status != OPEN or incident.decision is None:
        return None
    origin = incident.origin
    arguments: dict[str, Any] = {
        name: value
        for name in ("task_id", "timer_id", "message_id", "delivery_id")
        if (value := getattr(origin, name)) is not None
    }
    if origin.task_id is not None:
        arguments["data"] = _draft(ctx, origin.task_id)
    return Trial(incident, arguments, _skips(ctx, incident))


def _draft(ctx: Context, task_id: UUID) -> Mapping[str, Any]:
    row: tuple[Any, ...] | None = (
        driver(ctx.session)
        .execute(b"select draft::text from task where tenant_id = %s and id = %s", (ctx.actor.tenant_id, task_id))
        .fetchone()
    )
    draft: Mapping[str, Any] = load(row[0]) if row and row[0] else {}
    return draft


def _skips(ctx: Context, incident: LockedIncident) -> dict[str, Skip]:
    origin = incident.origin
    given = {
        "tenant": ctx.actor.tenant_id,
        "id": incident.id,
        "task": origin.task_id,
        "timer": origin.timer_id,
        "message": origin.message_id,
        "delivery": origin.delivery_id,
    }
    rows: list[tuple[Any, ...]] = driver(ctx.session).execute(_SKIPS, given).fetchall()
    return {element: Skip(**load(skip)) for element, skip in rows}
