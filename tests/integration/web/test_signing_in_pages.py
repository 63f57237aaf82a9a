"""Signing in and out through the pages."""

import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask

from tests.integration.web.conftest import Browser
from web.cli.demo import DEMO_PASSWORD
from web.security.secret import read_secret

Browsers = Callable[[str], Browser]


def test_a_person_lands_in_their_inbox(stranger: Browser) -> None:
    stranger.open("/").follow()
    stranger.send("/login", {"login": "zhoumin", "password": DEMO_PASSWORD}).follow().follow()
    assert stranger.find("h1")[0].text_content() == "待办"
    assert "周敏" in stranger.words


def test_a_wrong_password_is_refused_in_one_sentence(stranger: Browser) -> None:
    stranger.open("/login").send("/login", {"login": "zhoumin", "password": "wrong"})
    assert stranger.status == 403
    assert "登录名或密码不正确" in stranger.words
    assert stranger.find("#login")[0].value == "zhoumin"


@pytest.mark.parametrize(
    ("target", "place"),
    [
        # A page of ours.
        ("/cases?q=1", "/cases?q=1"),
        # Another site, in the ways it can be written.
        ("https://example.org/", "/"),
        ("//example.org/", "/"),
        ("/\\example.org/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_signing_in_leads_only_to_pages_of_this_site(stranger: Browser, target: str, place: str) -> None:
    stranger.open("/login").send("/login", {"login": "zhoumin", "password": DEMO_PASSWORD, "next": target})
    assert stranger.answer.headers["Location"] == place


def test_a_page_asked_for_before_signing_in_is_shown_afterwards(stranger: Browser) -> None:
    stranger.open("/cases?status=active")
    stranger.follow()
    stranger.send("/login", {**stranger.fields("form[action='/login']"), "login": "zhoumin", "password": DEMO_PASSWORD})
    assert stranger.answer.headers["Location"] == "/cases?status=active"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(stranger: Browser) -> None:
    cookie = stranger.open("/login").answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_signing_out_ends_the_session(browsers: Browsers) -> None:
    browser = browsers("周敏")
    browser.open("/inbox").send("/logout").follow()
    assert "已退出登录" in browser.words
    assert browser.open("/inbox").status == 302


def test_signing_out_everywhere_ends_the_sessions_of_other_browsers(browsers: Browsers) -> None:
    here, elsewhere = browsers("周敏"), browsers("周敏")
    here.open("/profile").send("/profile/sign-out-everywhere")
    assert elsewhere.open("/inbox").status == 302


def test_a_new_session_does_not_keep_the_old_token(stranger: Browser) -> None:
    before = stranger.open("/login").token
    stranger.send("/login", {"login": "zhoumin", "password": DEMO_PASSWORD}).follow().follow()
    assert stranger.token != before


def test_too_many_attempts_are_told_to_wait(stranger: Browser) -> None:
    stranger.open("/login")
    for _ in range(21):
        stranger.send("/login", {"login": "nobody", "password": "wrong"})
    assert stranger.status == 429
    assert "请等一分钟后再试" in stranger.words


def test_nobody_becomes_somebody_by_sending_roles(browsers: Browsers) -> None:
    browser = browsers("周敏")
    browser.open("/designer/ordinary-penalty?role=PROCESS_OWNER&permissions=definition.edit")
    assert browser.status == 403


def test_the_secret_is_readable_by_its_owner_only(app: Flask, tmp_path: Path) -> None:
    assert app.config["SECRET_KEY"] == read_secret(tmp_path / "secret.key")
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_processes_that_start_at_once_agree_on_one_secret(tmp_path: Path) -> None:
    path = tmp_path / "fresh" / "secret.key"
    with ThreadPoolExecutor(16) as threads:
        keys = set(threads.map(lambda _: read_secret(path), range(64)))
    assert len(keys) == 1
    assert [each.name for each in path.parent.iterdir()] == ["secret.key"]
