"""那么: what a person could see afterwards."""

from decimal import Decimal
from typing import Any

from engine.scenarios.driver import Sight
from engine.scenarios.errors import StepFailed
from engine.scenarios.library.actions import PAGES
from engine.scenarios.library.vocabulary import STEPS
from engine.scenarios.scene import Scene, require

RECORD = ("案件记录的校验由平台执行", "the platform verifies the record")


@STEPS.then("系统拒绝")
def is_refused(scene: Scene) -> None:
    """Expect a refusal that left nothing."""
    _require_no_traces(scene.take_refusal().left_traces)


@STEPS.then("系统拒绝，理由包含「{words}」")
def is_refused_because(scene: Scene, words: str) -> None:
    """Expect a refusal for a reason."""
    refusal = scene.take_refusal()
    told = "；".join(refusal.sentences)
    require(any(words in each for each in refusal.sentences), f"理由是：{told}", f"the reason is: {told}")
    _require_no_traces(refusal.left_traces)


@STEPS.then("「{person}」的待办中有「{task}」")
def is_offered(scene: Scene, person: str, task: str) -> None:
    """Expect a task among somebody's."""
    require(scene.driver.offers(person, task), f"{person}的待办中没有“{task}”", f"{person} is not offered '{task}'")


@STEPS.then("「{person}」的待办中没有「{task}」")
def is_not_offered(scene: Scene, person: str, task: str) -> None:
    """Expect no such task among somebody's."""
    require(not scene.driver.offers(person, task), f"{person}的待办中有“{task}”", f"{person} is offered '{task}'")


@STEPS.then("案件处于「{end}」")
def has_ended_at(scene: Scene, end: str) -> None:
    """Expect the case to have ended."""
    ends = list(scene.driver.ends())
    found = "、".join(ends)
    require(ends == [end], f"案件处于：{found or '办理中'}", f"the case is at: {found or 'work'}")


@STEPS.then("案件的「{label}」是「{value}」")
def case_shows(scene: Scene, label: str, value: str) -> None:
    """Expect a value of the case."""
    shown = scene.driver.shown(label)
    found = "；".join(shown) or "（无）"
    require(value in shown, f"案件的“{label}”是：{found}", f"'{label}' of the case is: {found}")


@STEPS.then("线索已移交「{procedure}」")
def clue_is_transferred(scene: Scene, procedure: str) -> None:
    """Expect a case that a message has begun."""
    require(
        scene.driver.follow(procedure),
        f"没有由本案发起的“{procedure}”案件",
        f"this case has begun no case of '{procedure}'",
    )


@STEPS.then("「{later}」晚于「{earlier}」")
def is_later_than(scene: Scene, later: str, earlier: str) -> None:
    """Expect an order of tasks."""
    first, second = scene.driver.last_done(earlier), scene.driver.last_done(later)
    require(
        0 < first < second,
        f"“{earlier}”为第 {first} 号事件，“{later}”为第 {second} 号事件",
        f"'{earlier}' is event {first}, '{later}' is event {second}",
    )


@STEPS.then("看得到「{label}」", platform=PAGES)
def is_visible(scene: Scene, label: str) -> None:
    """Expect to read a field."""
    require(label in _sight(scene, label).shown, f"看不到“{label}”", f"'{label}' cannot be seen")


@STEPS.then("看不到「{label}」", platform=PAGES)
def is_invisible(scene: Scene, label: str) -> None:
    """Expect a field to be withheld."""
    require(label not in _sight(scene, label).shown, f"看得到“{label}”", f"'{label}' can be seen")


@STEPS.then("案件记录校验通过", platform=RECORD)
def record_is_sound(scene: Scene) -> None:
    """Expect a sound record."""
    found = "；".join(scene.driver.findings())
    require(not found, f"校验发现：{found}", f"found: {found}")


@STEPS.then("案件记录校验发现「{words}」", platform=RECORD)
def record_is_unsound(scene: Scene, words: str) -> None:
    """Expect a finding about the record."""
    findings = scene.driver.findings()
    found = "；".join(findings) or "（无）"
    require(any(words in finding for finding in findings), f"校验发现：{found}", f"found: {found}")


@STEPS.then("「{person}」看到案件适用的「{name}」标为「{status}」")
def threshold_is_marked(scene: Scene, person: str, name: str, status: str) -> None:
    """Expect a threshold's mark."""
    marks = list(scene.driver.threshold_marks(person, name))
    found = "、".join(marks) or "（没有适用）"
    require(marks == [status], f"“{name}”标为：{found}", f"'{name}' is marked: {found}")


@STEPS.then("「{person}」在「{task}」看到「{words}」")
def reads_on_task(scene: Scene, person: str, task: str, words: str) -> None:
    """Expect a text on a form."""
    told = scene.driver.told_on(person, task)
    require(any(words in each for each in told), f"看到的是：{'；'.join(told)}", f"what is seen: {'; '.join(told)}")


@STEPS.then("算出的「{entry}」是「{value}」")
def computed_entry_is(scene: Scene, entry: str, value: str) -> None:
    """Expect an entry of what was computed."""
    found = scene.computed
    require(isinstance(found, dict) and entry in found, f"算出的是 {found}", f"what was computed is {found}")
    _require_value(found[entry], value)


@STEPS.then("算出的结果是「{value}」")
def computed_is(scene: Scene, value: str) -> None:
    """Expect what was computed."""
    _require_value(scene.computed, value)


def plainly(value: Any) -> str:
    """Return a computed value as a scenario writes it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _require_value(found: Any, value: str) -> None:
    shown = plainly(found)
    require(shown == value, f"算出的是 {shown}，不是 {value}", f"what was computed is {shown}, not {value}")


def _require_no_traces(left_traces: object) -> None:
    require(not left_traces, "操作被拒绝，但留下了改动", "refused, but something was changed")


def _sight(scene: Scene, label: str) -> Sight:
    """Return what was last looked at; a field that holds nothing proves nothing, seen or not."""
    if scene.sight is None:
        raise StepFailed("尚未查看任何环节", "nothing was looked at")
    require(label in scene.sight.entered, f"“{label}”没有填写", f"'{label}' holds nothing")
    return scene.sight
