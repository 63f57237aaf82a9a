"""Whether a token of one version's element can stand on an element of another version."""

from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn import Element
from engine.runtime.specs.events import CatchNode
from engine.runtime.token import Token

FAMILIES = (
    frozenset({"userTask", "manualTask", "task"}),
    frozenset({"serviceTask", "sendTask", "businessRuleTask"}),
    frozenset({"receiveTask", "intermediateCatchEvent"}),
)
"""Kinds of elements that hold a token in the same way."""

_LOOPS = {"parallel": ("并行多实例", "parallel"), "sequential": ("顺序多实例", "sequential"),
          "standard": ("循环", "a loop"), None: ("单实例", "single")}  # fmt: skip


@dataclass(frozen=True)
class Misfit:
    """Why a token cannot go to an element, as the end of a sentence about it."""

    zh: str
    en: str


def family(kind: str) -> frozenset[str]:
    """Return the kinds that hold a token as this one does."""
    return next((each for each in FAMILIES if kind in each), frozenset({kind}))


def absent(token: Token, wanted: Element | None) -> Misfit:
    """Tell why there is no node for a token in its scope: the element is gone, elsewhere, or repeated otherwise."""
    if wanted is None:
        return Misfit("在新版本中不存在且未映射", "does not exist in the new version and is not mapped")
    if (wanted.loop is None) != (token.task_spec.element.loop is None):
        return _repeated(token.task_spec.element, wanted)
    zh = f"在新版本中的对应元素“{wanted.id}”在另一个范围内"
    return Misfit(zh, f"its element {wanted.id} lies in another scope of the new version")


def unlike(old: Any, new: Any, token: Token) -> Misfit | None:
    """Tell why a token of a node cannot stand on another, `None` if it can."""
    before, after = old.element, new.element
    if family(before.kind) != family(after.kind):
        zh = f"由 {before.kind} 变为 {after.kind}（{after.id}）"
        return Misfit(zh, f"was {before.kind} and is {after.kind} ({after.id})")
    if _loop_of(before) != _loop_of(after):
        return _repeated(before, after)
    if type(old) is not type(new):
        zh = f"在新版本中的办理方式不同（{after.id}）"
        return Misfit(zh, f"is done in another way in the new version ({after.id})")
    return _unlike_now(old, new, token)


def _unlike_now(old: Any, new: Any, token: Token) -> Misfit | None:
    before, after = old.element, new.element
    if "todo" in token.internal_data or "left" in token.internal_data:
        return Misfit("正在补偿，补偿完成后方可迁移", "compensates right now: wait until it has")
    if isinstance(old, CatchNode) and token.state == TaskState.WAITING and _awaited(old) != _awaited(new):
        return Misfit("等待的事件已变", "waits for something else in the new version")
    if before.called != after.called:
        return Misfit(f"调用的流程由 {before.called} 变为 {after.called}", f"calls {after.called}, not {before.called}")
    return None


def _loop_of(element: Element) -> str | None:
    return element.loop.kind if element.loop else None


def _awaited(spec: CatchNode) -> list[tuple[str, str | None]]:
    # A timer that runs keeps its instant whatever the new version says of it.
    return [
        (trigger.kind, None if trigger.kind in ("timer", "conditional") else spec.name_of(which))
        for which, trigger in enumerate(spec.watched)
    ]


def _repeated(before: Element, after: Element) -> Misfit:
    old, new = _LOOPS[_loop_of(before)], _LOOPS[_loop_of(after)]
    return Misfit(f"由{old[0]}变为{new[0]}", f"was {old[1]} and is {new[1]}")
