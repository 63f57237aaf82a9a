"""The page of a procedure's history, for those who read every case."""

from collections.abc import Callable

from tests.driving.casework import Casework
from tests.driving.district import District
from tests.integration.web.conftest import Browser
from tests.integration.web.test_proof_pages import name_of

Browsers = Callable[[str], Browser]
PAGE = "/procedures/complaint-intake/history"


def test_a_supervisor_sees_where_cases_wait(district: District, browsers: Browsers) -> None:
    browser = browsers(name_of(district, "SUPERVISOR"))
    assert "还没有案件" in browser.open(PAGE).words
    Casework.begun(district, "complaint-intake", by="周敏").to("判定职责归属")
    browser.open("/procedures/complaint-intake/versions")
    assert browser.find(f"a[href='{PAGE}']")
    words = browser.open(PAGE).words
    assert "所有案件都按图办理" in words
    assert "查重" in words
    assert '"heat": ' in browser.find("script[data-diagram-elements]")[0].text


def test_nobody_else_does(browsers: Browsers) -> None:
    browser = browsers("周敏")
    assert browser.open(PAGE).status == 403
    assert not browser.open("/procedures/complaint-intake/versions").find(f"a[href='{PAGE}']")
