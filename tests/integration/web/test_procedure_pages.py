"""Procedures, their versions, and the addresses that the editor talks to."""

from collections.abc import Callable
from typing import Any

from werkzeug.test import TestResponse

from tests.integration.web.conftest import Browser

Browsers = Callable[[str], Browser]
EDITOR = "/designer/ordinary-penalty"


def put(browser: Browser, xml: bytes, revision: str) -> TestResponse:
    """Save a diagram as the editor does."""
    headers = {"X-Base-Revision": revision, "X-CSRFToken": browser.token, "Accept": "application/json"}
    return browser.client.put(f"{EDITOR}/draft", data=xml, headers=headers, content_type="application/xml")


def post(browser: Browser, path: str, body: Any) -> TestResponse:
    """Send JSON as the editor does."""
    return browser.client.post(f"{EDITOR}/{path}", json=body, headers={"X-CSRFToken": browser.token})


def test_everybody_may_look_at_procedures_and_few_may_draw(browsers: Browsers) -> None:
    browser = browsers("周敏").open("/procedures")
    assert len(browser.find("tr[data-row]")) == 5
    assert not browser.find("a[href^='/designer/']")
    assert browser.open(EDITOR).status == 403


def test_a_version_is_shown_and_given_out_as_it_was_published(browsers: Browsers) -> None:
    browser = browsers("周敏").open("/procedures/ordinary-penalty/versions")
    [version] = browser.find("a[data-open]")
    browser.open(version.get("href"))
    [diagram] = browser.find("[data-xml-url]")
    assert browser.open(diagram.get("data-xml-url")).answer.data.startswith(b"<?xml")
    other = version.get("href").replace("ordinary-penalty", "hearing")
    assert browser.open(other).status == 404


def test_a_drawing_is_saved_checked_and_published(browsers: Browsers) -> None:
    browser = browsers("田野").open(EDITOR)
    xml = browser.client.get(f"{EDITOR}/xml").data.replace("收到移交线索".encode(), "收到线索移交".encode())
    saved = put(browser, xml, "0").get_json()
    assert (saved["revision"], saved["time"]) == (1, "09:00")
    checked = post(browser, "check", {"revision": 1}).get_json()["findings"]
    assert checked == saved["findings"]
    assert {finding["severity"] for finding in checked} <= {"warning"}
    published = post(browser, "publish", {"revision": 1, "note": "改名"}).get_json()
    assert published == {"version": "2", "location": "/procedures/ordinary-penalty/versions"}
    assert "改名" in browser.open(published["location"]).words


def test_a_drawing_with_faults_is_kept_and_the_faults_are_located(browsers: Browsers) -> None:
    browser = browsers("田野").open(EDITOR)
    xml = browser.client.get(f"{EDITOR}/xml").data.replace(b'guiju:form="verify-clue"', b'guiju:form="no-such-form"')
    found = put(browser, xml, "0").get_json()["findings"]
    assert any(finding["where"].get("element") == "VerifyClue" for finding in found)
    refused = post(browser, "publish", {"revision": 1, "note": "x"})
    assert refused.status_code == 422
    assert refused.get_json()["faults"]


def test_a_drawing_overtaken_by_another_is_not_overwritten(browsers: Browsers) -> None:
    browser = browsers("田野").open(EDITOR)
    xml = browser.client.get(f"{EDITOR}/xml").data
    put(browser, xml, "0")
    answer = put(browser, xml, "0")
    assert answer.status_code == 409
    assert "田野" in answer.get_json()["message"]
