"""Proves a procedure that is ready to run, stage by stage, with what its forms say about data."""

import hashlib
import time
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from engine.definitions.procedure import Procedure
from engine.kernel.context import Context
from engine.kernel.errors import Fault
from engine.kernel.shelf import Shelf
from engine.organization.models import SeparationRule
from engine.verification.compliance.features import lines_of
from engine.verification.compliance.vocabulary import words_of
from engine.verification.data.answers import facts_of
from engine.verification.duties.rules import DutyRule
from engine.verification.findings import Finding
from engine.verification.judging import Surroundings, judge_rules
from engine.verification.nets.exploring import Budget
from engine.verification.proof import CHECKER, RULES_KEPT, Proof, Stage, completed, digest_of, prove_structure
from engine.verification.verify import UNKNOWN, VIOLATED

KEPT_PROOFS = 200
"""Proofs kept in memory by their digest; one is a few kilobytes."""

_SHELF: Shelf[str, Proof] = Shelf(KEPT_PROOFS)


def prove_here(ctx: Context, procedure: Procedure) -> Proof:
    """Return what is proved of a procedure under the tenant's rules of separation.

    The same content has the same proof, which is looked at before it is published and again when it is.
    """
    rows = ctx.session.scalars(
        select(SeparationRule).where(SeparationRule.tenant_id == ctx.actor.tenant_id).order_by(SeparationRule.id)
    )
    duties = tuple(DutyRule(row.id, row.kind, tuple(row.duties)) for row in rows)
    digest = digest_of(_contents(procedure, duties))
    proof = _SHELF.get(digest)
    if proof is None:
        proof = prove(procedure, duties=duties)
        # What was not known within the budget may be known on a quieter machine.
        if proof.verdict != UNKNOWN:
            _SHELF.put(digest, proof)
    return proof


def prove(procedure: Procedure, *, duties: Sequence[DutyRule] = (), budget: Budget | None = None) -> Proof:
    """Return what is proved of a procedure together with the procedures it calls.

    The digest covers every file of all of them and the rules of separation, so that a proof speaks of exactly what
    will run. A stage is judged only if those before it have found nothing wrong.
    """
    own = [process.id for process in procedure.model.processes.values() if process.file == procedure.bundle.bpmn]
    called = [procedure.process.id] if procedure.bundle.called_only else []
    facts = facts_of(procedure.forms.values(), called=called)
    stages = [*prove_structure(procedure.model, own, facts=facts, budget=budget)]
    if not any(stage.verdict == VIOLATED for stage in stages):
        stages += _rules_stage(procedure, own, duties, budget)
    return Proof(digest_of(_contents(procedure, duties)), CHECKER, completed(stages))


def _rules_stage(
    procedure: Procedure, processes: Sequence[str], duties: Sequence[DutyRule], budget: Budget | None
) -> Iterator[Stage]:
    """Yield the stage of the rules in the bundle's own features; those of called procedures were judged there."""
    lines = lines_of(procedure.bundle.sources(procedure.bundle.features))
    if not lines:
        return
    began = time.process_time()
    known = Surroundings(words_of(procedure.forms.values()), tuple(duties))
    judged = judge_rules(procedure.model, processes, lines, known=known, budget=budget)
    spent = round((time.process_time() - began) * 1000, 3)
    states = sum(verdict.states for verdict in judged.verdicts)
    yield Stage(RULES_KEPT, judged.verdict, tuple(judged.findings), states, spent)


def _contents(procedure: Procedure, duties: Sequence[DutyRule]) -> Iterator[tuple[str, str]]:
    yield "separation of duties", hashlib.sha256(repr(sorted(map(repr, duties))).encode()).hexdigest()
    yield from _bundles(procedure)


def _bundles(procedure: Procedure) -> Iterator[tuple[str, str]]:
    yield procedure.bundle.key, procedure.bundle.hash
    for called in procedure.called:
        yield from _bundles(called)


def faults_of(findings: tuple[Finding, ...]) -> list[Fault]:
    """Return findings of a proof as located faults."""
    return [_fault(finding) for finding in findings]


def _fault(finding: Finding) -> Fault:
    where = {"file": finding.file, "line": finding.line, "element": finding.element}
    return Fault(
        finding.rule,
        finding.zh,
        finding.en,
        {key: value for key, value in where.items() if value is not None},
        severity=finding.severity,
    )
