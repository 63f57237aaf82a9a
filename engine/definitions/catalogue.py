"""Procedures for whoever looks at them: what there is, what can be started, diagrams and drafts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from engine.definitions.bundle import Bundle
from engine.definitions.errors import ProcedureUnknown, ProofUnknown
from engine.definitions.models import Definition, DefinitionDraft, DefinitionVersion
from engine.definitions.proving import faults_of, prove_here
from engine.definitions.publishing import compile_for_publication, known_roles
from engine.definitions.store import load_bundle, load_draft, load_procedure, require_definition
from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.errors import Fault, GuijuError, NotFound
from engine.organization.directory import names_of
from engine.verification.verify import UNKNOWN


@dataclass(frozen=True)
class ProcedureRow:
    """A procedure with its live version and, where somebody is drawing, its draft."""

    key: str
    title_zh: str
    title_en: str
    owner: str
    version_id: UUID
    number: int
    published_at: datetime
    note: str
    starter_role: str | None
    draft_revision: int | None
    draft_saved_at: datetime | None

    def title(self, language: str) -> str:
        """Return the title in `zh` or, for any other language, English."""
        return self.title_zh if language.startswith("zh") else self.title_en


@dataclass(frozen=True)
class VersionRow:
    """One published version of a procedure; `cases` counts those that still run on it."""

    id: UUID
    number: int
    note: str
    created_at: datetime
    created_by: str
    is_live: bool
    cases: int


@dataclass(frozen=True)
class DraftSheet:
    """What the designer opens: the draft if there is one, else the live diagram as revision 0."""

    key: str
    title_zh: str
    title_en: str
    bpmn: bytes
    revision: int
    base_version_id: UUID
    base_number: int
    live_number: int
    saved_at: datetime | None
    saved_by: str | None


def list_definitions(ctx: Context) -> Sequence[ProcedureRow]:
    """Return every procedure of the tenant by key; there are dozens at most, so the list is not paged."""
    rows = ctx.session.execute(
        select(Definition, DefinitionVersion, DefinitionDraft.revision, DefinitionDraft.updated_at)
        .join(
            DefinitionVersion,
            (DefinitionVersion.tenant_id == Definition.tenant_id)
            & (DefinitionVersion.id == Definition.live_version_id),
        )
        .outerjoin(
            DefinitionDraft,
            (DefinitionDraft.tenant_id == Definition.tenant_id) & (DefinitionDraft.key == Definition.key),
        )
        .where(Definition.tenant_id == ctx.actor.tenant_id)
        .order_by(Definition.key)
    )
    return [
        ProcedureRow(
            key=definition.key,
            title_zh=definition.title_zh,
            title_en=definition.title_en,
            owner=definition.owner,
            version_id=version.id,
            number=version.number,
            published_at=version.created_at,
            note=version.note,
            starter_role=definition.starter_role,
            draft_revision=revision,
            draft_saved_at=saved_at,
        )
        for definition, version, revision, saved_at in rows
    ]


def list_startable(ctx: Context) -> Sequence[ProcedureRow]:
    """Return the procedures whose first step is done by a role that the actor holds."""
    return [row for row in list_definitions(ctx) if row.starter_role in ctx.actor.roles]


def list_versions(ctx: Context, key: str) -> Sequence[VersionRow]:
    """Return the versions of a procedure, newest first; raises `ProcedureUnknown`."""
    definition = require_definition(ctx, key)
    versions = ctx.session.scalars(
        select(DefinitionVersion)
        .where(DefinitionVersion.tenant_id == ctx.actor.tenant_id, DefinitionVersion.key == key)
        .order_by(DefinitionVersion.number.desc())
    ).all()
    names = names_of(ctx, [version.created_by for version in versions])
    running = _running_cases(ctx, key)
    return [
        VersionRow(
            id=version.id,
            number=version.number,
            note=version.note,
            created_at=version.created_at,
            created_by=names.get(version.created_by, "系统"),
            is_live=version.id == definition.live_version_id,
            cases=running.get(version.id, 0),
        )
        for version in versions
    ]


def read_diagram(ctx: Context, version_id: UUID) -> bytes:
    """Return the diagram of a published version, byte for byte; raises `NotFound`."""
    version = ctx.session.get(DefinitionVersion, (ctx.actor.tenant_id, version_id))
    if version is None:
        raise NotFound(what_zh="规程版本", what_en="version of a procedure")
    bundle = load_bundle(ctx, version_id)
    return bundle.files[bundle.bpmn]


def read_draft(ctx: Context, key: str) -> DraftSheet:
    """Return what the designer opens for a procedure; raises `ProcedureUnknown`."""
    definition = require_definition(ctx, key)
    draft = load_draft(ctx, key)
    assert definition.live_version_id is not None
    live = ctx.session.get_one(DefinitionVersion, (ctx.actor.tenant_id, definition.live_version_id))
    base = ctx.session.get_one(DefinitionVersion, (ctx.actor.tenant_id, draft.base_version_id)) if draft else live
    names = names_of(ctx, [draft.updated_by]) if draft else {}
    return DraftSheet(
        key=key,
        title_zh=definition.title_zh,
        title_en=definition.title_en,
        bpmn=draft.bpmn if draft else read_diagram(ctx, definition.live_version_id),
        revision=draft.revision if draft else 0,
        base_version_id=base.id,
        base_number=base.number,
        live_number=live.number,
        saved_at=draft.updated_at if draft else None,
        saved_by=names.get(draft.updated_by) if draft else None,
    )


def check_diagram(ctx: Context, key: str, bpmn: bytes) -> tuple[Fault, ...]:
    """Return what would be refused if the diagram were published with the rest of its bundle, else what is doubtful.

    A fault of severity `warning` does not stand in the way.
    """
    try:
        procedure, _ = compile_for_publication(ctx, _bundle_with(ctx, key, bpmn))
    except GuijuError as error:
        return error.faults or (Fault(error.code, error.sentence("zh"), error.sentence("en")),)
    proof = prove_here(ctx, procedure)
    unknown = [] if proof.verdict != UNKNOWN else [_unknown(key, proof.digest)]
    return (*faults_of(proof.defects), *unknown, *procedure.warnings)


def _unknown(key: str, digest: str) -> Fault:
    refusal = ProofUnknown(key=key, digest=digest)
    return Fault(refusal.code, refusal.sentence("zh"), refusal.sentence("en"))


def designer_options(ctx: Context, key: str) -> Mapping[str, Sequence[Mapping[str, str]]]:
    """Return what the properties panel offers: roles, units, forms and limits, each with a label per language."""
    definition = require_definition(ctx, key)
    assert definition.live_version_id is not None
    procedure = load_procedure(ctx, definition.live_version_id)
    units = driver(ctx.session).execute(
        b"select code, name_zh, name_en from unit where tenant_id = %s order by code", (ctx.actor.tenant_id,)
    )
    limits = driver(ctx.session).execute(
        b"select distinct on (id) id, length, unit, basis from time_limit where tenant_id = %s and not withdrawn"
        b" and direction not in ('min_before', 'at') order by id, valid_from desc",
        (ctx.actor.tenant_id,),
    )
    return {
        "roles": [_choice(role, role, role) for role in sorted(known_roles(ctx))],
        "units": [_choice(str(code), str(zh), str(en)) for code, zh, en in units],
        "forms": [_choice(form.id, form.title("zh"), form.title("en")) for form in procedure.forms.values()],
        "deadlines": [
            _choice(str(name), f"{name} {length} {unit} {basis}", f"{name} {length} {unit} {basis}")
            for name, length, unit, basis in limits
        ],
    }


def _choice(value: str, zh: str, en: str) -> Mapping[str, str]:
    return {"value": value, "zh": zh, "en": en}


def _bundle_with(ctx: Context, key: str, bpmn: bytes) -> Bundle:
    definition = require_definition(ctx, key)
    if definition.live_version_id is None:
        raise ProcedureUnknown(key=key)
    base = load_bundle(ctx, definition.live_version_id)
    return base.with_file(base.bpmn, bpmn)


def _running_cases(ctx: Context, key: str) -> dict[UUID, int]:
    rows = driver(ctx.session).execute(
        b'select definition_version_id, count(*) from "case" where tenant_id = %s and definition_key = %s'
        b" and status in ('active', 'suspended') group by definition_version_id",
        (ctx.actor.tenant_id, key),
    )
    return {version_id: int(str(count)) for version_id, count in rows}  # type: ignore[misc]
