"""All processes are killed in the middle of a case: after a new start nothing handed in is lost, nor any draft."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.official import Official
from tests.browser.trial import Trial, trial

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE, TYPED = "诉求标题", "浆洗街商铺占道经营（打字中）"


def test_nothing_is_lost_when_everything_is_killed(chromium: Browser, tmp_path: Path) -> None:
    recording = tmp_path / "通话录音.mp4"
    recording.write_bytes(b"\x00\x00\x00\x18ftypmp42recording")
    with trial() as running:
        operator = Official.at_work(chromium, running.address, "周敏")
        finished = operator.begin("举报投诉受理")
        operator.do("登记诉求", finished)
        begun = operator.begin("举报投诉受理")
        operator.fill({TITLE: TYPED}, files={"通话录音及来件材料": recording})
        operator.page.wait_for_selector("[data-autosave-status][data-state='saved']")
        everything_below_is_killed(running)
        running.start()
        look_and_go_on(operator, finished, begun, recording.name)


def everything_below_is_killed(running: Trial) -> None:
    names = " ".join(" ".join(each.cmdline()) for each in running.below)
    assert all(word in names for word in ("postgres", "gunicorn", "worker"))
    gone = running.below
    running.kill()
    assert not any(each.is_running() for each in gone)


def look_and_go_on(operator: Official, finished: str, begun: str, recording: str) -> None:
    page = operator.page
    # The session outlives the processes: nobody has to sign in again.
    page.goto(f"{operator.address}/inbox")
    expect(page.locator(".gj-menu summary")).to_contain_text(operator.name)
    operator.take("登记诉求", begun)
    expect(page.get_by_label(TITLE)).to_have_value(TYPED)
    expect(page.locator("#gj-form").get_by_label(recording)).to_be_checked()
    operator.do("登记诉求", begun)
    expect(page.get_by_role("heading", level=1)).to_have_text("诉求分类")
    operator.do("诉求分类", finished)
    page.goto(f"{operator.address}/inbox?view=done")
    expect(page.locator("tr[data-row]")).to_have_count(3)
