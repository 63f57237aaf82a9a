"""What the proof has found, told in both languages with the place it is at."""

from collections.abc import Iterator

from engine.bpmn import Element, Flow, Model
from engine.verification.findings import Finding
from engine.verification.soundness import Soundness

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
    "dead-activity": ("“{name}”永远不会被执行。", "“{name}” can never be performed."),
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
    "one-token-to-start": (
        "startQuantity 按一个令牌检查。",
        "One token was taken to start the activity, whatever its startQuantity says.",
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
"""Defects first, then what was looked at more simply than it is performed."""


def findings_of_soundness(model: Model, soundness: Soundness, *, file: str | None = None) -> Iterator[Finding]:
    """Yield the defects as errors, then what was looked at more simply as warnings.

    All are said to be in the given file, or else in the file that the element was drawn in.
    """
    for defect in soundness.defects:
        yield _told(model, defect.kind, defect.element, file=file, path=defect.path)
    for element in soundness.dead or ():
        yield _told(model, "dead-activity", element, file=file)
    for what, element in soundness.approximations:
        yield _told(model, what, element, file=file, severity="warning")


def _told(
    model: Model,
    kind: str,
    identifier: str | None,
    *,
    file: str | None,
    severity: str = "error",
    path: tuple[tuple[str, ...], ...] = (),
) -> Finding:
    zh, en = _SENTENCES[kind]
    drawn = drawn_as(model, identifier)
    return Finding(
        kind,
        "error" if severity == "error" else "warning",
        zh.format(name=name_of(model, identifier, language="zh")),
        en.format(name=name_of(model, identifier, language="en")),
        element=identifier,
        file=file or (drawn.file if drawn else None),
        line=drawn.line if drawn else None,
        path=path,
    )


def drawn_as(model: Model, identifier: str | None) -> Element | Flow | None:
    """Return the element or flow with an id, None where there is none."""
    for process in model.processes.values():
        found = process.elements.get(identifier or "") or process.flows.get(identifier or "")
        if found is not None:
            return found
    return None


def name_of(model: Model, identifier: str | None, *, language: str) -> str:
    """Return what people call an element or flow; a flow without a name is called by what it leads to."""
    drawn = drawn_as(model, identifier)
    if isinstance(drawn, Flow) and not drawn.name:
        target = drawn_as(model, drawn.target)
        drawn = target if target is not None and target.name else drawn
    if drawn is None:
        return identifier or "?"
    english = drawn.name_en if not language.startswith("zh") else None
    return english or drawn.name or drawn.id
