"""Verifies files that belong together: what the reader, the rules and the proof have to say of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.bpmn import Examined, Model, Process, SourceFile, examine_model
from engine.verification.findings import Finding, finding_of
from engine.verification.nets.compiling import roots
from engine.verification.nets.exploring import Budget
from engine.verification.rules import RULES
from engine.verification.soundness import Defect, Soundness, judge_soundness

PROVED, VIOLATED, UNKNOWN = "PROVED", "VIOLATED", "UNKNOWN"


@dataclass(frozen=True)
class FileReport:
    """What is known of one file; `soundness` is `None` where nothing could be read."""

    file: str
    verdict: str
    findings: tuple[Finding, ...]
    soundness: Soundness | None


def verify(
    files: Sequence[SourceFile], *, budget: Budget | None = None, soundness_only: bool = False
) -> tuple[FileReport, ...]:
    """Return a report for each file; what its processes call is looked for in the other files as well.

    Files need not belong together: each is read by itself, so that two of them may use the same ids. With
    `soundness_only` nothing but the proof of structure counts, so that a drawing no engine would run still gets its
    verdict.
    """
    read = [(source.name, examine_model([source])) for source in files]
    library: dict[str, Process] = {}
    for _, examined in read:
        library = {**examined.model.processes, **library}
    return tuple(
        _report(name, examined, library, budget=budget, soundness_only=soundness_only) for name, examined in read
    )


def _report(
    file: str, examined: Examined, library: Mapping[str, Process], *, budget: Budget | None, soundness_only: bool
) -> FileReport:
    own = examined.model.processes
    findings = [] if soundness_only else [finding_of(fault) for fault in examined.faults]
    if not own:
        return FileReport(file, VIOLATED if findings else UNKNOWN, tuple(findings), None)
    if not soundness_only:
        findings += [finding for process in own.values() for rule in RULES.values() for finding in rule(process)]
    model = Model({**library, **own}, examined.model.message_flows)
    soundness = judge_soundness(model, roots(examined.model), budget=budget, follow_data=not soundness_only)
    # What is dead in a called process of another file is that file's to say.
    inside = {element for process in own.values() for element in process.elements}
    soundness = replace(soundness, dead=soundness.dead and tuple(each for each in soundness.dead if each in inside))
    findings += _defects(file, model, soundness)
    return FileReport(file, _verdict(findings, soundness), tuple(findings), soundness)


def _verdict(findings: Sequence[Finding], soundness: Soundness) -> str:
    if soundness.is_violated or any(finding.severity == "error" for finding in findings):
        return VIOLATED
    return PROVED if soundness.is_proved else UNKNOWN


_SENTENCES = {
    "unsafe": (
        "“{name}”上可能同时出现两个令牌：同一步骤会被重复执行。",
        "Two tokens can be at “{name}” at once: what follows would be done twice.",
    ),
    "improper-completion": (
        "结束“{name}”可能被到达两次：流程并非只结束一次。",
        "The end “{name}” can be reached twice: the case does not end once.",
    ),
    "deadlock": (
        "流程可能停在“{name}”，再也无法继续。",
        "The case can stop at “{name}” and never go on.",
    ),
    "livelock": (
        "从“{name}”开始流程可能永远循环，无法结束。",
        "From “{name}” on the case can go round for ever and never end.",
    ),
}


def _defects(file: str, model: Model, soundness: Soundness) -> Iterator[Finding]:
    for defect in soundness.defects:
        zh, en = _SENTENCES[defect.kind]
        name = _name(model, defect)
        yield Finding(
            defect.kind,
            "error",
            zh.format(name=name),
            en.format(name=name),
            element=defect.element,
            file=file,
            line=_line(model, defect.element),
            path=defect.path,
        )
    for element in soundness.dead or ():
        yield Finding(
            "dead-activity",
            "error",
            f"“{_named(model, element)}”永远不会被执行。",
            f"“{_named(model, element)}” can never be performed.",
            element=element,
            file=file,
            line=_line(model, element),
        )
    for what, element in soundness.approximations:
        zh, en = _SIMPLER[what]
        yield Finding(what, "warning", zh, en, element=element, file=file, line=_line(model, element))


_SIMPLER = {
    "wide-choice": ("分支过多，只检查了前十个条件的组合。", "Too many ways out; only ten conditions were combined."),
    "complex-as-inclusive": ("复杂网关按包容网关检查。", "The complex gateway was looked at as an inclusive one."),
    "parallel-events-as-one": (
        "并行事件网关按单个事件检查。",
        "The parallel event gateway was looked at as one event.",
    ),
    "ad-hoc-as-task": ("即席子流程按一个任务检查。", "The ad-hoc subprocess was looked at as one task."),
    "one-instance-of-many": (
        "多实例活动按一个实例检查。",
        "One instance of many was looked at.",
    ),
    "one-turn-of-loop": ("循环活动按一次执行检查。", "One turn of the loop was looked at."),
    "condition-either-way": (
        "条件无法分析，两种结果都作了检查。",
        "The condition was not analysed; both outcomes were looked at.",
    ),
    "data-too-wide": (
        "数据取值组合过多，未跟踪数据。",
        "There are too many combinations of values; data were not followed.",
    ),
    "call-too-deep": ("调用层次过深，按一个任务检查。", "The call is too deep; it was looked at as one task."),
}
"""What was looked at more simply than it is performed."""


def _name(model: Model, defect: Defect) -> str:
    return "?" if defect.element is None else _named(model, defect.element)


def _named(model: Model, identifier: str) -> str:
    for process in model.processes.values():
        element = process.elements.get(identifier)
        if element is not None:
            return element.name or identifier
        flow = process.flows.get(identifier)
        if flow is not None:
            target = process.elements.get(flow.target)
            return flow.name or (target.name if target and target.name else identifier)
    return identifier


def _line(model: Model, identifier: str | None) -> int | None:
    for process in model.processes.values():
        found = process.elements.get(identifier or "") or process.flows.get(identifier or "")
        if found is not None:
            return found.line
    return None
