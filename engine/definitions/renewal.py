"""Procedures that always call the latest version of another get a new version when that one is published."""

from uuid import UUID

from sqlalchemy import select, update

from engine.audit.log import record_journal
from engine.definitions.bindings import LATEST, read_bindings
from engine.definitions.gate import publish_version
from engine.definitions.models import Definition, DefinitionDraft, DefinitionVersion
from engine.definitions.procedure import compile_procedure
from engine.definitions.publishing import JOURNAL
from engine.definitions.store import load_bundle, load_procedure
from engine.kernel.context import Context


def renew_callers(ctx: Context, version: DefinitionVersion) -> None:
    """Give each live procedure that calls the latest of this one a new version that calls it, and theirs in turn.

    Running cases stay on their version, as they do with any other. Raises `BundleRefused` with every fault of a
    caller that cannot run with the new version, `ProofRefuted` and `ProofUnknown` of one that is not proved with it:
    then neither is published.
    """
    for caller in _callers(ctx, version):
        bundle = load_bundle(ctx, caller.id)
        latest = {binding.process for binding in read_bindings(bundle) if binding.policy == LATEST}
        if version.process not in latest:
            continue
        calls = {process: UUID(str(bound)) for process, bound in caller.calls.items()} | {version.process: version.id}
        called = [load_procedure(ctx, bound) for bound in calls.values()]
        procedure = compile_procedure(bundle, called, roles=None)
        note = f"{version.key} → {version.number}"
        renewed, _ = publish_version(ctx, procedure, calls=calls, note=note)
        _carry_drafts(ctx, caller, renewed)
        body = {"key": bundle.key, "number": renewed.number, "version": renewed.id, "hash": bundle.hash, "note": note}
        record_journal(ctx, JOURNAL, "procedure:renewed", body)
        renew_callers(ctx, renewed)


def _callers(ctx: Context, version: DefinitionVersion) -> list[DefinitionVersion]:
    statement = (
        select(DefinitionVersion)
        .join(
            Definition,
            (Definition.tenant_id == DefinitionVersion.tenant_id)
            & (Definition.live_version_id == DefinitionVersion.id),
        )
        .where(DefinitionVersion.tenant_id == ctx.actor.tenant_id, DefinitionVersion.calls.has_key(version.process))
        .order_by(DefinitionVersion.key)
    )
    return list(ctx.session.scalars(statement))


def _carry_drafts(ctx: Context, old: DefinitionVersion, new: DefinitionVersion) -> None:
    # The diagram is the same, so that a draft drawn on the old version has missed nothing.
    ctx.session.execute(
        update(DefinitionDraft)
        .where(DefinitionDraft.tenant_id == ctx.actor.tenant_id, DefinitionDraft.base_version_id == old.id)
        .values(base_version_id=new.id)
    )
