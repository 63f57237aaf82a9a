"""What a bundle must pass to be published: it differs from the live version, and all it refers to exists."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from engine.definitions.bindings import bind, read_bindings
from engine.definitions.bundle import Bundle
from engine.definitions.content import told
from engine.definitions.errors import BundleRefused, NothingChanged
from engine.definitions.models import Definition, DefinitionVersion
from engine.definitions.procedure import Procedure, compile_procedure
from engine.definitions.store import load_procedure
from engine.kernel.context import Context
from engine.kernel.errors import Invalid
from engine.kernel.receipt import Receipt
from engine.organization.models import RolePermission
from engine.verification.proof import Proof

JOURNAL = "procedures"
"""The journal of the record for what becomes of procedures: versions, overrides, transfers of cases."""


def compile_for_publication(ctx: Context, bundle: Bundle) -> tuple[Procedure, dict[str, UUID]]:
    """Return the bundle ready to run and, for each process it calls, the version it is bound to.

    Raises `BundleRefused` with every fault, among them calls of processes and versions that there are not.
    """
    try:
        bindings = read_bindings(bundle)
    except BundleRefused:
        raise
    except Invalid:
        # The diagram cannot be read at all: compiling it tells every fault together with those of other files.
        bindings = ()
    calls = bind(ctx, bundle, bindings)
    called = [load_procedure(ctx, version_id) for version_id in calls.values()]
    return compile_procedure(bundle, called, roles=known_roles(ctx), operations=ctx.operations), calls


def require_change(ctx: Context, bundle: Bundle) -> None:
    """Raise `NothingChanged` if the live version of the procedure is the same bundle, byte for byte."""
    live = ctx.session.execute(
        select(DefinitionVersion.number, DefinitionVersion.bundle_hash)
        .join(
            Definition,
            (Definition.tenant_id == DefinitionVersion.tenant_id)
            & (Definition.live_version_id == DefinitionVersion.id),
        )
        .where(Definition.tenant_id == ctx.actor.tenant_id, Definition.key == bundle.key)
    ).first()
    if live is not None and live.bundle_hash == bundle.hash:
        raise NothingChanged(key=bundle.key, number=live.number)


def known_roles(ctx: Context) -> frozenset[str]:
    """Return the codes of the roles that a diagram may name as performers."""
    rows = ctx.session.scalars(
        select(RolePermission.role).where(RolePermission.tenant_id == ctx.actor.tenant_id).distinct()
    )
    return frozenset(rows)


def publication_of(version: DefinitionVersion, proof: Proof, *, note: str) -> dict[str, Any]:
    """Return what the record keeps of a version that has been published."""
    return {
        "key": version.key,
        "number": version.number,
        "version": version.id,
        "hash": version.bundle_hash,
        "note": note,
        "proof": proof.digest,
        "verdict": proof.verdict,
    }


def receipt_of(procedure: Procedure, version: DefinitionVersion) -> Receipt:
    """Return what publishing a version answers, with what is doubtful in it."""
    return Receipt(
        number=str(version.number),
        detail={"key": version.key, "version": str(version.id), "warnings": list(map(told, procedure.warnings))},
    )
