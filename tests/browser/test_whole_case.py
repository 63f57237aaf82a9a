"""One case walked by hand through every office, from the hotline call to the archive, on what `guiju run` brings up."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.official import Official
from tests.browser.trial import trial

pytestmark = [pytest.mark.browser, pytest.mark.slow]

INTAKE = [
    ("周敏", "诉求分类"),
    ("吴倩", "查重"),
    ("吴倩", "判定职责归属"),
    ("吴倩", "派单"),
    ("马骏", "签收或退单"),
    ("王强", "现场核查"),
    ("郑丽", "答复诉求人"),
    ("郑丽", "回访评价"),
]
TO_THE_NOTICE = [
    ("王强", "线索核查"),
    ("马骏", "立案呈批"),
    ("刘志远", "立案审批"),
    ("刘志远", "指派承办人员"),
    ("王强", "调查取证"),
    ("王强", "调查终结报告"),
    ("王强", "送法制审核"),
    ("徐岚", "形式审查"),
    ("徐岚", "指派审核人员"),
    ("李静", "法制审核"),
    ("王强", "制作事先告知书"),
    ("王强", "送达事先告知书"),
]
TO_THE_ARCHIVE = [
    ("刘志远", "集体讨论"),
    ("陈建国", "作出处罚决定"),
    ("王强", "送达处罚决定书"),
    ("王强", "公示处罚决定"),
    ("冯雪梅", "登记缴款"),
    ("王强", "结案呈批"),
    ("刘志远", "结案审批"),
    ("邓超", "立卷归档"),
]
WAIVED = {
    "期限届满日": "今天+7天",
    "期满事由": "当事人书面放弃陈述申辩和听证",
    "当事人是否陈述申辩": "否",
    "当事人是否要求听证": "否",
}
"""The party gives its rights up in writing: no test waits five workdays on a real clock."""


def test_a_hotline_call_becomes_an_archived_penalty_decision(chromium: Browser, tmp_path: Path) -> None:
    paper = tmp_path / "放弃声明书.pdf"
    paper.write_bytes(b"%PDF-1.4 waiver")
    with trial() as running:
        staff: dict[str, Official] = {}

        def person(name: str) -> Official:
            if name not in staff:
                staff[name] = Official.at_work(chromium, running.address, name)
            return staff[name]

        complaint = register_the_call(person)
        for name, step in INTAKE:
            person(name).do(step, complaint)
        penalty = person("王强").find("线索核查").locator("td[data-label='案号']").inner_text()
        for name, step in TO_THE_NOTICE:
            person(name).do(step, penalty)
        person("王强").take("登记陈述申辩期满", penalty)
        person("王强").fill(WAIVED, files={"放弃陈述申辩（听证）声明书": paper})
        person("王强").hand_in()
        for name, step in TO_THE_ARCHIVE:
            person(name).do(step, penalty)
        look_at_the_archived_case(person("王强"), complaint, penalty, paper.name)


def register_the_call(person: Callable[[str], Official]) -> str:
    operator = person("周敏")
    number = operator.begin("举报投诉受理")
    operator.do("登记诉求", number)
    assert operator.said == "已提交。这是同一案件的下一步。"
    expect(operator.page.get_by_role("heading", level=1)).to_have_text("诉求分类")
    return number


def look_at_the_archived_case(officer: Official, complaint: str, penalty: str, paper: str) -> None:
    page = officer.page
    page.goto(f"{officer.address}/inbox?view=done")
    expect(page.locator("tr[data-row]").filter(has_text="结案呈批")).to_contain_text(penalty)
    page.get_by_role("link", name=penalty).first.click()
    expect(page.locator(".gj-heading .gj-chip").first).to_have_text("已办结")
    expect(page.get_by_role("link", name=complaint)).to_be_visible()
    expect(page.locator("main")).to_contain_text("没有正在办理的任务")
    page.get_by_role("link", name="流程图", exact=True).click()
    for element in ("LegalReviewBeforeNotice", "DecidePenalty", "ArchiveCase"):
        expect(page.locator(f".djs-element.gj-mark-done[data-element-id='{element}']")).to_be_visible()
    page.get_by_role("link", name="流转记录", exact=True).click()
    expect(page.locator(".gj-timeline")).to_contain_text("立卷归档")
    page.get_by_role("link", name="材料", exact=False).click()
    expect(page.get_by_role("link", name=paper)).to_be_visible()
    page.get_by_role("link", name="审计", exact=True).click()
    assert page.locator(".gj-timeline__hash").count() > 20
