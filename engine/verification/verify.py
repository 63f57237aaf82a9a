"""Verifies files that belong together: what the reader, the rules and the proof have to say of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engine.bpmn import Examined, Model, Process, SourceFile, examine_model
from engine.verification.data.writers import Facts
from engine.verification.findings import Finding, finding_of
from engine.verification.nets.compiling import roots
from engine.verification.nets.exploring import Budget
from engine.verification.rules import RULES
from engine.verification.sentences import findings_of_soundness
from engine.verification.soundness import Soundness, judge_soundness

PROVED, VIOLATED, UNKNOWN = "PROVED", "VIOLATED", "UNKNOWN"


@dataclass(frozen=True)
class FileReport:
    """What is known of one file; `soundness` is `None` where nothing could be read."""

    file: str
    verdict: str
    findings: tuple[Finding, ...]
    soundness: Soundness | None


def verify(
    files: Sequence[SourceFile],
    *,
    budget: Budget | None = None,
    soundness_only: bool = False,
    facts: Mapping[str, Facts] | None = None,
) -> tuple[FileReport, ...]:
    """Return a report for each file; what its processes call is looked for in the other files as well.

    Files need not belong together: each is read by itself, so that two of them may use the same ids. With
    `soundness_only` nothing but the proof of structure counts, so that a drawing no engine would run still gets its
    verdict. `facts` are what forms say about the data of a file, by its name.
    """
    read = [(source.name, examine_model([source])) for source in files]
    library: dict[str, Process] = {}
    for _, examined in reversed(read):
        library.update(examined.model.processes)
    return tuple(
        _report(
            name,
            examined,
            library,
            budget=budget,
            soundness_only=soundness_only,
            facts=None if facts is None or soundness_only else facts.get(name),
        )
        for name, examined in read
    )


def _report(
    file: str,
    examined: Examined,
    library: Mapping[str, Process],
    *,
    budget: Budget | None,
    soundness_only: bool,
    facts: Facts | None,
) -> FileReport:
    own = examined.model.processes
    findings = [] if soundness_only else [finding_of(fault) for fault in examined.faults]
    if not own:
        return FileReport(file, VIOLATED if findings else UNKNOWN, tuple(findings), None)
    if not soundness_only:
        findings += [finding for process in own.values() for rule in RULES.values() for finding in rule(process)]
    model = Model({**library, **own}, examined.model.message_flows)
    soundness = judge_soundness(
        model, roots(examined.model), budget=budget, follow_data=not soundness_only, facts=facts
    )
    # What is dead in a called process of another file is that file's to say.
    inside = {element for process in own.values() for element in process.elements}
    soundness = replace(soundness, dead=soundness.dead and tuple(each for each in soundness.dead if each in inside))
    findings += findings_of_soundness(model, soundness, file=file)
    return FileReport(file, _verdict(findings, soundness), tuple(findings), soundness)


def _verdict(findings: Sequence[Finding], soundness: Soundness) -> str:
    if soundness.is_violated or any(finding.severity == "error" for finding in findings):
        return VIOLATED
    return PROVED if soundness.is_proved else UNKNOWN
