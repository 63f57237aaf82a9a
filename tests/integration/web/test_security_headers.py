"""Every answer carries the policy; only the editor's page has a wider one, for styles alone."""

from collections.abc import Callable

import pytest

from tests.integration.web.conftest import Browser

Browsers = Callable[[str], Browser]


@pytest.mark.parametrize("path", ["/login", "/nowhere", "/healthz", "/inbox"])
def test_every_answer_forbids_foreign_and_inline_code(browsers: Browsers, path: str) -> None:
    headers = browsers("周敏").open(path).answer.headers
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"


def test_the_editor_allows_styles_with_its_nonce_and_no_script(browsers: Browsers) -> None:
    browser = browsers("田野").open("/designer/ordinary-penalty")
    policy = browser.answer.headers["Content-Security-Policy"]
    nonce = browser.find("meta[name='csp-nonce']")[0].get("nonce")
    assert f"style-src 'self' 'nonce-{nonce}'" in policy
    assert "script-src 'self';" in policy
    other = browser.open("/designer/ordinary-penalty").find("meta[name='csp-nonce']")[0].get("nonce")
    assert other != nonce


def test_no_page_holds_code_or_style_of_its_own(browsers: Browsers) -> None:
    browser = browsers("周敏")
    for path in ("/login", "/inbox", "/cases", "/start", "/profile", "/procedures"):
        browser.open(path)
        assert not browser.page.xpath("//style|//*[@style]|//*[starts-with(name(@*), 'on')]"), path
        assert not browser.page.xpath("//script[not(@src) and not(@type='application/json')]"), path


def test_static_files_are_not_offered_to_other_sites(stranger: Browser) -> None:
    answer = stranger.open("/static/bundle/app.css").answer
    assert answer.status_code == 200
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
