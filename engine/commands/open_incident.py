"""Open an incident: keep a step that could not be taken for somebody to deal with, and what was filled in."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from engine.audit.chain import Entry
from engine.audit.log import record, record_journal
from engine.cases.store import advance_chain, lock_case
from engine.cases.values import LockedCase
from engine.deadlines.timers import case_of_timer, stick_timer
from engine.definitions.procedure import Procedure
from engine.definitions.store import load_procedure
from engine.errands.store import stick_errand
from engine.incidents.rules import kind_of
from engine.incidents.store import add_incident
from engine.incidents.values import Failure, Origin, Place
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.messages.signals import lock_delivery, mark_delivery, peek_delivery
from engine.messages.store import lock_message, mark_message, peek_message, receiver_of
from engine.tasks.errors import DraftUnkeepable
from engine.tasks.rules import keepable
from engine.tasks.store import lock_task, write_draft
from engine.tasks.values import LockedTask, Submission

JOURNAL = "incidents"
"""The journal of the record for incidents of cases that do not exist yet."""


def open_incident(
    ctx: Context, *, failure: Failure, origin: Origin, data: Mapping[str, Any] | Submission | None = None
) -> Receipt:
    """Note a failed step, in a transaction of its own after the step's was rolled back.

    What a person has filled in is kept as the draft of the task. A timer, message or signal is set aside, so that it
    holds up no other. Nothing is noted, and the receipt names no incident, where the step is no longer to be taken.
    """
    if origin.task_id is not None:
        return _of_task(ctx, failure, origin, data)
    if origin.timer_id is not None:
        case_id = case_of_timer(ctx, origin.timer_id)
        case = lock_case(ctx, case_id) if case_id else None
        return _noted(ctx, failure, origin, case) if case and stick_timer(ctx, origin.timer_id) else Receipt()
    if origin.message_id is not None:
        return _of_message(ctx, failure, origin, origin.message_id)
    assert origin.delivery_id is not None
    return _of_delivery(ctx, failure, origin, origin.delivery_id)


def _of_task(ctx: Context, failure: Failure, origin: Origin, data: Mapping[str, Any] | Submission | None) -> Receipt:
    assert origin.task_id is not None
    case, task = lock_task(ctx, origin.task_id)
    if task.status != "open":
        return Receipt()
    stick_errand(ctx, task.id)
    revision = _keep_draft(ctx, load_procedure(ctx, case.version_id), task, data)
    return _noted(ctx, failure, origin, case, draft_revision=revision)


def _keep_draft(
    ctx: Context, procedure: Procedure, task: LockedTask, data: Mapping[str, Any] | Submission | None
) -> int:
    form = procedure.forms.get(task.form or "")
    raw = (form.extract(data.pairs) if form else {}) if isinstance(data, Submission) else data or {}
    try:
        draft = keepable(raw)
    except DraftUnkeepable:
        # The form took it, so this is rare; the incident is worth more than the draft.
        return task.draft_revision
    write_draft(ctx, task.id, draft=draft, revision=task.draft_revision + 1)
    return task.draft_revision + 1


def _of_message(ctx: Context, failure: Failure, origin: Origin, message_id: UUID) -> Receipt:
    message = peek_message(ctx, message_id)
    waiting = receiver_of(ctx, message) if message else None
    case = lock_case(ctx, waiting.case_id) if waiting else None
    if message is None or not lock_message(ctx, message_id):
        return Receipt()
    mark_message(ctx, message_id, "stuck")
    return _noted(ctx, failure, origin, case, subject_id=message_id, name=message.name)


def _of_delivery(ctx: Context, failure: Failure, origin: Origin, delivery_id: UUID) -> Receipt:
    delivery = peek_delivery(ctx, delivery_id)
    case = lock_case(ctx, delivery.case_id) if delivery and delivery.case_id else None
    if delivery is None or not lock_delivery(ctx, delivery_id):
        return Receipt()
    mark_delivery(ctx, delivery_id, "stuck")
    return _noted(ctx, failure, origin, case, subject_id=delivery_id, name=delivery.definition_key or "")


def _noted(
    ctx: Context,
    failure: Failure,
    origin: Origin,
    case: LockedCase | None,
    *,
    subject_id: UUID | None = None,
    name: str = "",
    draft_revision: int | None = None,
) -> Receipt:
    procedure = load_procedure(ctx, case.version_id) if case else None
    element = procedure.elements.get(failure.element) if procedure else None
    name_zh = (element.name or element.id) if element else failure.element or name or "…"
    name_en = (element.name_en or element.name or element.id) if element else name_zh
    subject = case.id if case else subject_id
    assert subject is not None
    kind = kind_of(element, failure)
    key = case.definition_key if case else None
    place = Place(subject, case.id if case else None, key, name_zh, name_en, draft_revision)
    incident_id, attempts = add_incident(ctx, failure, origin, place, kind=kind)
    # The reasons quote values, which may be personal data: they stay in the row and out of the chain.
    body = {"incident": incident_id, "element": failure.element, "kind": kind, "attempts": attempts}
    if case is None:
        record_journal(ctx, JOURNAL, "incident:opened", {**body, "subject": subject})
    else:
        entry = Entry("incident:opened", body)
        advance_chain(ctx, case.id, *record(ctx, case.id, [entry], seq=case.seq, head=case.head))
    return Receipt(
        case_id=place.case_id,
        task_id=origin.task_id,
        number=case.number if case else None,
        detail={"incident": str(incident_id), "name_zh": name_zh, "name_en": name_en, "attempts": attempts},
    )
