"""The proof of a procedure: one verdict for each stage of the gate, bound to the digest of everything it covers."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from engine.bpmn import Model
from engine.verification.data.writers import Facts
from engine.verification.findings import Finding
from engine.verification.nets.exploring import Budget
from engine.verification.rules import RULES
from engine.verification.sentences import findings_of_soundness
from engine.verification.soundness import judge_soundness
from engine.verification.verify import PROVED, UNKNOWN, VIOLATED

CHECKER = "1"
"""Counts up whenever the checker could come to another verdict: older proofs and overrides then no longer hold."""

NOT_JUDGED = "NOT_JUDGED"
"""The verdict of a stage that nothing was asked of, or that an earlier stage has made pointless."""

LINT, SOUND, RULES_KEPT, SCENARIOS, COVERAGE = "lint", "sound", "rules", "scenarios", "coverage"
STAGES = (LINT, SOUND, RULES_KEPT, SCENARIOS, COVERAGE)
"""The stages of the gate in the order in which they are passed."""


@dataclass(frozen=True)
class Stage:
    """One stage: its verdict, what was found, how many states were looked at and the milliseconds it took."""

    name: str
    verdict: str
    findings: tuple[Finding, ...] = ()
    states: int = 0
    milliseconds: float = 0.0

    @property
    def defects(self) -> tuple[Finding, ...]:
        """Return what stands in the way."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    @property
    def limits(self) -> tuple[Finding, ...]:
        """Return what was looked at more simply than it is performed, and what is only worth a second look."""
        return tuple(finding for finding in self.findings if finding.severity != "error")


@dataclass(frozen=True)
class Proof:
    """What is proved of one content; `digest` is the SHA-256 over it and the version of the checker."""

    digest: str
    checker: str
    stages: tuple[Stage, ...]

    @property
    def verdict(self) -> str:
        """Return VIOLATED if any stage is, else UNKNOWN if any is, else PROVED."""
        verdicts = {stage.verdict for stage in self.stages}
        return next((each for each in (VIOLATED, UNKNOWN) if each in verdicts), PROVED)

    @property
    def defects(self) -> tuple[Finding, ...]:
        """Return what stands in the way, stage by stage."""
        return tuple(finding for stage in self.stages for finding in stage.defects)

    @property
    def limits(self) -> tuple[Finding, ...]:
        """Return what was looked at more simply than it is performed."""
        return tuple(finding for stage in self.stages for finding in stage.limits)

    @property
    def states(self) -> int:
        """Return how many states were looked at."""
        return sum(stage.states for stage in self.stages)

    @property
    def milliseconds(self) -> float:
        """Return the processor time it took."""
        return round(sum(stage.milliseconds for stage in self.stages), 3)

    def as_json(self) -> dict[str, Any]:
        """Return the proof as plain JSON values, for the row of the version."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Proof":
        """Return the proof that `as_json` wrote."""
        return cls(stored["digest"], stored["checker"], tuple(_stage(each) for each in stored["stages"]))


def digest_of(contents: Iterable[tuple[str, str]]) -> str:
    """Return the SHA-256 over the checker's version and every content, given as name and own digest."""
    digest = hashlib.sha256(f"checker {CHECKER}\0".encode())
    for name, content in sorted(contents):
        digest.update(f"{name}\0{content}\0".encode())
    return digest.hexdigest()


def prove_structure(
    model: Model, processes: Sequence[str], *, facts: Facts, budget: Budget | None = None
) -> tuple[Stage, Stage]:
    """Return the stages lint and sound of processes, with all that they call in the model."""
    lint = tuple(finding for name in processes for rule in RULES.values() for finding in rule(model.processes[name]))
    soundness = judge_soundness(model, processes, budget=budget, facts=facts, follow_data=True)
    verdict = VIOLATED if soundness.is_violated else PROVED if soundness.is_proved else UNKNOWN
    findings = tuple(findings_of_soundness(model, soundness))
    refused = any(finding.severity == "error" for finding in lint)
    return (
        Stage(LINT, VIOLATED if refused else PROVED, lint),
        Stage(SOUND, verdict, findings, soundness.states, soundness.milliseconds),
    )


def completed(stages: Iterable[Stage]) -> tuple[Stage, ...]:
    """Return all stages of the gate in their order; those that are absent were not judged."""
    found = {stage.name: stage for stage in stages}
    return tuple(found.get(name, Stage(name, NOT_JUDGED)) for name in STAGES)


def _stage(stored: Mapping[str, Any]) -> Stage:
    findings = tuple(
        Finding(**{**each, "path": tuple(tuple(step) for step in each["path"])}) for each in stored["findings"]
    )
    return Stage(stored["name"], stored["verdict"], findings, stored["states"], stored["milliseconds"])
