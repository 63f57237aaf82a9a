"""Pages in English say nothing in Chinese but data, and the pages of visitors and process owners are accessible."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.official import Official
from tests.browser.test_pages_of_staff import NARROW, VIOLATIONS, WIDE, pages_of
from tests.browser.workbench import AXE
from tests.driving.casework import Casework, defaults, logins

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HAN = re.compile(r"[\u4e00-\u9fff]")
WORDS = """() => {
  const words = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const {parentElement: holder, data} = walker.currentNode;
    if (!holder.closest('script, style, svg, pre, textarea, [lang]:not(html)')) words.add(data.trim());
  }
  for (const one of document.querySelectorAll('[aria-label], [title], [placeholder]'))
    for (const name of ['aria-label', 'title', 'placeholder']) words.add(one.getAttribute(name)?.trim() ?? '');
  return [...words, document.title];
}"""


STATUTE = re.compile(r"《[^》]+》(第[一二三四五六七八九十百]+[条款项](第[一二三四五六七八九十]+[款项])*、?)*")
NUMBER = re.compile(r"川武(诉|执罚)〔\d{4}〕\d{5}号")


def entered(value: Any) -> Iterator[str]:
    """Yield every text in what scenarios enter."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for one in value.values() for text in entered(one))
    else:
        yield from (text for one in value for text in entered(one))


def untranslated(page: Page) -> set[str]:
    """Return what stands on a page in Chinese and was neither entered nor is a name, a statute or a case number."""
    data = sorted({*entered(defaults()), *logins()}, key=len, reverse=True)
    left = set()
    for text in page.evaluate(WORDS):
        rest = NUMBER.sub("", text)
        for each in data:
            rest = rest.replace(each, "")
        if HAN.search(STATUTE.sub("", rest)):
            left.add(text)
    return left


def complaints_of(page: Page) -> list[str]:
    """Collect what goes wrong on a page from now on: errors of scripts and refusals of the policy."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda line: found.append(line.text) if "Security Policy" in line.text else None)
    return found


def test_pages_in_english_say_only_data_in_chinese(chromium: Browser, address: str, penalty: Casework) -> None:
    page = Official.at_work(chromium, address, "王强").page
    page.click(".gj-top__end button[name='language']")
    page.wait_for_selector("html[lang='en']")
    found = {}
    for path in pages_of(penalty.case_id, penalty.open_steps["调查取证"]):
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        found |= {path: left} if (left := untranslated(page)) else {}
    page.context.close()
    assert found == {}


def test_signing_in_is_accessible_within_the_policy_and_fits(chromium: Browser, address: str) -> None:
    page = chromium.new_page(viewport=WIDE, locale="zh-CN")
    complaints = complaints_of(page)
    for language in ("zh-CN", "en"):
        page.goto(f"{address}/login")
        if page.locator("html").get_attribute("lang") != language:
            page.click("button[name='language']")
            page.wait_for_selector(f"html[lang='{language}']")
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            page.evaluate(AXE)
            assert page.evaluate(VIOLATIONS) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert untranslated(page) <= {"中文"}
    page.close()
    assert complaints == []


def test_the_editor_of_a_process_owner_is_accessible_within_the_policy(chromium: Browser, address: str) -> None:
    page = Official.at_work(chromium, address, "田野").page
    complaints = complaints_of(page)
    for path in ("/procedures", "/procedures/ordinary-penalty/versions", "/designer/ordinary-penalty"):
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        if path.startswith("/designer"):
            page.wait_for_selector("[data-ready='yes']")
        page.evaluate(AXE)
        assert page.evaluate(VIOLATIONS) == []
    page.context.close()
    assert complaints == []
