"""Answer for a procedure that could be neither proved nor refuted, so that it may be published all the same."""

import re

from sqlalchemy.dialects.postgresql import insert

from engine.audit.log import record_journal
from engine.cases.rules import require_reason
from engine.definitions.errors import DigestUnreadable, NothingToAnswerFor, OwnDrawing, ProofRefuted
from engine.definitions.models import ProofOverride
from engine.definitions.promise import read_promise
from engine.definitions.proving import faults_of
from engine.definitions.publishing import JOURNAL
from engine.kernel.context import Context
from engine.kernel.receipt import Receipt
from engine.organization.permissions import Permission, require_permission
from engine.verification.verify import PROVED, VIOLATED

_DIGEST = re.compile(r"[0-9a-f]{64}")


def override_proof(ctx: Context, *, key: str, digest: str, reason: str) -> Receipt:
    """Take responsibility, with a reason, for exactly the content that a proof with this digest covers.

    It counts only for what the gate itself finds to be unknown on the day of publication, and never for the person
    who publishes. Raises `ProofRefuted` for a draft that can go wrong, `NothingToAnswerFor` for one that is proved,
    `OwnDrawing` for one's own, `DigestUnreadable`, `ReasonMissing`.
    """
    require_permission(ctx, Permission.PROOF_OVERRIDE)
    reason = require_reason(reason)
    digest = digest.strip().lower()
    if not _DIGEST.fullmatch(digest):
        raise DigestUnreadable(digest=digest[:80])
    _require_unknown(ctx, key, digest)
    row = {"key": key, "digest": digest, "reason": reason}
    given = insert(ProofOverride).values(
        tenant_id=ctx.actor.tenant_id, person_id=ctx.actor.person_id, given_at=ctx.clock.now(), **row
    )
    ctx.session.execute(given.on_conflict_do_nothing())
    record_journal(ctx, JOURNAL, "proof:overridden", row)
    return Receipt(detail={"key": key, "digest": digest})


def _require_unknown(ctx: Context, key: str, digest: str) -> None:
    """Judge the draft again if it is what the digest speaks of; a bundle that is not here yet is judged at the gate."""
    promise = read_promise(ctx, key)
    if promise is None or promise.proof is None or promise.proof.digest != digest:
        return
    if promise.proof.verdict == VIOLATED:
        raise ProofRefuted(key=key, digest=digest, faults=faults_of(promise.proof.defects))
    if promise.proof.verdict == PROVED:
        raise NothingToAnswerFor(key=key)
    if promise.drawn_by == ctx.actor.person_id:
        raise OwnDrawing
