"""What may be begun stands on the page of the case, with a button that needs no script."""

from collections.abc import Callable

from tests.driving.checks import checks_opened
from tests.driving.district import District
from tests.integration.web.conftest import Browser

Browsers = Callable[[str], Browser]


def test_what_a_person_may_begin_is_on_the_page_and_begins_with_a_button(
    browsers: Browsers, district: District
) -> None:
    case = checks_opened(district)
    browser = browsers("王强").open(f"/cases/{case.case_id}")
    offered = [row.text_content() for row in browser.find("#offers tbody tr")]
    assert ["走访" in row for row in offered] == [True, False]
    # The rule that keeps somebody out is said in place of the button.
    assert "须回避" in offered[1]
    assert len(browser.find("#offers button")) == 1
    values = {field.get("name"): field.get("value") for field in browser.find("#offers input")}
    browser.send(f"/cases/{case.case_id}/activities", {"element": values["element"], "offer": values["offer"]})
    assert "走访" in browser.follow().words
    assert list(case.open_steps) == ["走访"]


def test_whoever_leads_finishes_it_on_the_page(browsers: Browsers, district: District) -> None:
    case = checks_opened(district)
    browser = browsers("马骏").open(f"/cases/{case.case_id}")
    assert [button.text_content().split()[0] for button in browser.find("#offers button")] == ["启动事项", "结束事项"]
    browser.send(f"/cases/{case.case_id}/activities/finish", {"element": "Checks1"})
    assert list(case.open_steps) == ["收尾"]
    assert not browser.open(f"/cases/{case.case_id}").find("#offers")


def test_a_page_without_offers_says_nothing_of_them(browsers: Browsers, district: District) -> None:
    case = checks_opened(district)
    assert not browsers("李静").open(f"/cases/{case.case_id}?tab=timeline").find("#offers")
