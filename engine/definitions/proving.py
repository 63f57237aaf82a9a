"""Proves a procedure that is ready to run, stage by stage, with what its forms say about data."""

from collections.abc import Iterator

from engine.definitions.procedure import Procedure
from engine.kernel.errors import Fault
from engine.verification.data.answers import facts_of
from engine.verification.findings import Finding
from engine.verification.nets.exploring import Budget
from engine.verification.proof import CHECKER, Proof, completed, digest_of, prove_structure


def prove(procedure: Procedure, *, budget: Budget | None = None) -> Proof:
    """Return what is proved of a procedure together with the procedures it calls.

    The digest covers every file of all of them, so that a proof speaks of exactly what will run.
    """
    own = [process.id for process in procedure.model.processes.values() if process.file == procedure.bundle.bpmn]
    called = [procedure.process.id] if procedure.bundle.called_only else []
    facts = facts_of(procedure.forms.values(), called=called)
    stages = prove_structure(procedure.model, own, facts=facts, budget=budget)
    return Proof(proof_digest(procedure), CHECKER, completed(stages))


def proof_digest(procedure: Procedure) -> str:
    """Return the digest that a proof of the procedure is bound to."""
    return digest_of(_contents(procedure))


def _contents(procedure: Procedure) -> Iterator[tuple[str, str]]:
    yield procedure.bundle.key, procedure.bundle.hash
    for called in procedure.called:
        yield from _contents(called)


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
