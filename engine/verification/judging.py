"""Judges a procedure by its compliance rules: reads them, proves each, and says what was found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn import Model
from engine.kernel.errors import Fault
from engine.verification.compliance.automata import Pattern
from engine.verification.compliance.proving import PROVED, UNKNOWN, VIOLATED, Prover, RuleVerdict, prover
from engine.verification.compliance.reading import read_rules
from engine.verification.compliance.rule import Line, Rule
from engine.verification.compliance.sentences import preview
from engine.verification.compliance.stages import Forms
from engine.verification.compliance.vocabulary import Vocabulary
from engine.verification.duties.rules import DutyRule
from engine.verification.duties.separation import prove_people
from engine.verification.findings import Finding, finding_of
from engine.verification.nets.exploring import Budget
from engine.verification.timed.limits import Limit
from engine.verification.timed.promises import prove_promise


@dataclass(frozen=True)
class Surroundings:
    """What a proof knows beyond the diagram: the words of its forms, the rules of separation, limits by id.

    `forms` is None where nothing is known of them: then a task may write anything.
    """

    forms: Forms | None = None
    duties: tuple[DutyRule, ...] = ()
    limits: Mapping[str, Limit] = field(default_factory=dict)


@dataclass(frozen=True)
class Judged:
    """What was found of every rule of a procedure, what is wrong with lines that are none, and what deserves a look."""

    verdicts: tuple[RuleVerdict, ...] = ()
    faults: tuple[Fault, ...] = ()
    english: dict[str, str] = field(default_factory=dict)
    warnings: tuple[Finding, ...] = ()

    @property
    def verdict(self) -> str:
        """Return VIOLATED for a broken rule or an unreadable line, else UNKNOWN if any rule is, else PROVED."""
        found = {verdict.verdict for verdict in self.verdicts}
        return VIOLATED if self.faults or VIOLATED in found else UNKNOWN if UNKNOWN in found else PROVED

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return what stands in the way, and rules that hold of nothing, as findings."""
        told_of_rules = (each for one in self.verdicts for each in self._findings(one))
        return (*map(finding_of, self.faults), *told_of_rules, *self.warnings)

    def _findings(self, found: RuleVerdict) -> Iterator[Finding]:
        zh, en = preview(found.rule, self.english)
        line = found.rule.line
        sentence = _SENTENCES.get("vacuous" if found.vacuous else found.verdict)
        if sentence is not None:
            code, severity, told, told_en = sentence
            path = tuple(seen.elements for seen in found.path)
            element = path[-1][0] if path else None
            yield Finding(
                code,
                "error" if severity == "error" else "warning",
                told.format(rule=line.text, meaning=zh),
                told_en.format(rule=line.text, meaning=en),
                element=element,
                file=line.file or None,
                line=line.number or None,
                path=path,
            )


_SENTENCES = {
    VIOLATED: (
        "rule-violated",
        "error",
        "违反合规规则“{rule}”：{meaning}",
        "The rule “{rule}” can be broken: {meaning}",
    ),
    UNKNOWN: (
        "rule-unknown",
        "warning",
        "合规规则“{rule}”在限度内既不能证明也不能否定。",
        "The rule “{rule}” could be neither proved nor refuted within the limits.",
    ),
    "vacuous": (
        "rule-vacuous",
        "warning",
        "合规规则“{rule}”恒成立，因为它所说的情形不会发生。",
        "The rule “{rule}” holds only because what it speaks of never happens.",
    ),
}


def judge_rules(
    model: Model,
    processes: Sequence[str],
    lines: Sequence[Line],
    *,
    known: Surroundings,
    budget: Budget | None = None,
) -> Judged:
    """Return what is found of the rules of the processes that run by themselves, with all they call in the model."""
    vocabulary = Vocabulary(model, known.forms or {}, tuple(processes))
    reading = read_rules(lines, vocabulary)
    if not reading.rules:
        return Judged((), reading.faults)
    ready = prover(model, processes, reading.rules, forms=known.forms, budget=budget)
    verdicts = tuple(
        prove_promise(model, processes, each, known.limits, budget)
        if each.pattern == Pattern.BOUNDED
        else _proved(ready, each, known)
        for each in reading.rules
    )
    return Judged(verdicts, reading.faults, vocabulary.english)


def _proved(ready: Prover, rule: Rule, known: Surroundings) -> RuleVerdict:
    if rule.pattern in (Pattern.APART, Pattern.TWO_PEOPLE):
        return prove_people(ready, rule, known.duties)
    return ready.prove(rule)


def told(found: RuleVerdict) -> dict[str, Any]:
    """Return a verdict as plain JSON values."""
    zh, en = preview(found.rule)
    return {
        "text": found.rule.line.text,
        "pattern": found.rule.pattern.value,
        "meaning": {"zh": zh, "en": en},
        "basis": found.rule.line.basis,
        "file": found.rule.line.file,
        "line": found.rule.line.number,
        "verdict": found.verdict,
        "vacuous": found.vacuous,
        "assumes": list(found.assumes),
        "states": found.states,
        "ms": found.milliseconds,
        "path": [
            {
                "elements": list(seen.elements),
                "data": {name: _plain(value) for name, value in seen.data.items()},
                "day": seen.day,
                "actor": seen.actor,
            }
            for seen in found.path
        ],
    }


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | str) else float(value)
