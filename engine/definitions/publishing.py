"""What a bundle must pass to be published: it differs from the live version, and all it refers to exists."""

from uuid import UUID

from sqlalchemy import select

from engine.definitions.bindings import bind, read_bindings
from engine.definitions.bundle import Bundle
from engine.definitions.errors import BundleRefused, NothingChanged
from engine.definitions.models import Definition, DefinitionVersion
from engine.definitions.procedure import Procedure, compile_procedure
from engine.definitions.store import load_procedure
from engine.kernel.context import Context
from engine.kernel.errors import Invalid
from engine.organization.models import RolePermission


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
