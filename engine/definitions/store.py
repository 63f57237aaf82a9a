"""Load and write procedures: versions, their files, drafts; compiled ones are kept per version, which never changes."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import any_, func, literal, select

from engine.bpmn import SourceFile
from engine.definitions.bundle import Bundle, read_bundle
from engine.definitions.errors import ProcedureUnknown
from engine.definitions.models import Definition, DefinitionDraft, DefinitionFile, DefinitionVersion
from engine.definitions.procedure import Procedure, compile_procedure
from engine.kernel.context import Context
from engine.kernel.errors import NotFound
from engine.kernel.ids import new_id
from engine.kernel.shelf import Shelf

KEPT_PROCEDURES = 200
"""Compiled versions kept in memory; the one unused for longest leaves first."""


_Place = tuple[UUID, UUID]


_SHELF: Shelf[_Place, Procedure] = Shelf(KEPT_PROCEDURES)
"""Compiled procedures by tenant and version id."""


def load_procedure(ctx: Context, version_id: UUID) -> Procedure:
    """Return a published version ready to run; raises `NotFound` for an id that is not one of the tenant's."""
    place = ctx.actor.tenant_id, version_id
    procedure = _SHELF.get(place)
    if procedure is None:
        version = ctx.session.get(DefinitionVersion, place)
        if version is None:
            raise NotFound(what_zh="规程版本", what_en="version of a procedure")
        called = [load_procedure(ctx, UUID(str(pinned))) for pinned in version.calls.values()]
        procedure = compile_procedure(load_bundle(ctx, version_id), called, roles=None)
        _SHELF.put(place, procedure)
    return procedure


def load_bundle(ctx: Context, version_id: UUID) -> Bundle:
    """Return the bundle of a published version, file by file as it was handed in."""
    rows = ctx.session.execute(
        select(DefinitionFile.path, DefinitionFile.content).where(
            DefinitionFile.tenant_id == ctx.actor.tenant_id, DefinitionFile.version_id == version_id
        )
    )
    return read_bundle([SourceFile(path, content) for path, content in rows])


def require_definition(ctx: Context, key: str, *, lock: bool = False) -> Definition:
    """Return the procedure of a key that has a live version; raises `ProcedureUnknown`."""
    definition = ctx.session.get(Definition, (ctx.actor.tenant_id, key), with_for_update=lock)
    if definition is None or definition.live_version_id is None:
        raise ProcedureUnknown(key=key)
    return definition


def live_versions_by_process(ctx: Context, processes: Sequence[str]) -> dict[str, UUID]:
    """Return the live version that holds each of the given processes; those nobody holds are absent."""
    rows = ctx.session.execute(
        select(Definition.process, Definition.live_version_id).where(
            Definition.tenant_id == ctx.actor.tenant_id, Definition.process.in_(processes)
        )
    )
    return {process: version_id for process, version_id in rows if version_id is not None}


def definition_started_by(ctx: Context, message: str) -> Definition | None:
    """Return the procedure whose live version starts on a message of this name, or None."""
    return ctx.session.scalars(
        select(Definition)
        .where(Definition.tenant_id == ctx.actor.tenant_id, literal(message) == any_(Definition.starts_on_messages))
        .order_by(Definition.key)
        .limit(1)
    ).first()


def add_version(ctx: Context, procedure: Procedure, *, calls: dict[str, UUID], note: str) -> DefinitionVersion:
    """Store a bundle as the next version of its procedure, make it the live one, and return it."""
    bundle, tenant_id = procedure.bundle, ctx.actor.tenant_id
    definition = ctx.session.get(Definition, (tenant_id, bundle.key), with_for_update=True)
    if definition is None:
        definition = Definition(tenant_id=tenant_id, key=bundle.key)
        ctx.session.add(definition)
    definition.title_zh, definition.title_en, definition.owner = bundle.title_zh, bundle.title_en, bundle.owner
    definition.process, definition.starter_role = procedure.process.id, procedure.starter_role
    definition.starts_on_messages = list(procedure.starts_on_messages)
    definition.starts_on_signals = list(procedure.starts_on_signals)
    ctx.session.flush()
    version = DefinitionVersion(
        tenant_id=tenant_id,
        id=new_id(),
        key=bundle.key,
        number=_next_number(ctx, bundle.key),
        process=procedure.process.id,
        bundle_hash=bundle.hash,
        note=note,
        calls={process: str(version_id) for process, version_id in calls.items()},
        created_by=ctx.actor.person_id,
        created_at=ctx.clock.now(),
    )
    ctx.session.add(version)
    ctx.session.flush()
    ctx.session.add_all(
        DefinitionFile(
            tenant_id=tenant_id,
            version_id=version.id,
            path=path,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
        )
        for path, content in bundle.files.items()
    )
    definition.live_version_id = version.id
    ctx.session.flush()
    return version


def load_draft(ctx: Context, key: str, *, lock: bool = False) -> DefinitionDraft | None:
    """Return the draft of a procedure, or None where nobody has saved one since the last publication."""
    return ctx.session.get(DefinitionDraft, (ctx.actor.tenant_id, key), with_for_update=lock)


def _next_number(ctx: Context, key: str) -> int:
    last = ctx.session.scalar(
        select(func.max(DefinitionVersion.number)).where(
            DefinitionVersion.tenant_id == ctx.actor.tenant_id, DefinitionVersion.key == key
        )
    )
    return (last or 0) + 1
