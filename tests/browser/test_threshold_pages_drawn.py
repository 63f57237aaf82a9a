"""The pages of thresholds in Chromium: accessible, and whole on the screen of a telephone."""

import pytest
from playwright.sync_api import Browser

from tests.browser.test_pages_of_staff import NARROW, VIOLATIONS, WIDE, signed_in
from tests.browser.workbench import AXE
from tests.driving.casework import Casework

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_legal_officer_sees_and_enters_thresholds(chromium: Browser, address: str, penalty: Casework, size) -> None:
    context = chromium.new_context(viewport=size, locale="zh-CN")
    page = signed_in(context, address, "xulan")
    for path in ("/thresholds", "/thresholds/new", f"/cases/{penalty.case_id}"):
        page.goto(f"{address}{path}")
        page.evaluate(AXE)
        assert page.evaluate(VIOLATIONS) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    page.goto(f"{address}/thresholds/new")
    page.fill("#amount", "many")
    page.click(".gj-form .gj-btn--primary")
    assert page.locator("#error-amount").is_visible()
    page.evaluate(AXE)
    assert page.evaluate(VIOLATIONS) == []
    page.goto(f"{address}/thresholds?status=UNVERIFIED")
    page.click(".gj-table__main a >> nth=0")
    assert page.locator("#confirm").is_visible()
    context.close()
