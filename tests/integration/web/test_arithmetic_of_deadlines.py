"""Task and case pages tell behind a click how a last day was found, and mark one that waits for a notice."""

from collections.abc import Callable
from datetime import datetime

from engine.kernel.clock import CHINA, TravelClock
from tests.driving.casework import Casework
from tests.driving.district import District
from tests.integration.web.conftest import Browser

Browsers = Callable[[str], Browser]


def test_the_days_that_counted_stand_behind_a_click(browsers: Browsers, district: District, clock: TravelClock) -> None:
    clock.travel_to(datetime(2026, 9, 30, 9, tzinfo=CHINA))
    case = Casework.begun(district, "complaint-intake", by="周敏").to("签收或退单")
    browser = browsers("马骏").open(f"/tasks/{case.open_steps['签收或退单']}")
    [details] = browser.find("details.gj-arithmetic")
    words = " ".join(details.text_content().split())
    assert "1 个工作日" in words
    assert "2026-09-30 · 分派" in words
    assert "放假：国庆节" in words
    assert "2026-10-08 · 计入 1 日 · 工作日" in words
    assert "剩余 1 个工作日 · 10-08" in browser.words


def test_a_day_beyond_the_notices_has_no_colour(browsers: Browsers, district: District, clock: TravelClock) -> None:
    clock.travel_to(datetime(2026, 12, 31, 9, tzinfo=CHINA))
    Casework.begun(district, "complaint-intake", by="周敏").to("签收或退单")
    [chip] = browsers("马骏").open("/inbox?view=claimable").find("td .gj-chip")
    assert chip.text_content().strip() == "2027-01-01 到期 · 待年度通知"
    assert "gj-chip--grey" in chip.get("class")
