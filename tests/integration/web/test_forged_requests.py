"""Requests that no page of the session sent are refused, and what people typed is kept."""

from collections.abc import Callable

from tests.integration.web.conftest import Browser
from web.cli.demo import DEMO_PASSWORD

Browsers = Callable[[str], Browser]
REMARK = {"body": "已电话联系当事人"}


def test_a_form_without_the_token_is_refused_and_offers_to_send_again(browsers: Browsers) -> None:
    browser = browsers("周敏")
    browser.token = "forged"
    browser.send("/cases/01a20c26-5f6a-7f67-a8f3-92db5a602409/comments", REMARK)
    assert browser.status == 403
    assert "页面已过期" in browser.words
    assert browser.fields("form[action$='/comments']") == REMARK


def test_a_form_from_another_site_is_refused_and_offers_nothing(browsers: Browsers) -> None:
    browser = browsers("周敏")
    browser.token = "forged"
    browser.send("/language", {"language": "en"}, Sec_Fetch_Site="cross-site")
    assert browser.status == 403
    assert not browser.find("form[action='/language'] input[name='language']")


def test_what_was_typed_survives_an_ended_session(stranger: Browser) -> None:
    stranger.open("/login")
    stranger.send("/cases/01a20c26-5f6a-7f67-a8f3-92db5a602409/comments", REMARK)
    assert stranger.status == 401
    assert "您填写的内容已经保留" in stranger.words
    carried = stranger.fields("form[action='/login']")
    stranger.send("/login", {**carried, "login": "zhoumin", "password": DEMO_PASSWORD})
    assert stranger.fields("form[action$='/comments']") == REMARK


def test_passwords_are_never_carried_along(browsers: Browsers) -> None:
    browser = browsers("周敏")
    browser.token = "forged"
    browser.send("/profile/password", {"current_password": "secret-1", "new_password": "secret-2", "note": "x"})
    assert "secret" not in browser.answer.text


def test_a_script_is_told_in_json(browsers: Browsers) -> None:
    browser = browsers("周敏")
    browser.token = "forged"
    browser.send("/language", {"language": "en"}, Accept="application/json")
    assert browser.status == 403
    assert browser.answer.get_json()["code"] == "page-expired"


def test_a_script_may_send_the_token_as_a_header(browsers: Browsers) -> None:
    browser = browsers("周敏").open("/inbox")
    answer = browser.client.post("/language", data={"language": "en"}, headers={"X-CSRFToken": browser.token})
    assert answer.status_code == 302


def test_a_form_without_a_request_key_is_refused(browsers: Browsers) -> None:
    browser = browsers("周敏").open("/start")
    browser.send("/start/complaint-intake", {"_request_key": ""})
    assert browser.status == 422
    assert "幂等键" in browser.words


def test_pressing_twice_starts_one_case(browsers: Browsers) -> None:
    browser = browsers("周敏").open("/start")
    places = [
        browser.send("/start/complaint-intake", {"_request_key": "same"}).answer.headers["Location"] for _ in range(2)
    ]
    assert places[0] == places[1]
    assert len(browser.open("/inbox?view=started").find("tr[data-row]")) == 1
