"""Forms as they are filled in: on a slow line, with fields that appear later, and without script."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.official import Official, field_in
from tests.driving.casework import Casework, defaults
from tests.driving.district import District

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLOW_MS = 800


class Unscripted(Official):
    """An official whose browser runs no script: what another answer asks for appears after a button is pressed."""

    @contextmanager
    def _redrawn(self) -> Iterator[None]:
        yield

    def fill(self, entries: Mapping[str, Any], *, files: Mapping[str, Path] | None = None) -> None:
        """Enter what is asked, press the button that draws the form anew, and enter the rest."""
        super().fill(entries, files=files)
        self.page.locator("noscript button[name='_refresh']").click()
        super().fill(entries)


def driven(district: District, step: str) -> Casework:
    """Take a new complaint to a step, in a thread of its own: Playwright runs an event loop in this one."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(lambda: Casework.begun(district, "complaint-intake", by="周敏").to(step)).result()


def test_a_form_is_filled_in_without_script(chromium: Browser, address: str, district: District) -> None:
    case = driven(district, "现场核查")
    officer = Unscripted.at_work(chromium, address, "王强", java_script_enabled=False)
    officer.take("现场核查")
    form = officer.page.locator("#gj-form")
    assert not field_in(form, "线索摘要").count()
    rows = [{"证据名称": name, "证据种类": "视听资料", "取得日期": "今天-1天"} for name in ("现场照片", "现场录像")]
    officer.fill({**defaults()["现场核查"], "核查日期": "今天-1天", "证据清单": rows})
    assert field_in(form, "线索摘要").count() == 1
    officer.hand_in()
    assert "答复诉求人" in case.open_steps
    officer.page.context.close()


def test_what_is_typed_while_the_form_is_drawn_anew_stays(chromium: Browser, address: str, district: District) -> None:
    receipt = district.start("zhoumin", "complaint-intake")
    operator = Official.at_work(chromium, address, "周敏")
    page = operator.page
    page.goto(f"{address}/tasks/{receipt.next_task_id}")
    page.get_by_label("诉求标题").fill("商铺占道")
    page.get_by_label("诉求内容").fill("每晚摆放桌椅。")

    def late(route: Route) -> None:
        answer = route.fetch()
        page.wait_for_timeout(SLOW_MS)
        route.fulfill(response=answer)

    page.route("**/redraw", late)
    page.locator("[name='real_name_report'][value='yes']").check()
    page.get_by_label("诉求标题").fill("浆洗街商铺占道经营")
    page.get_by_label("诉求内容").fill("商铺每晚在人行道上摆放桌椅。")
    page.get_by_label("发生地点").focus()
    page.get_by_label("诉求人姓名").wait_for()
    expect(page.get_by_label("诉求标题")).to_have_value("浆洗街商铺占道经营")
    expect(page.get_by_label("诉求内容")).to_have_value("商铺每晚在人行道上摆放桌椅。")
    page.context.close()
