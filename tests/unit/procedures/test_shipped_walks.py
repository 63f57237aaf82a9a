"""Walks through the shipped procedures in memory: what the law lets through, and what it refuses."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

Walk = Any
Begin = Callable[..., Walk]

HEARD = {
    "登记陈述申辩期满": {
        "等待": "2天",
        "期限届满日": "今天+3天",
        "期满事由": "当事人已要求听证",
        "当事人是否要求听证": "是",
        "要求听证日期": "今天",
    }
}
CHILD = {
    "线索核查": {"当事人类型": "自然人", "当事人名称（姓名）": "小明", "年龄（周岁，行为时）": "13"},
    "调查终结报告": {"建议处理结果": "不予行政处罚", "裁量阶次": "不予处罚"},
}
SIMPLE = {"调查终结报告": {"案件是否疑难复杂": "不属疑难复杂", "是否情节复杂或者属重大违法行为": "否"}}


def passed(walk: Walk) -> set[str]:
    return set(walk.record)


def test_a_report_is_registered_checked_and_handed_over_as_a_clue(walk: Begin) -> None:
    case = walk("complaint-intake").to("现场核查")
    case.do("现场核查")
    (thrown,) = case.state.thrown
    assert thrown.name == "clue-transferred"
    assert thrown.payload["handling_unit"] == "SQUAD_01"
    assert thrown.payload["case_field"] == "urban"
    assert not {"reporter_name", "reporter_phone", "reporter_address"} & thrown.payload.keys()
    case.to("回访评价").do("回访评价")
    assert case.state.status == "completed"


def test_a_clue_handed_over_starts_with_its_verification(walk: Begin) -> None:
    payload = {"handling_unit": "SQUAD_01", "party_name": "成都锦里小馆餐饮有限公司"}
    case = walk(start_event="ClueTransferred", payload=payload)
    assert case.names == ["线索核查"]
    assert case.data["handling_unit"] == "SQUAD_01"


def test_an_order_returned_twice_is_assigned_by_the_deputy_head(walk: Begin) -> None:
    case = walk("complaint-intake").to("签收或退单")
    case.do("签收或退单", {"签收意见": "退回受理中心"})
    assert case.names == ["派单"]
    case.do("派单").do("签收或退单", {"签收意见": "退回受理中心"})
    assert case.names == ["指定承办单位"]
    assert case.do("指定承办单位").names == ["现场核查"]


def test_a_unit_cannot_pass_an_order_on(walk: Begin) -> None:
    case = walk("complaint-intake").to("签收或退单")
    refusals = case.attempt("签收或退单", {"建议改派单位": "望江路街道综合执法中队"})
    assert "退回受理中心改派" in refusals[0]


def test_a_founded_complaint_reopens_once(walk: Begin) -> None:
    case = walk("complaint-intake").to("回访评价")
    case.do("回访评价", {"满意度": "不满意"})
    assert case.names == ["派单"]
    case.to("回访评价").do("回访评价", {"满意度": "不满意"})
    assert case.state.status == "completed"


@pytest.mark.parametrize(
    ("entries", "open_next"),
    [
        ({"判定职责归属": {"职责归属": "属其他行政机关职责"}}, "告知并移送"),  # Not ours: told where to go.
        ({"查重": {"是否重复件": "是"}}, "答复诉求人"),  # A duplicate is merged, and still answered.
        ({"诉求分类": {"诉求类别": "求助"}}, "办理诉求"),  # No report of a violation.
    ],
)
def test_other_ways_through_intake(walk: Begin, entries: dict[str, Any], open_next: str) -> None:
    assert open_next in walk("complaint-intake").to(open_next, entries).names


def test_a_penalty_reaches_the_archive_through_review_and_discussion(walk: Begin) -> None:
    case = walk().to("立卷归档").do("立卷归档")
    assert case.state.status == "completed"
    assert {"LegalReviewOpinion", "DiscussCollectively", "DecidePenalty", "ServeDecision"} <= passed(case)


def test_a_simple_case_needs_case_review_only(walk: Begin) -> None:
    case = walk().to("作出处罚决定", SIMPLE).do("作出处罚决定")
    assert "ReviewCase" in passed(case)
    assert not {"LegalReviewOpinion", "DiscussCollectively"} & passed(case)


def test_a_heard_case_is_reviewed_again_before_the_decision(walk: Begin) -> None:
    case = walk().to("审查听证要求", HEARD)
    reviewed = case.record["LegalReviewOpinion"]["seq"]
    case.to("作出处罚决定")
    assert case.record["LegalReviewOpinion"]["seq"] > case.record["HearingReport"]["seq"] > reviewed
    assert case.do("作出处罚决定").names == ["送达处罚决定书"]


def test_a_simple_case_once_heard_needs_legal_review(walk: Begin) -> None:
    case = walk().to("审查听证要求", {**SIMPLE, **HEARD}).to("送法制审核")
    assert "经过听证程序" in case.data["review_need"]["reasons"][0]


def test_a_review_that_fails_after_the_hearing_leads_back_to_the_investigation(walk: Begin) -> None:
    case = walk().to("听证报告", HEARD).do("听证报告").to("法制审核")
    case.do("法制审核", {"审核意见": "补充证据（补充调查）"}).do("整改或者提异议", {"处理方式": "接受意见，撤回送审"})
    assert case.names == ["调查取证"]


def test_a_party_that_stays_away_has_waived_its_hearing(walk: Begin) -> None:
    case = walk().to("举行听证", HEARD).do("举行听证", {"当事人到场情况": "无正当理由拒不出席"})
    assert case.data["hearing_result"] == "WAIVED"
    assert case.names == ["集体讨论"]


def test_supplementing_evidence_needs_a_new_submission(walk: Begin) -> None:
    case = walk().to("法制审核").do("法制审核", {"审核意见": "补充证据（补充调查）"})
    assert case.names == ["整改或者提异议"]
    case.do("整改或者提异议").do("送法制审核").to("法制审核")
    assert case.opened[0].data["review_version"] == 2
    assert case.do("法制审核").names == ["制作事先告知书"]


def test_a_sustained_opinion_that_is_disputed_goes_to_the_heads(walk: Begin) -> None:
    case = walk().to("法制审核").do("法制审核", {"审核意见": "不同意（事实不清、证据不足或者无依据）"})
    case.do("整改或者提异议", {"处理方式": "对审核意见有异议"}).do("复审")
    assert case.names == ["集体决定审核争议"]
    assert case.do("集体决定审核争议").names == ["制作事先告知书"]


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        # S31: discovered more than two years after the act ended.
        ({"违法行为发生（终了）之日": "2024-11-23"}, "违法行为在二年内未被发现"),
        # More than five years, even where life or health is at stake.
        (
            {
                "违法行为发生（终了）之日": "2021-11-23",
                "是否涉及公民生命健康安全、金融安全且有危害后果": "是",
            },
            "违法行为在二年内未被发现",
        ),
    ],
)
def test_what_is_time_barred_cannot_be_filed(walk: Begin, entries: dict[str, Any], sentence: str) -> None:
    case = walk().to("立案审批", {"线索核查": entries})
    assert sentence in case.attempt("立案审批")[0]
    assert case.do("立案审批", {"审批决定": "不予立案"}).names == ["告知不予立案"]


@pytest.mark.parametrize(
    "entries",
    [
        {"违法行为发生（终了）之日": "2024-11-24"},  # The last day of two years.
        {"违法行为发生（终了）之日": "2020-01-01", "违法行为是否有连续或者继续状态": "是"},  # Still going on.
        {
            "违法行为发生（终了）之日": "2022-11-24",
            "是否涉及公民生命健康安全、金融安全且有危害后果": "是",
        },  # Five years.
    ],
)
def test_what_is_in_time_is_filed(walk: Begin, entries: dict[str, Any]) -> None:
    assert walk().to("立案审批", {"线索核查": entries}).do("立案审批").names == ["指派承办人员"]


def test_one_person_cannot_be_lead_and_co_officer(walk: Begin) -> None:
    case = walk().to("立案呈批")
    assert "不得为同一人" in case.attempt("立案呈批", {"拟协办人": "王强"})[0]


def test_filing_needs_all_four_conditions(walk: Begin) -> None:
    case = walk().to("立案呈批")
    assert "四项立案条件" in case.attempt("立案呈批", {"属于本机关管辖": "否"})[0]


def test_no_penalty_is_decided_without_prior_notice(walk: Begin) -> None:
    changed = {"调查终结报告": {"建议处理结果": "违法事实不能成立", "裁量阶次": "不予处罚"}}
    case = walk().to("作出处罚决定", changed)
    refusals = case.attempt("作出处罚决定")
    assert any("尚未就本次调查结论向当事人送达处罚事先告知书" in sentence for sentence in refusals)
    unproven = {"决定种类": "违法事实不能成立，不予行政处罚"}
    assert case.do("作出处罚决定", unproven).names == ["送达处罚决定书"]


def test_an_old_notice_does_not_serve_a_new_round(walk: Begin) -> None:
    defence = {"登记陈述申辩期满": {"当事人是否陈述申辩": "是"}}
    again = {"是否发现新的违法事实": "是", "复核结论": "补充调查并重新告知"}
    case = walk().to("陈述申辩复核", defence).do("陈述申辩复核", again)
    assert case.names == ["调查取证"]
    case.to("作出处罚决定")
    assert case.record["ServePriorNotice"]["times"] == 2


def test_the_window_stays_open_until_its_last_day_has_passed(walk: Begin) -> None:
    case = walk().to("登记陈述申辩期满")
    assert "期限尚未届满" in case.attempt("登记陈述申辩期满", {"等待": "5天", "期限届满日": "今天"})[0]


def test_an_express_waiver_lets_the_case_proceed_at_once(walk: Begin) -> None:
    waiver = {"等待": "0天", "期限届满日": "今天+7天", "期满事由": "当事人书面放弃陈述申辩和听证"}
    case = walk().to("作出处罚决定", {"登记陈述申辩期满": waiver})
    assert case.record["ServePriorNotice"]["on"] == case.today
    assert case.do("作出处罚决定").names == ["送达处罚决定书"]


@pytest.mark.parametrize(
    ("report", "decision", "sentence"),
    [
        # S27: told 5,000, decided 8,000 without new facts.
        ({}, {"罚款金额": "8000"}, "不得因当事人陈述、申辩而给予更重的处罚"),
        # S28: the statute allows 2,000 to 20,000.
        ({"法定最低罚款": "2000"}, {"罚款金额": "21000"}, "超过法定最高限额"),
        # S29: the statute starts at 50,000 and nothing mitigates.
        (
            {"法定最低罚款": "50000", "法定最高罚款": "100000", "拟罚款金额": "60000"},
            {"罚款金额": "10000"},
            "应当有减轻处罚的法定依据",
        ),
        # Article 31 of the drawing: the tier alone is no ground.
        ({"法定最低罚款": "2000"}, {"罚款金额": "1000", "裁量阶次": "从轻处罚"}, "应当有减轻处罚的法定依据"),
    ],
)
def test_fines_outside_the_law_are_refused(
    walk: Begin, report: dict[str, str], decision: dict[str, str], sentence: str
) -> None:
    fine = report.get("拟罚款金额", "5000")
    case = walk().to("作出处罚决定", {"调查终结报告": report, "制作事先告知书": {"告知的拟罚款金额": fine}})
    assert any(sentence in refusal for refusal in case.attempt("作出处罚决定", decision))


def test_a_ground_of_mitigation_allows_less_than_the_minimum(walk: Begin) -> None:
    case = walk().to("作出处罚决定", {"调查终结报告": {"法定最低罚款": "2000"}})
    assert case.do("作出处罚决定", {"罚款金额": "1000", "裁量阶次": "减轻处罚"}).names == ["送达处罚决定书"]


def test_a_child_under_fourteen_is_not_penalised(walk: Begin) -> None:
    case = walk().to("调查终结报告", CHILD)
    assert "不满十四周岁" in case.attempt("调查终结报告")[0]
    case.to("作出处罚决定", CHILD)
    assert any("不满十四周岁" in sentence for sentence in case.attempt("作出处罚决定"))
    case.do("作出处罚决定", {"决定种类": "不予行政处罚"})
    assert case.names == ["送达处罚决定书"]
    assert case.do("送达处罚决定书").names == ["公示处罚决定"]


def test_a_suspected_crime_leaves_the_penalty_track(walk: Begin) -> None:
    changed = {"调查终结报告": {"建议处理结果": "涉嫌犯罪，移送司法机关", "裁量阶次": "不予处罚"}}
    case = walk().to("法制审核", changed).do("法制审核", {"是否应当移送司法机关": "涉嫌犯罪，应当移送"})
    case.to("移送涉嫌犯罪").do("移送涉嫌犯罪")
    assert case.state.status == "completed"
    assert "DecidePenalty" not in passed(case)


def test_a_suspected_crime_cannot_be_agreed_to_as_a_penalty(walk: Begin) -> None:
    case = walk().to("法制审核")
    assert "只能同意移送" in case.attempt("法制审核", {"是否应当移送司法机关": "涉嫌犯罪，应当移送"})[0]


def test_a_seizure_runs_inside_the_investigation_and_is_extended_once(walk: Begin) -> None:
    case = walk().to("处理查封、扣押", {"调查取证": {"是否需要采取行政强制措施": "是"}})
    extended = {"处理决定": "延长期限（不超过三十日，仅一次）"}
    case.do("处理查封、扣押", extended)
    assert "只能延长一次" in case.attempt("处理查封、扣押", extended)[0]
    assert case.do("处理查封、扣押").do("解除强制措施").names == ["调查终结报告"]
    assert case.data["measure_kind"] == "SEIZE"


def test_the_hearing_notice_leaves_seven_days(walk: Begin) -> None:
    case = walk().to("送达听证通知", HEARD)
    assert "七个工作日前" in case.attempt("送达听证通知", {"听证日期": "今天+7天"})[0]


def test_an_unpaid_fine_is_enforced_before_the_case_is_closed(walk: Begin) -> None:
    case = walk().to("登记缴款").do("登记缴款", {"期满登记": "逾期未缴或者未足额缴纳", "实缴金额": "0"})
    case.now += timedelta(days=10)
    assert "不得超出罚款" in case.attempt("催缴与强制执行", {"加处罚款金额": "5001"})[0]
    assert "结案呈批" in case.do("催缴与强制执行").to("结案呈批").names


def test_a_closure_sent_back_is_proposed_again(walk: Begin) -> None:
    case = walk().to("结案审批").do("结案审批", {"审批意见": "退回补充"})
    assert case.names == ["结案呈批"]
