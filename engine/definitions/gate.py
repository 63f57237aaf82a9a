"""The gate before publication: what is refuted never passes, what is unknown only if a second person answers for it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from engine.definitions.errors import ProofRefuted, ProofUnknown
from engine.definitions.models import DefinitionVersion, ProofOverride, VersionProof
from engine.definitions.procedure import Procedure
from engine.definitions.proving import faults_of, prove_here
from engine.definitions.store import add_version
from engine.kernel.context import Context
from engine.organization.directory import names_of
from engine.verification.proof import Proof
from engine.verification.verify import UNKNOWN, VIOLATED


@dataclass(frozen=True)
class Override:
    """Who answers for what could be neither proved nor refuted, and why."""

    person_id: UUID
    person: str
    reason: str
    given_at: datetime


def publish_version(
    ctx: Context, procedure: Procedure, *, calls: dict[str, UUID], note: str, drawn_by: UUID | None = None
) -> tuple[DefinitionVersion, Proof]:
    """Store a procedure that passes the gate as the live version, with its proof.

    `drawn_by` is the person whose draft it is: they cannot be the second person either. Raises `ProofRefuted`,
    `ProofUnknown`.
    """
    proof = prove_here(ctx, procedure)
    require_passing(ctx, procedure.bundle.key, proof, involved={ctx.actor.person_id, drawn_by or ctx.actor.person_id})
    version = add_version(ctx, procedure, calls=calls, note=note)
    ctx.session.add(
        VersionProof(
            tenant_id=ctx.actor.tenant_id,
            version_id=version.id,
            digest=proof.digest,
            checker=proof.checker,
            verdict=proof.verdict,
            content=proof.as_json(),
        )
    )
    ctx.session.flush()
    return version, proof


def require_passing(ctx: Context, key: str, proof: Proof, *, involved: Collection[UUID]) -> None:
    """Raise `ProofRefuted` with every defect; raise `ProofUnknown` where nobody but those involved answers for it."""
    if proof.verdict == VIOLATED:
        raise ProofRefuted(key=key, digest=proof.digest, faults=faults_of(proof.defects))
    if proof.verdict != UNKNOWN:
        return
    if not any(override.person_id not in involved for override in overrides_of(ctx, key, proof.digest)):
        raise ProofUnknown(key=key, digest=proof.digest, faults=faults_of(proof.limits))


def overrides_of(ctx: Context, key: str, digest: str) -> list[Override]:
    """Return who answers for exactly the content with this digest, in the order they said so."""
    rows = ctx.session.scalars(
        select(ProofOverride)
        .where(
            ProofOverride.tenant_id == ctx.actor.tenant_id,
            ProofOverride.key == key,
            ProofOverride.digest == digest,
        )
        .order_by(ProofOverride.given_at)
    ).all()
    names = names_of(ctx, [row.person_id for row in rows])
    return [Override(row.person_id, names.get(row.person_id, "系统"), row.reason, row.given_at) for row in rows]


def read_proof(ctx: Context, version_id: UUID) -> Proof | None:
    """Return what was proved when a version was published, None for one older than proofs."""
    row = ctx.session.get(VersionProof, (ctx.actor.tenant_id, version_id))
    return None if row is None else Proof.from_json(row.content)
