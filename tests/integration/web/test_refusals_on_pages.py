"""Whatever goes wrong is answered in the person's language, with a way out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from engine.kernel.errors import Conflict, Forbidden, GuijuError, Invalid, NotFound
from tests.integration.web.conftest import Browser
from web.app import create_app
from web.config import Settings
from web.errors import status_of

Browsers = Callable[[str], Browser]


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        # The four kinds, and what each means to a browser.
        (NotFound, 404),
        (Forbidden, 403),
        (Conflict, 409),
        (Invalid, 422),
        # The root, which nobody raises.
        (GuijuError, 400),
    ],
)
def test_each_kind_of_refusal_has_its_status(kind: type[GuijuError], status: int) -> None:
    assert status_of(kind()) == status


def test_a_page_that_is_not_there_leads_home(browsers: Browsers) -> None:
    browser = browsers("周敏").open("/nowhere", Referer="http://localhost/cases")
    assert browser.status == 404
    assert [link.get("href") for link in browser.find(".gj-bar a")] == ["/cases", "/"]


def test_a_page_never_leads_back_to_another_site(browsers: Browsers) -> None:
    browser = browsers("周敏").open("/nowhere", Referer="https://example.org/cases")
    assert [link.get("href") for link in browser.find(".gj-bar a")] == ["/"]


def test_an_address_for_buttons_says_so(browsers: Browsers) -> None:
    browser = browsers("周敏").open("/logout")
    assert browser.status == 405
    assert "只接受页面上的按钮" in browser.words


def test_a_part_of_a_page_is_answered_by_a_part(browsers: Browsers) -> None:
    browser = browsers("周敏").open("/inbox?mark=broken", **{"HX-Request": "true"})
    assert browser.status == 422
    assert not browser.find("title")
    assert browser.find(".gj-flash--error[role='alert']")


def test_a_part_asked_for_without_a_session_sends_the_page_to_sign_in(stranger: Browser) -> None:
    answer = stranger.open("/inbox/badge", **{"HX-Request": "true"}).answer
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/login")


def test_a_failure_shows_a_calm_page_with_a_number_and_no_detail(
    app: Flask, browsers: Browsers, caplog: pytest.LogCaptureFixture
) -> None:
    browser = browsers("周敏")
    app.config["TESTING"] = False
    app.view_functions["inbox.show_inbox"] = _fail
    browser.open("/inbox")
    assert browser.status == 500
    assert "系统暂时无法完成" in browser.words
    assert "secret detail" not in browser.answer.text
    number = browser.words.split("编号 ")[1][:8]
    assert number in caplog.text
    assert "secret detail" in caplog.text


def test_health_tells_of_database_and_worker(app: Flask, stranger: Browser) -> None:
    answer = stranger.open("/healthz").answer
    assert (answer.status_code, answer.get_json()) == (200, {"database": "up", "worker": "down"})
    with app.extensions["guiju_edge"].database.begin() as connection:
        connection.execute(text("insert into procrastinate_workers default values"))
    assert stranger.open("/healthz").answer.get_json()["worker"] == "up"


def test_health_is_bad_when_the_database_does_not_answer(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path, database_url="postgresql+psycopg://nobody@/none?host=/nowhere"))
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.get_json()) == (503, {"database": "down", "worker": "unknown"})


def test_a_stranger_is_answered_in_the_language_of_the_browser(stranger: Browser) -> None:
    page = stranger.open("/login", **{"Accept-Language": "en-GB,en;q=0.9"}).page
    assert page.get("lang") == "en"
    assert stranger.open("/login", **{"Accept-Language": "fr"}).page.get("lang") == "zh-CN"


def _fail() -> str:
    message = "secret detail"
    raise RuntimeError(message)
