"""Transfer a case: take one running case of an order to its other version, or say why it stays."""

from typing import Any
from uuid import UUID

from engine.audit.chain import Entry
from engine.cases.environment import environment_of
from engine.cases.record import participants
from engine.cases.store import lock_case
from engine.cases.values import LockedCase
from engine.definitions.procedure import Procedure
from engine.definitions.store import load_procedure
from engine.kernel.context import Context
from engine.kernel.errors import Fault, GuijuError
from engine.kernel.receipt import Receipt
from engine.organization.directory import names_of
from engine.organization.roster import load_roster
from engine.runtime import Migrated
from engine.settlement.settle import settle
from engine.settlement.step import Step
from engine.transfer.judging import Versions, judge_transfer
from engine.transfer.models import Transfer
from engine.transfer.store import RUNNING, close_item, move_rows, number_of, require_transfer


def transfer_case(ctx: Context, *, transfer_id: UUID, case_id: UUID) -> Receipt:
    """Take a case to the version of a running order; the machine does this for whoever ordered it.

    A case that has left the version meanwhile is passed over; one that cannot go is noted with every reason and
    stays as it was. Tasks keep their ids, holders, drafts and due instants, timers the instant they are due.
    """
    transfer = require_transfer(ctx, transfer_id)
    if transfer.status != RUNNING:
        return Receipt(case_id=case_id, detail={"status": "waiting"})
    case = lock_case(ctx, case_id)
    if case.version_id != transfer.from_version_id:
        close_item(ctx, transfer.id, case_id, status="passed_over", told=())
        return Receipt(case_id=case_id, number=case.number, detail={"status": "passed_over"})
    mapping = {source: str(target) for source, target in transfer.mapping.items()}
    before, after = load_procedure(ctx, case.version_id), load_procedure(ctx, transfer.to_version_id)
    judged = judge_transfer(case, Versions(before, after, mapping), environment_of(ctx, case))
    if judged.faults or judged.migrated is None:
        close_item(ctx, transfer.id, case_id, status="refused", told=judged.faults)
        return Receipt(case_id=case_id, number=case.number, detail={"status": "refused"})
    try:
        with ctx.session.begin_nested():
            _move(ctx, judged.case, after, judged.migrated, transfer)
    except GuijuError as refusal:
        told = refusal.faults or (Fault(refusal.code, refusal.sentence("zh"), refusal.sentence("en"), {}),)
        close_item(ctx, transfer.id, case_id, status="refused", told=told)
        return Receipt(case_id=case_id, number=case.number, detail={"status": "refused"})
    close_item(ctx, transfer.id, case_id, status="moved", told=judged.migrated.notes)
    return Receipt(case_id=case_id, number=case.number, detail={"status": "moved"})


def _move(ctx: Context, case: LockedCase, after: Procedure, migrated: Migrated, transfer: Transfer) -> None:
    renamed = {
        place.element_before: place.element for place in migrated.places if place.element != place.element_before
    }
    body = {
        "transfer": transfer.id,
        "version": transfer.to_version_id,
        "number": str(number_of(ctx, transfer.to_version_id)),
        "ordered_by": names_of(ctx, [transfer.started_by]).get(transfer.started_by, "…"),
        "reason": transfer.reason,
        "renamed": renamed,
        "notes": [note.en for note in migrated.notes],
    }
    roster = load_roster(ctx, logins=participants(case.record))
    rows = [_row(after, place.key, place.element) for place in migrated.places]
    move_rows(ctx, case.id, transfer.to_version_id, rows)
    settle(ctx, case, after, migrated.outcome, Step(entry=Entry("case:migrated", body), roster=roster))


def _row(after: Procedure, key: str, name: str) -> dict[str, Any]:
    element = after.elements[name]
    human = element.human
    return {
        "key": key,
        "element": name,
        "name_zh": element.name or element.id,
        "name_en": element.name_en or element.name or element.id,
        "form": human.form if human else None,
        "duty": human.duty if human else None,
        "role": (human.performer if human else None) or "",
    }
