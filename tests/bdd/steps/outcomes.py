"""那么: what a person could see afterwards."""

from decimal import Decimal
from typing import Any

from pytest_bdd import parsers, then

from tests.bdd.driver import Sight
from tests.bdd.scene import Scene


@then("系统拒绝")
def is_refused(scene: Scene) -> None:
    refusal = scene.take_refusal()
    assert not refusal.left_traces, "操作被拒绝，但留下了改动"


@then(parsers.parse("系统拒绝，理由包含「{words}」"))
def is_refused_because(scene: Scene, words: str) -> None:
    refusal = scene.take_refusal()
    assert any(words in sentence for sentence in refusal.sentences), f"理由是：{'；'.join(refusal.sentences)}"
    assert not refusal.left_traces, "操作被拒绝，但留下了改动"


@then(parsers.parse("「{person}」的待办中有「{task}」"))
def is_offered(scene: Scene, person: str, task: str) -> None:
    assert scene.driver.offers(person, task), f"{person}的待办中没有“{task}”"


@then(parsers.parse("「{person}」的待办中没有「{task}」"))
def is_not_offered(scene: Scene, person: str, task: str) -> None:
    assert not scene.driver.offers(person, task), f"{person}的待办中有“{task}”"


@then(parsers.parse("案件处于「{end}」"))
def has_ended_at(scene: Scene, end: str) -> None:
    ends = scene.driver.ends()
    assert list(ends) == [end], f"案件处于：{'、'.join(ends) or '办理中'}"


@then(parsers.parse("案件的「{label}」是「{value}」"))
def case_shows(scene: Scene, label: str, value: str) -> None:
    shown = scene.driver.shown(label)
    assert value in shown, f"案件的“{label}”是：{'；'.join(shown) or '（无）'}"


@then(parsers.parse("线索已移交「{procedure}」"))
def clue_is_transferred(scene: Scene, procedure: str) -> None:
    assert scene.driver.follow(procedure), f"没有由本案发起的“{procedure}”案件"


@then(parsers.parse("「{later}」晚于「{earlier}」"))
def is_later_than(scene: Scene, later: str, earlier: str) -> None:
    first, second = scene.driver.last_done(earlier), scene.driver.last_done(later)
    assert 0 < first < second, f"“{earlier}”为第 {first} 号事件，“{later}”为第 {second} 号事件"


@then(parsers.parse("看得到「{label}」"))
def is_visible(scene: Scene, label: str) -> None:
    assert label in _sight(scene, label).shown, f"看不到“{label}”"


@then(parsers.parse("看不到「{label}」"))
def is_invisible(scene: Scene, label: str) -> None:
    assert label not in _sight(scene, label).shown, f"看得到“{label}”"


@then("案件记录校验通过")
def record_is_sound(scene: Scene) -> None:
    findings = scene.driver.findings()
    assert not findings, f"校验发现：{'；'.join(findings)}"


@then(parsers.parse("案件记录校验发现「{words}」"))
def record_is_unsound(scene: Scene, words: str) -> None:
    findings = scene.driver.findings()
    assert any(words in finding for finding in findings), f"校验发现：{'；'.join(findings) or '（无）'}"


@then(parsers.parse("「{person}」看到案件适用的「{name}」标为「{status}」"))
def threshold_is_marked(scene: Scene, person: str, name: str, status: str) -> None:
    marks = scene.driver.threshold_marks(person, name)
    assert marks == [status], f"“{name}”标为：{'、'.join(marks) or '（没有适用）'}"


@then(parsers.parse("「{person}」在「{task}」看到「{words}」"))
def reads_on_task(scene: Scene, person: str, task: str, words: str) -> None:
    told = scene.driver.told_on(person, task)
    assert any(words in each for each in told), f"看到的是：{'；'.join(told)}"


@then(parsers.parse("算出的「{entry}」是「{value}」"))
def computed_entry_is(scene: Scene, entry: str, value: str) -> None:
    assert isinstance(scene.computed, dict), f"算出的是 {scene.computed}"
    assert plainly(scene.computed[entry]) == value


@then(parsers.parse("算出的结果是「{value}」"))
def computed_is(scene: Scene, value: str) -> None:
    assert plainly(scene.computed) == value


def plainly(value: Any) -> str:
    """Return a computed value as a scenario writes it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _sight(scene: Scene, label: str) -> Sight:
    """Return what was last looked at; a field that holds nothing proves nothing, seen or not."""
    assert scene.sight is not None, "尚未查看任何环节"
    assert label in scene.sight.entered, f"“{label}”没有填写"
    return scene.sight
