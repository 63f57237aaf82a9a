"""Scenarios played in memory: what passes, what fails, and with which words."""

import pytest

from tests.driving.leave import scenarios

LONG = "假如 案件已办到「批准」\n| 环节 | 字段 | 值 |\n| 申请 | 种类 | 长假 |\n"

TOO_LONG = f"{LONG}| 申请 | 天数 | 31 |\n当 「马骏」办理「批准」\n"
OFFERED = "「马骏」的待办中有「批准」\n"

CASES = [
    # A short leave is noted.
    ("当 「王强」发起「请假」\n而且 「王强」办理「申请」\n那么 案件处于「已登记」", "passed", ""),
    # A long one is offered to the leader of the same unit only.
    (f"{LONG}那么 {OFFERED}而且 「王强」的待办中没有「批准」\n而且 「罗军」的待办中没有「批准」", "passed", ""),
    (f"{LONG}当 「马骏」办理「批准」\n那么 案件处于「已批准」", "passed", ""),
    # The timer withdraws the task when its day has come, not before.
    (f"{LONG}当 时间过去「4」天\n那么 {OFFERED}当 时间过去「1」天\n那么 案件处于「已失效」", "passed", ""),
    # The gate tells its reason, and the case stays where it is.
    (f"{TOO_LONG}那么 系统拒绝，理由包含「不得超过三十天」\n而且 {OFFERED}", "passed", ""),
    # A form that is not filled refuses.
    (
        "当 「王强」发起「请假」\n而且 「王强」办理「申请」\n| 字段 | 值 |\n| 种类 | 无此选项 |\n那么 系统拒绝",
        "passed",
        "",
    ),
    # Who has no seat may neither begin nor do.
    ("当 「邓超」发起「请假」\n那么 系统拒绝", "passed", ""),
    ("当 「王强」发起「请假」\n而且 「马骏」办理「申请」\n那么 系统拒绝", "passed", ""),
    # Values are seen under their labels.
    ("当 「王强」发起「请假」\n而且 「王强」办理「申请」\n那么 案件的「天数」是「3」", "passed", ""),
    # A refusal that nobody expected fails, in the middle and at the end.
    ("当 「邓超」发起「请假」\n那么 案件处于「已登记」", "failed", "系统拒绝：此操作需要权限 case.start"),
    ("当 「邓超」发起「请假」", "failed", "系统拒绝：此操作需要权限 case.start"),
    # What was expected did not happen.
    ("当 「王强」发起「请假」\n那么 系统拒绝", "failed", "系统没有拒绝"),
    ("当 「王强」发起「请假」\n那么 案件处于「已登记」", "failed", "案件处于：办理中"),
    ("当 「王强」发起「请假」\n那么 「王强」的待办中没有「申请」", "failed", "待办中有"),
    # Names that mean nothing are told.
    ("当 「无此人」发起「请假」", "failed", "组织机构中没有“无此人”"),
    ("当 「王强」发起「无此规程」", "failed", "没有名为“无此规程”的规程"),
    ("假如 案件已办到「无此环节」", "failed", "没有规程含有“无此环节”"),
    ("当 「王强」发起「请假」\n而且 「王强」办理「申请」\n| 字段 | 值 |\n| 无 | 1 |", "failed", "没有这些栏目：无"),
    ("当 「王强」办理「申请」", "failed", "尚无案件"),
    ("假如 今天是「明天」", "failed", "不是日期"),
    ("当 「王强」发起「请假」\n| 字段 | 值 |\n| 天数 | 1 |", "failed", "不应有表格"),
    ("当 「王强」发起「请假」\n而且 「王强」办理「申请」\n| 栏目 | 值 |\n| 天数 | 1 |", "failed", "表头应当是"),
    ("假如 数额标准", "failed", "应当有表格"),
    ("当 按「无此决策」计算\n| 输入 | 值 |\n| a | 1 |", "failed", "没有名为“无此决策”的决策"),
    ("当 时间过去「99999」天", "failed", "最多过去"),
    # What needs the platform is skipped and says so; what comes before has been played.
    ("当 「王强」发起「请假」\n而且 「王强」上传附件「a.pdf」\n那么 案件处于「无」", "skipped", "附件由平台保存"),
    ("当 「邓超」发起「请假」\n那么 案件记录校验通过", "failed", "系统拒绝"),
]


@pytest.mark.parametrize(("steps", "status", "told"), CASES)
def test_a_scenario_comes_out_as_it_should(play, steps: str, status: str, told: str) -> None:
    result = play(steps)
    found = result.told.zh if result.told else ""
    assert (result.status, told in found) == (status, True), found
    assert len(result.steps) == len(scenarios(steps)[0].steps)


def test_after_a_failure_the_other_steps_are_skipped(play) -> None:
    result = play("当 「王强」发起「请假」\n那么 系统拒绝\n而且 案件处于「已登记」")
    assert [step.status for step in result.steps] == ["passed", "failed", "skipped"]


def test_scenarios_that_begin_alike_share_what_they_did_and_nothing_else(theatre) -> None:
    steps = "当 「王强」发起「请假」\n而且 「王强」办理「申请」\n那么 案件处于「已登记」"
    first = theatre.play(scenarios(steps)[0])
    known = len(theatre.memory.known)
    again = theatre.play(scenarios(steps)[0])
    assert (first[0].status, first[1]) == (again[0].status, again[1])
    assert len(theatre.memory.known) == known
    other, _ = theatre.play(scenarios("当 「王强」发起「请假」\n那么 「王强」的待办中有「申请」")[0])
    assert other.status == "passed"
