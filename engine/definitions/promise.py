"""What a version or a draft promises, for whoever looks at it: its proof, with the names that are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from engine.bpmn import Model
from engine.definitions.bundle import Bundle
from engine.definitions.gate import Override, overrides_of, read_proof
from engine.definitions.models import Definition, DefinitionVersion
from engine.definitions.procedure import Procedure
from engine.definitions.proving import prove_here
from engine.definitions.publishing import compile_for_publication
from engine.definitions.store import load_bundle, load_draft, load_procedure
from engine.kernel.context import Context
from engine.kernel.errors import Fault, GuijuError, NotFound
from engine.verification.findings import finding_of
from engine.verification.proof import LINT, Proof, Stage, completed
from engine.verification.verify import VIOLATED


@dataclass(frozen=True)
class Promise:
    """A proof for its reader. `proof` is None for a version older than proofs, `procedure` for what cannot be read."""

    key: str
    bundle_hash: str
    proof: Proof | None
    procedure: Procedure | None
    overrides: Sequence[Override]
    revision: int = 0
    drawn_by: UUID | None = None

    @property
    def model(self) -> Model:
        """Return the drawing that names are looked up in; an empty one where it cannot be read."""
        return self.procedure.model if self.procedure else Model({}, ())


def read_version_promise(ctx: Context, version_id: UUID) -> Promise:
    """Return what was proved of a published version; raises `NotFound`."""
    version = ctx.session.get(DefinitionVersion, (ctx.actor.tenant_id, version_id))
    if version is None:
        raise NotFound(what_zh="规程版本", what_en="version of a procedure")
    proof = read_proof(ctx, version_id)
    overrides = overrides_of(ctx, version.key, proof.digest) if proof else []
    return Promise(version.key, version.bundle_hash, proof, load_procedure(ctx, version_id), overrides)


def read_promise(ctx: Context, key: str) -> Promise | None:
    """Return what can be proved of the draft of a procedure now, None where there is no draft."""
    definition = ctx.session.get(Definition, (ctx.actor.tenant_id, key))
    draft = load_draft(ctx, key)
    if definition is None or definition.live_version_id is None or draft is None:
        return None
    base = load_bundle(ctx, definition.live_version_id)
    bundle = base.with_file(base.bpmn, draft.bpmn)
    procedure, proof = _judged(ctx, bundle)
    overrides = overrides_of(ctx, key, proof.digest)
    return Promise(key, bundle.hash, proof, procedure, overrides, draft.revision, draft.updated_by)


def _judged(ctx: Context, bundle: Bundle) -> tuple[Procedure | None, Proof]:
    try:
        procedure, _ = compile_for_publication(ctx, bundle)
    except GuijuError as error:
        faults = error.faults or (Fault(error.code, error.sentence("zh"), error.sentence("en")),)
        lint = Stage(LINT, VIOLATED, tuple(finding_of(fault) for fault in faults))
        return None, Proof("", "", completed([lint]))
    return procedure, prove_here(ctx, procedure)
