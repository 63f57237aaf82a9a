"""Takes the pictures of the documentation from a fresh trial: `make screenshots`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.official import Official
from tests.browser.trial import trial

IMAGES = Path(__file__).with_name("images")
COMPLAINTS = [
    {
        "诉求标题": "望江路夜间施工噪声",
        "发生地点": "武侯区浆洗街 6 号工地",
        "被反映对象": "某建筑公司",
        "诉求内容": "工地每晚十一点以后仍在浇筑混凝土，附近居民无法休息。",
    },
    {
        "诉求标题": "门店招牌遮挡红绿灯",
        "发生地点": "武侯区浆洗街 42 号",
        "被反映对象": "某药房",
        "诉求内容": "新装的招牌遮住了路口的红绿灯，驾驶员看不清信号。",
    },
    {},
]
"""What other callers report, so that no list is empty; the last is the case that is followed."""
HALF_DONE = {
    "是否出示执法证件": "是",
    "调查日期": "今天",
    "在场协办执法人员": "赵磊",
    "调查情况": "制作现场笔录、询问笔录，当事人对占道经营事实无异议。",
}
INTAKE = [
    ("周敏", "诉求分类"),
    ("吴倩", "查重"),
    ("吴倩", "判定职责归属"),
    ("吴倩", "派单"),
    ("马骏", "签收或退单"),
]
PENALTY = [("王强", "线索核查"), ("马骏", "立案呈批"), ("刘志远", "立案审批"), ("刘志远", "指派承办人员")]


class Office:
    """Everybody who has signed in so far."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.people: dict[str, Official] = {}

    def person(self, name: str) -> Official:
        """Return a person at work."""
        if name not in self.people:
            self.people[name] = Official.at_work(self.browser, self.address, name)
        return self.people[name]

    def work(self) -> str:
        """Take three calls in and one of them on to its investigation; return the number of the case under it."""
        numbers = []
        for told in COMPLAINTS:
            complaint = self.person("周敏").begin("举报投诉受理")
            self.person("周敏").do("登记诉求", complaint, told)
            for name, step in INTAKE:
                self.person(name).do(step, complaint)
            numbers.append(complaint)
        self.person("王强").do("现场核查", complaint)
        penalty = self.person("王强").find("线索核查").locator("td[data-label='案号']").inner_text()
        for name, step in PENALTY:
            self.person(name).do(step, penalty)
        for number in numbers[:-1]:
            self.person("王强").take("现场核查", number)
        return penalty


def take_all(office: Office) -> None:
    """Take every picture."""
    penalty = office.work()
    officer = office.person("王强")
    officer.take("调查取证", penalty)
    officer.fill(HALF_DONE)
    inbox, task = f"{office.address}/inbox", officer.page.url
    case = office.address + (officer.page.locator(".gj-crumbs a").last.get_attribute("href") or "")
    for language in ("zh", "en"):
        if language == "en":
            switch_language(officer.page)
        take(officer.page, inbox, f"inbox-{language}")
        take(officer.page, task, f"task-{language}")
        take(officer.page, case, f"case-{language}")
        take(officer.page, f"{case}?tab=diagram", f"case-diagram-{language}")
        with phone(office, officer) as narrow:
            take(narrow, inbox, f"phone-inbox-{language}")
            take(narrow, task, f"phone-task-{language}")
    owner = office.person("田野").page
    for language in ("en", "zh"):
        if language == "zh":
            switch_language(owner)
        take(owner, f"{office.address}/designer/ordinary-penalty", f"designer-{language}", chosen="CollectEvidence")


def switch_language(page: Page) -> None:
    """Press the button that shows everything in the other language."""
    before = page.locator("html").get_attribute("lang")
    page.click(".gj-top__end button[name='language']")
    page.wait_for_selector(f"html:not([lang='{before}'])")


@contextmanager
def phone(office: Office, official: Official) -> Iterator[Page]:
    """Show a person's pages on a phone."""
    size = {"width": 360, "height": 780}
    context = office.browser.new_context(
        viewport=size, device_scale_factor=2, storage_state=official.page.context.storage_state()
    )
    yield context.new_page()
    context.close()


def take(page: Page, address: str, name: str, *, chosen: str | None = None) -> None:
    """Take a picture of what a screen shows of a page, with an element of the drawing chosen if one is named."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    if page.locator("[data-diagram], [data-designer]").count():
        page.wait_for_selector("[data-ready='yes']")
    if chosen is not None:
        page.click(f".djs-element[data-element-id='{chosen}']")
        page.wait_for_function("id => document.getElementById('bio-properties-panel-id')?.value === id", arg=chosen)
    page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")


def main() -> None:
    """Bring a trial up, let people work in it, and take the pictures."""
    chromium = os.environ.get("GUIJU_CHROMIUM", "/usr/bin/chromium")
    with trial() as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        take_all(Office(browser, running.address))
        browser.close()


if __name__ == "__main__":
    main()
