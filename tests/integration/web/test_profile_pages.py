"""A person's own settings: language, password, tokens."""

from collections.abc import Callable

from tests.integration.web.conftest import Browser
from web.cli.demo import DEMO_PASSWORD

Browsers = Callable[[str], Browser]


def test_the_language_chosen_is_the_persons_in_every_browser(browsers: Browsers) -> None:
    browsers("周敏").open("/profile").send("/language", {"language": "en"})
    assert browsers("周敏").open("/profile").find("h1")[0].text_content() == "My settings"


def test_an_unknown_language_changes_nothing(browsers: Browsers) -> None:
    browser = browsers("周敏").open("/profile")
    browser.send("/language", {"language": "xx"})
    assert browser.open("/profile").page.get("lang") == "zh-CN"


def test_a_new_password_ends_other_sessions_and_keeps_this_one(browsers: Browsers) -> None:
    here, elsewhere = browsers("周敏"), browsers("周敏")
    wish = {
        "current_password": DEMO_PASSWORD,
        "new_password": "compass and square",
        "new_password_again": "compass and square",
    }
    here.open("/profile").send("/profile/password", wish).follow()
    assert "密码已修改" in here.words
    assert elsewhere.open("/inbox").status == 302


def test_a_password_is_refused_with_every_fault(browsers: Browsers) -> None:
    browser = browsers("周敏").open("/profile")
    wish = {"current_password": DEMO_PASSWORD, "new_password": "zhoumin", "new_password_again": "zhoumin"}
    browser.send("/profile/password", wish)
    assert browser.status == 422
    assert len(browser.find(".gj-error-summary li")) == 2
    browser.send("/profile/password", {**wish, "new_password_again": "other"})
    assert "两次输入的新密码不一致" in browser.words
    browser.send("/profile/password", {**wish, "current_password": "wrong"})
    assert browser.status == 403


def test_the_secret_of_a_token_is_shown_once(browsers: Browsers) -> None:
    browser = browsers("周敏").open("/profile")
    wish = {"name": "同步", "days": "30", "_request_key": "once"}
    browser.send("/profile/tokens", wish)
    [secret] = browser.find("#tokens code")
    assert secret.text_content().startswith("guiju_")
    browser.send("/profile/tokens", wish)
    assert not browser.find("#tokens code")
    assert secret.text_content() not in browser.open("/profile").words


def test_a_token_is_revoked(browsers: Browsers) -> None:
    browser = browsers("周敏").open("/profile")
    browser.send("/profile/tokens", {"name": "同步", "days": "30"})
    [form] = browser.find("form[action$='/revoke']")
    browser.send(form.get("action")).follow()
    assert "已作废" in browser.words
    assert not browser.find("form[action$='/revoke']")


def test_a_token_that_would_live_too_long_is_refused(browsers: Browsers) -> None:
    browser = browsers("周敏").open("/profile")
    browser.send("/profile/tokens", {"name": "同步", "days": "9999"})
    assert browser.status == 422
    assert "1 至 365 天" in browser.words
