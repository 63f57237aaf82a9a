"""Incidents as rows: opened once for each subject and element, decided on, closed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engine.cases.store import lock_case
from engine.cases.values import LockedCase
from engine.incidents.values import SKIPPED, WITHDRAWN, Failure, LockedIncident, Origin, Place
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.errors import NotFound
from engine.kernel.ids import new_id
from engine.kernel.typed_json import dump, load

RETRY_JOB = "retry-incident"
"""The name of the job that takes a step anew, in a transaction of its own and in the name of whoever took it first."""

_OPEN = b"""
insert into incident (tenant_id, id, subject_id, case_id, task_id, timer_id, message_id, delivery_id, definition_key,
  element, name_zh, name_en, kind, sentence_zh, sentence_en, command, draft_revision, person_id, opened_at, last_at,
  attempts, status)
values (%(tenant)s, %(id)s, %(subject)s, %(case)s, %(task)s, %(timer)s, %(message)s, %(delivery)s, %(definition)s,
  %(element)s, %(name_zh)s, %(name_en)s, %(kind)s, %(zh)s, %(en)s, %(command)s, %(draft)s, %(person)s, %(now)s,
  %(now)s, 1, 'open')
on conflict (tenant_id, subject_id, element) where status = 'open' do update
  set attempts = incident.attempts + 1, last_at = excluded.last_at, task_id = excluded.task_id,
    timer_id = excluded.timer_id, message_id = excluded.message_id, delivery_id = excluded.delivery_id,
    kind = excluded.kind, sentence_zh = excluded.sentence_zh, sentence_en = excluded.sentence_en,
    command = excluded.command, draft_revision = excluded.draft_revision, person_id = excluded.person_id,
    decision = null, skip = null
returning id, attempts
"""
# A retried step that fails at another element this time: what it has got past waits for a decision again.
_PASSED = b"""
update incident set decision = null
where tenant_id = %(tenant)s and status = 'open' and decision = 'retry' and element <> %(element)s
  and (task_id = %(task)s or timer_id = %(timer)s or message_id = %(message)s or delivery_id = %(delivery)s)
"""
_SELECT = b"""
select id, case_id, command, task_id, timer_id, message_id, delivery_id, definition_key, element, name_zh, name_en,
  kind, draft_revision, person_id, attempts, status, decision, skip::text, decided_at, closed_at
from incident where tenant_id = %s and id = %s
"""
_CLOSE = b"""
update incident set status = case when decision = 'skip' then %(skipped)s else 'resolved' end, closed_at = %(now)s
where tenant_id = %(tenant)s and status = 'open'
  and (timer_id = %(id)s or message_id = %(id)s or delivery_id = %(id)s)
"""


def add_incident(ctx: Context, failure: Failure, origin: Origin, place: Place, *, kind: str) -> tuple[UUID, int]:
    """Open an incident, or count one more attempt of the one that is open; return its id and the attempts."""
    given: dict[str, Any] = {
        "tenant": ctx.actor.tenant_id,
        "id": new_id(),
        "subject": place.subject_id,
        "case": place.case_id,
        "task": origin.task_id,
        "timer": origin.timer_id,
        "message": origin.message_id,
        "delivery": origin.delivery_id,
        "definition": place.definition_key,
        "element": failure.element,
        "name_zh": place.name_zh,
        "name_en": place.name_en,
        "kind": kind,
        "zh": failure.zh,
        "en": failure.en,
        "command": origin.command,
        "draft": place.draft_revision,
        "person": ctx.actor.person_id,
        "now": ctx.clock.now(),
    }
    driver(ctx.session).execute(_PASSED, given)
    row: tuple[Any, ...] | None = driver(ctx.session).execute(_OPEN, given).fetchone()
    assert row is not None
    return row[0], row[1]


def lock_incident(ctx: Context, incident_id: UUID) -> LockedIncident:
    """Lock an incident and return it; a case is locked before it. Raises `NotFound`."""
    return _incident(ctx, incident_id, _SELECT + b" for update")


def read_incident(ctx: Context, incident_id: UUID) -> LockedIncident:
    """Return an incident without locking it; raises `NotFound`."""
    return _incident(ctx, incident_id, _SELECT)


def lock_with_case(ctx: Context, incident_id: UUID) -> tuple[LockedCase | None, LockedIncident]:
    """Lock the case of an incident, if it has one, then the incident, and return both; raises `NotFound`."""
    case_id = read_incident(ctx, incident_id).case_id
    case = lock_case(ctx, case_id) if case_id else None
    return case, lock_incident(ctx, incident_id)


def decide(
    ctx: Context, incident_id: UUID, decision: str, *, reason: str | None, skip: Mapping[str, Any] | None = None
) -> None:
    """Note what is to be tried with a locked incident, by whom and why."""
    driver(ctx.session).execute(
        b"update incident set decision = %s, reason = %s, skip = %s::jsonb, decided_by = %s, decided_at = %s"
        b" where tenant_id = %s and id = %s",
        (
            decision,
            reason,
            None if skip is None else dump(skip).decode(),
            ctx.actor.person_id,
            ctx.clock.now(),
            ctx.actor.tenant_id,
            incident_id,
        ),
    )


def withdraw(ctx: Context, incident_id: UUID, *, reason: str) -> None:
    """Close a locked incident without anything being tried."""
    driver(ctx.session).execute(
        b"update incident set status = %s, reason = %s, decided_by = %s, decided_at = %s, closed_at = %s"
        b" where tenant_id = %s and id = %s",
        (
            WITHDRAWN,
            reason,
            ctx.actor.person_id,
            ctx.clock.now(),
            ctx.clock.now(),
            ctx.actor.tenant_id,
            incident_id,
        ),
    )


def close_for(ctx: Context, origin_id: UUID) -> None:
    """Close the incident of a timer, message or delivery that has had its effect now."""
    given = {"tenant": ctx.actor.tenant_id, "id": origin_id, "now": ctx.clock.now(), "skipped": SKIPPED}
    driver(ctx.session).execute(_CLOSE, given)


def withdraw_all(ctx: Context, case_id: UUID) -> None:
    """Close what is open of a case that has ended: there is nothing left to retry."""
    driver(ctx.session).execute(
        b"update incident set status = 'withdrawn', closed_at = %s where tenant_id = %s and case_id = %s"
        b" and status = 'open'",
        (ctx.clock.now(), ctx.actor.tenant_id, case_id),
    )


def _incident(ctx: Context, incident_id: UUID, statement: bytes) -> LockedIncident:
    row: tuple[Any, ...] | None = driver(ctx.session).execute(statement, (ctx.actor.tenant_id, incident_id)).fetchone()
    if row is None:
        raise NotFound(what_zh="异常", what_en="incident")
    values = [*row[:2], Origin(*row[2:7]), *row[7:17], load(row[17]) if row[17] else None, *row[18:]]
    return LockedIncident(*values)
