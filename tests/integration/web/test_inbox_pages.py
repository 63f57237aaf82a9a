"""The inbox: lists, counts, time limits in words, paging, tasks that one must not take."""

from collections.abc import Callable
from datetime import timedelta

from engine.kernel.clock import TravelClock
from tests.driving.casework import Casework, defaults
from tests.driving.district import District
from tests.integration.web.conftest import Browser

Browsers = Callable[[str], Browser]


def test_a_task_moves_from_claimable_to_mine_to_done(browsers: Browsers, district: District) -> None:
    Casework.begun(district, "complaint-intake", by="周敏").to("查重")
    browser = browsers("吴倩").open("/inbox?view=claimable")
    [claim] = browser.find("form[action$='/claim']")
    browser.send(claim.get("action")).follow()
    assert "已领取" in browser.words
    assert [row.text_content() for row in browser.open("/inbox").find("a[data-open]")] == ["查重"]
    assert not browser.open("/inbox?view=claimable").find("tr[data-row]")


def test_the_counts_stand_beside_the_lists(browsers: Browsers, district: District) -> None:
    for _ in range(3):
        district.start("zhoumin", "complaint-intake")
    browser = browsers("周敏").open("/inbox")
    counts = {link.text.strip(): link[0].text_content() for link in browser.find("a.gj-filter") if link.text}
    assert counts["待办"] == "3"
    assert counts["我发起的"] == "3"
    assert browser.open("/inbox/badge").find(".gj-count")[0].text_content().startswith("3")


def test_a_time_limit_is_told_in_words_that_change_with_the_days(
    browsers: Browsers, district: District, clock: TravelClock
) -> None:
    Casework.begun(district, "complaint-intake", by="周敏").to("签收或退单")
    browser = browsers("马骏")
    chips = []
    for _ in range(3):
        [chip] = browser.open("/inbox?view=claimable").find("td .gj-chip")
        chips.append((chip.text_content().strip(), chip.find("svg") is not None))
        clock.travel(timedelta(days=4))
    assert all(has_icon for _, has_icon in chips)
    assert chips[0][0].startswith("剩余 1 个工作日 · ")
    assert chips[1][0].startswith("已超期")
    assert chips[1] != chips[2]


def test_a_list_goes_on_where_the_page_before_ended(browsers: Browsers, district: District) -> None:
    for _ in range(51):
        district.start("zhoumin", "complaint-intake")
    browser = browsers("周敏").open("/inbox")
    first = {row.get("href") for row in browser.find("a[data-open]")}
    [following] = browser.find("a[rel='next']")
    second = {row.get("href") for row in browser.open(following.get("href")).find("a[data-open]")}
    assert (len(first), len(second), len(first & second)) == (50, 1, 0)


def test_a_broken_page_mark_is_told_and_leads_back(browsers: Browsers) -> None:
    browser = browsers("周敏").open("/inbox?mark=broken")
    assert browser.status == 422
    assert "翻页标记无效" in browser.words
    assert browser.find("a[href='/']")


def test_a_task_that_separation_of_duties_bars_is_shown_with_its_reason(browsers: Browsers, district: District) -> None:
    complaint = Casework.begun(district, "complaint-intake", by="周敏").to("现场核查")
    complaint.do("现场核查")
    by_him = {name: {"办理人": "何文斌"} for name, entries in defaults().items() if entries.get("办理人") == "王强"}
    penalty = complaint.next_case().to("作出处罚决定", by_him | {"指派承办人员": {"主办人": "何文斌"}})
    assert penalty.open_steps
    browser = browsers("何文斌").open("/inbox?view=claimable")
    [row] = [row for row in browser.find("tr[data-row]") if "作出处罚决定" in row.text_content()]
    assert not row.cssselect("form")
    assert "须回避" in row.text_content()
    assert "调查、审核、决定应当由不同的人员负责" in row.text_content()


def test_an_empty_inbox_says_where_work_can_be_found(browsers: Browsers, district: District) -> None:
    Casework.begun(district, "complaint-intake", by="周敏").to("查重")
    browser = browsers("吴倩").open("/inbox")
    assert "有 1 项任务可以领取" in browser.words


def test_the_inbox_speaks_english_to_whoever_chose_it(browsers: Browsers) -> None:
    browser = browsers("周敏").open("/inbox")
    browser.send("/language", {"language": "en", "next": "/inbox"}).follow()
    assert browser.find("h1")[0].text_content() == "My tasks"
    assert browser.page.get("lang") == "en"
