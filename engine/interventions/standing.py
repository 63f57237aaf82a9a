"""Where a case stands and where it may go, by the names of the drawing: what the page of interventions offers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine import runtime
from engine.bpmn import Element
from engine.cases.access import require_readable
from engine.cases.environment import environment_of
from engine.cases.rules import has_ended
from engine.cases.store import read_case
from engine.cases.values import LockedCase
from engine.definitions.procedure import Procedure
from engine.definitions.store import load_procedure
from engine.interventions.correction import as_raw, owners
from engine.interventions.plan import snapshot_of
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.organization.permissions import Permission, require_permission
from engine.runtime import Position

_HIDDEN = frozenset({"exclusiveGateway", "inclusiveGateway", "complexGateway"})
"""Gateways with no name are drawing, not places; named ones are questions people know."""


@dataclass(frozen=True)
class Named:
    """Something with a name in both languages; `within` names the subprocess or procedure it lies in."""

    element: str
    name_zh: str
    name_en: str
    within_zh: str
    within_en: str


@dataclass(frozen=True)
class PlaceRow(Named):
    """Where the case stands: the key to act on it, what kind of place it is, and who holds the task."""

    key: str
    kind: str
    holder: str | None


@dataclass(frozen=True)
class TargetRow(Named):
    """An element the case may be moved to; `times` says how often it was done."""

    times: int


@dataclass(frozen=True)
class FieldRow:
    """A field of the document that may be corrected, with its present value as a form would submit it."""

    key: str
    label_zh: str
    label_en: str
    step_zh: str
    step_en: str
    value: Any
    is_withheld: bool


@dataclass(frozen=True)
class Standing:
    """A case for whoever intervenes: `seq` is the event they have seen."""

    case: LockedCase
    seq: int
    is_over: bool
    places: tuple[PlaceRow, ...]
    targets: tuple[TargetRow, ...]
    fields: tuple[FieldRow, ...]


def read_standing(ctx: Context, case_id: UUID) -> Standing:
    """Return where a readable case stands; raises `MissingPermission`, `NotFound`."""
    require_permission(ctx, Permission.CASE_INTERVENE)
    require_readable(ctx, case_id)
    case = read_case(ctx, case_id)
    procedure = load_procedure(ctx, case.version_id)
    found = runtime.positions(procedure.program, snapshot_of(case), environment=environment_of(ctx, case))
    holders = _holders(ctx, case_id)
    places = tuple(_place(procedure, each, holders) for each in found if not each.stands_by)
    return Standing(
        case=case,
        seq=case.seq,
        is_over=has_ended(case),
        places=places,
        targets=tuple(_targets(procedure, case, found)),
        fields=tuple(_fields(procedure, case)),
    )


def _place(procedure: Procedure, position: Position, holders: Mapping[str, str]) -> PlaceRow:
    named = _named(procedure, procedure.elements[position.element], position.path[:-1])
    return PlaceRow(**named, key=position.key, kind=position.kind, holder=holders.get(position.key))


def _targets(procedure: Procedure, case: LockedCase, found: tuple[Position, ...]) -> Iterator[TargetRow]:
    top = procedure.process.id
    scopes: dict[tuple[str, str], tuple[str, ...]] = {(top, top): ()}
    for position in found:
        element = procedure.elements[position.element]
        scopes.setdefault((element.process_id, element.scope_id), position.path[:-1])
    for element in procedure.elements.values():
        path = scopes.get((element.process_id, element.scope_id))
        if path is not None and _is_offered(element):
            times = int((case.record.get(element.id) or {}).get("times") or 0)
            yield TargetRow(**_named(procedure, element, path), times=times)


def _is_offered(element: Element) -> bool:
    if element.attached_to or element.by_event or element.for_compensation:
        return False
    if element.kind == "startEvent":
        return False
    return bool(element.name) or element.kind not in _HIDDEN


def _named(procedure: Procedure, element: Element, path: tuple[str, ...]) -> dict[str, str]:
    around = [procedure.elements[name] for name in path]
    zh = element.name or element.id
    return {
        "element": element.id,
        "name_zh": zh,
        "name_en": element.name_en or zh,
        "within_zh": " / ".join(each.name or each.id for each in around),
        "within_en": " / ".join(each.name_en or each.name or each.id for each in around),
    }


def _fields(procedure: Procedure, case: LockedCase) -> Iterator[FieldRow]:
    owned = owners(procedure, case.record)
    for owner in dict.fromkeys(owned.values()):
        protected = owner.form.sensitive.protected
        for field in owner.form.fields:
            if owned.get(field.key) is not owner or "." in field.path:
                continue
            is_withheld = field.path in protected
            yield FieldRow(
                key=field.key,
                label_zh=field.label("zh"),
                label_en=field.label("en"),
                step_zh=owner.element.name,
                step_en=owner.element.name_en or owner.element.name,
                value=None if is_withheld else as_raw(case.data.get(field.key)),
                is_withheld=is_withheld,
            )


def _holders(ctx: Context, case_id: UUID) -> dict[str, str]:
    rows = (
        driver(ctx.session)
        .execute(
            b"select t.key, p.name from task t join person p on p.tenant_id = t.tenant_id and p.id = t.assignee_id"
            b" where t.tenant_id = %s and t.case_id = %s and t.status = 'open'",
            (ctx.actor.tenant_id, case_id),
        )
        .fetchall()
    )
    return {str(key): str(name) for key, name in rows}
