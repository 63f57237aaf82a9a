"""What scenarios of a tenant's procedure are played on: its draft or live version, with the tenant's own people."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from engine.bpmn import SourceFile
from engine.definitions.bundle import Bundle
from engine.definitions.catalogue import list_definitions
from engine.definitions.procedure import Procedure
from engine.definitions.store import load_bundle, load_draft, load_procedure, require_definition
from engine.kernel.actor import Seat
from engine.kernel.context import Context
from engine.organization.chart import Chart, PersonEntry, UnitEntry
from engine.organization.directory import UnitRow, units_by_code
from engine.organization.duties import PersonFacts, Rule
from engine.organization.models import Person, RolePermission, SeatRow, Tenant, Unit
from engine.organization.roster import load_roster
from engine.registers.directory import terms_in_use, versions_of
from engine.scenarios.feature import Feature
from engine.scenarios.reading import read_features
from engine.scenarios.staging import Staging, read_defaults

Files = tuple[SourceFile, ...]


@dataclass(frozen=True)
class Rehearsal:
    """The scenarios of a procedure and what they are played on; `is_draft` tells whether of what is being drawn."""

    key: str
    features: tuple[Feature, ...]
    staging: Staging
    diagram: bytes
    is_draft: bool


def prepare_rehearsal(ctx: Context, key: str) -> Rehearsal:
    """Return the scenarios stored with a procedure and a stage for its draft or, without one, its live version.

    All other procedures in force stand on the stage too, because scenarios follow messages from one to the next.
    Raises `ProcedureUnknown`, `FeaturesRefused`.
    """
    definition = require_definition(ctx, key)
    assert definition.live_version_id is not None
    bundle, draft = load_bundle(ctx, definition.live_version_id), load_draft(ctx, key)
    if draft is not None:
        bundle = bundle.with_file(bundle.bpmn, draft.bpmn)
    bundles = _bundles(ctx, bundle)
    chart, rules = _staff(ctx)
    staging = Staging(
        bundles=tuple(_files(each) for each in bundles),
        chart=chart,
        rules=rules,
        permissions=_permissions(ctx),
        thresholds=tuple(version for name in terms_in_use(ctx).get("name", ()) for version in versions_of(ctx, name)),
        defaults=read_defaults([file for each in bundles for file in each.sources(each.defaults)]),
    )
    features = read_features(bundle.sources(bundle.features))
    return Rehearsal(key, features, staging, bundle.files[bundle.bpmn], draft is not None)


def _bundles(ctx: Context, changed: Bundle) -> list[Bundle]:
    """Return the bundles of all procedures in force, those that are called first, one of them changed."""
    ordered: dict[str, Bundle] = {}
    for row in list_definitions(ctx):
        if row.version_id is not None:
            _add(ordered, load_procedure(ctx, row.version_id))
    return [changed if key == changed.key else bundle for key, bundle in ordered.items()]


def _add(ordered: dict[str, Bundle], procedure: Procedure) -> None:
    for called in procedure.called:
        _add(ordered, called)
    ordered.setdefault(procedure.bundle.key, procedure.bundle)


def _files(bundle: Bundle) -> Files:
    return tuple(SourceFile(path, content) for path, content in bundle.files.items())


def _permissions(ctx: Context) -> Mapping[str, frozenset[str]]:
    rows = ctx.session.execute(
        select(RolePermission.role, RolePermission.permission).where(RolePermission.tenant_id == ctx.actor.tenant_id)
    )
    found: dict[str, set[str]] = defaultdict(set)
    for role, permission in rows:
        found[role].add(permission)
    return {role: frozenset(granted) for role, granted in found.items()}


def _staff(ctx: Context) -> tuple[Chart, tuple[Rule, ...]]:
    """Return the tenant's organisation as a chart, and its rules on duties."""
    seats: dict[str, list[Seat]] = defaultdict(list)
    rows = ctx.session.execute(
        select(Person.login, SeatRow.role, Unit.code)
        .join(SeatRow, (SeatRow.tenant_id == Person.tenant_id) & (SeatRow.person_id == Person.id))
        .join(Unit, (Unit.tenant_id == SeatRow.tenant_id) & (Unit.id == SeatRow.unit_id))
        .where(Person.tenant_id == ctx.actor.tenant_id, Person.active)
        .order_by(Person.login, Unit.code, SeatRow.role)
    )
    for login, role, unit in rows:
        seats[login].append(Seat(role, unit))
    roster = load_roster(ctx, logins=seats)
    people = sorted(roster.people.values(), key=lambda facts: facts.login)
    tenant = ctx.session.get_one(Tenant, ctx.actor.tenant_id)
    roles = dict.fromkeys(_permissions(ctx))
    chart = Chart(
        code=tenant.code,
        name_zh=tenant.name_zh,
        name_en=tenant.name_en,
        units=tuple(_ordered(units_by_code(ctx))),
        people=tuple(_entry(facts, seats[facts.login]) for facts in people),
        roles={role: (role, role) for role in roles},
    )
    return chart, roster.rules


def _ordered(units: Mapping[str, UnitRow]) -> list[UnitEntry]:
    """Return the units, superior ones before those below them."""
    entries = [UnitEntry(unit.code, unit.kind, unit.name_zh, unit.name_en, unit.superior) for unit in units.values()]
    return sorted(entries, key=lambda entry: (_depth(units, entry.code), entry.code))


def _depth(units: Mapping[str, UnitRow], code: str | None) -> int:
    depth = 0
    while code is not None and code in units and depth <= len(units):
        code, depth = units[code].superior, depth + 1
    return depth


def _entry(facts: PersonFacts, seats: Sequence[Seat]) -> PersonEntry:
    latest = max(facts.certificates, key=lambda each: (each.revoked_on is None, each.valid_to), default=None)
    return PersonEntry(
        login=facts.login,
        name=facts.name,
        seats=tuple(seats),
        certificate=latest,
        legal_qualification=facts.legal_qualification,
        first_time_reviewer=facts.first_time_reviewer,
    )
