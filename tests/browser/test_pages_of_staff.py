"""The pages of staff in Chromium: accessible, within the policy, by keyboard, narrow, and without script."""

from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.workbench import AXE
from tests.driving.casework import Casework
from tests.driving.district import District
from web.cli.demo import DEMO_PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

VIOLATIONS = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
  .map(each => each.id + ': ' + each.nodes[0].html.slice(0, 160))"""
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 360, "height": 780}


def signed_in(context: BrowserContext, address: str, login: str) -> Page:
    """Sign a person in."""
    page = context.new_page()
    page.goto(f"{address}/login")
    page.fill("#login", login)
    page.fill("#password", DEMO_PASSWORD)
    page.click(".gj-login__card .gj-btn--primary")
    page.wait_for_selector(".gj-menu")
    return page


def pages_of(case_id: UUID, task_id: UUID) -> list[str]:
    """Return the addresses of all kinds of pages."""
    tabs = ("overview", "diagram", "timeline", "materials", "data", "audit")
    return [
        "/inbox",
        "/inbox?view=claimable",
        "/inbox?view=done",
        "/inbox?view=started",
        f"/tasks/{task_id}",
        f"/tasks/{task_id}?tab=diagram",
        f"/tasks/{task_id}?tab=timeline",
        "/cases",
        *(f"/cases/{case_id}?tab={tab}" for tab in tabs),
        "/start",
        "/procedures",
        "/procedures/ordinary-penalty/versions",
        "/profile",
        "/nowhere",
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_is_accessible_within_the_policy_and_fits(
    chromium: Browser, address: str, penalty: Casework, language: str
) -> None:
    context = chromium.new_context(viewport=WIDE, locale="zh-CN" if language == "zh" else "en-GB")
    page = signed_in(context, address, "wangqiang")
    if language == "en":
        page.click(".gj-top__end button[name='language']")
        page.wait_for_selector("html[lang='en']")
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if "Security Policy" in line.text else None)
    found = {}
    for path in pages_of(penalty.case_id, penalty.open_steps["调查取证"]):
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            page.goto(address + path)
            page.wait_for_load_state("networkidle" if "diagram" in path else "load")
            page.evaluate(AXE)
            wrong = page.evaluate(VIOLATIONS)
            if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
                wrong.append("wider than the screen")
            found |= {(path, size["width"]): wrong} if wrong else {}
    context.close()
    assert found == {}
    assert complaints == []


def test_a_list_is_walked_and_opened_by_keyboard(chromium: Browser, address: str, district: District) -> None:
    for _ in range(3):
        district.start("zhoumin", "complaint-intake")
    context = chromium.new_context(viewport=WIDE)
    page = signed_in(context, address, "zhoumin")
    second = page.locator("a[data-open]").nth(1).get_attribute("href")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}{second}")
    context.close()


def test_a_form_saves_itself_and_shows_what_an_answer_asks_for(
    chromium: Browser, address: str, district: District
) -> None:
    receipt = district.start("zhoumin", "complaint-intake")
    context = chromium.new_context(viewport=WIDE)
    page = signed_in(context, address, "zhoumin")
    page.goto(f"{address}/tasks/{receipt.next_task_id}")
    assert page.locator("[name='reporter_name']").count() == 0
    page.check("[name='real_name_report'][value='yes']")
    page.wait_for_selector("[name='reporter_name']")
    page.fill("[name='complaint_title']", "夜间施工")
    page.wait_for_selector("[data-autosave-status][data-state='saved']")
    page.reload()
    assert page.input_value("[name='complaint_title']") == "夜间施工"
    context.close()


def test_a_task_is_worked_on_without_script(chromium: Browser, address: str, district: District) -> None:
    Casework.begun(district, "complaint-intake", by="周敏").to("查重")
    context = chromium.new_context(viewport=NARROW, java_script_enabled=False)
    page = signed_in(context, address, "wuqian")
    page.goto(f"{address}/inbox?view=claimable")
    page.click("form[action$='/claim'] button")
    page.click(".gj-actions .gj-btn--primary")
    assert page.locator(".gj-error-summary").is_visible()
    page.check("[name='duplicate'][value='no']")
    page.click(".gj-actions .gj-btn--primary")
    assert page.locator("h1").inner_text() in ("判定职责归属", "待办")
    context.close()


def test_a_reason_is_asked_for_in_a_dialog(chromium: Browser, address: str, penalty: Casework) -> None:
    context = chromium.new_context(viewport=WIDE)
    page = signed_in(context, address, "majun")
    page.goto(f"{address}/cases/{penalty.case_id}")
    page.click("[data-dialog-open='suspend-dialog']")
    page.fill("#suspend-reason", "等待鉴定意见")
    page.click("#suspend-dialog .gj-btn--primary")
    page.wait_for_selector(".gj-flash--ok")
    assert "等待鉴定意见" in page.locator("main").inner_text()
    context.close()


def test_a_refused_file_is_told_at_its_field_and_the_form_goes_on(
    chromium: Browser, address: str, district: District
) -> None:
    receipt = district.start("zhoumin", "complaint-intake")
    context = chromium.new_context(viewport=WIDE)
    page = signed_in(context, address, "zhoumin")
    page.goto(f"{address}/tasks/{receipt.next_task_id}")
    page.fill("[name='complaint_title']", "夜间施工")
    wrong = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b"<script>"}
    page.set_input_files("[name='_file-voice_files']", wrong)
    page.wait_for_selector(".gj-field--error .gj-error")
    assert "photo.jpg" in page.locator(".gj-field--error .gj-error").first.inner_text()
    assert page.input_value("[name='complaint_title']") == "夜间施工"
    page.check("[name='real_name_report'][value='yes']")
    page.wait_for_selector("[name='reporter_name']")
    context.close()
