"""An official at a browser: signs in, finds work in the inbox, fills forms by what their labels say, and hands in."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from engine.kernel.clock import legal_day
from tests.driving.casework import defaults, logins
from tests.driving.filling import NOT_FIELDS
from web.cli.demo import DEMO_PASSWORD

SWAPS = "Number(document.documentElement.dataset.swaps ?? 0)"
COUNT_SWAPS = f"""document.addEventListener('htmx:after:settle', () => {{
  document.documentElement.dataset.swaps = {SWAPS} + 1;
}})"""
DELIVERY_MS = 30_000
"""How long the worker may take to deliver what a step has sent."""


@dataclass
class Official:
    """One person with a browser of their own."""

    name: str
    address: str
    page: Page

    @classmethod
    def at_work(cls, browser: Browser, address: str, name: str, **context: Any) -> "Official":
        """Open a browser and sign a person in, by name."""
        opened = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN"} | context)
        opened.set_default_timeout(15_000)
        opened.add_init_script(COUNT_SWAPS)
        official = cls(name, address, opened.new_page())
        official.sign_in()
        return official

    def sign_in(self) -> None:
        """Give login and password."""
        self.page.goto(f"{self.address}/login")
        self.page.get_by_label("账号").fill(logins()[self.name])
        self.page.get_by_label("密码").fill(DEMO_PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        expect(self.page.locator(".gj-menu summary")).to_contain_text(self.name)

    def begin(self, procedure: str) -> str:
        """Start a case of a procedure, by title, and return the number it is given."""
        self.page.get_by_role("link", name="发起", exact=True).click()
        row = self.page.get_by_role("row").filter(has_text=procedure)
        row.get_by_role("button", name="发起").click()
        return self.case_number

    @property
    def case_number(self) -> str:
        """The number of the case whose task is on screen."""
        return self.page.locator(".gj-crumbs a").last.inner_text()

    @property
    def said(self) -> str:
        """What the page has just told."""
        return self.page.locator(".gj-flash--ok").first.inner_text()

    def take(self, step: str, number: str | None = None) -> str:
        """Open a step found in the inbox, claiming it if it is offered to several, and return the case's number."""
        row = self.find(step, number)
        claim = row.get_by_role("button", name="领取")
        if claim.count():
            claim.click()
            expect(self.page.locator(".gj-flash--ok")).to_contain_text("已领取")
        else:
            row.get_by_role("link", name=step, exact=True).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(step)
        return self.case_number

    def find(self, step: str, number: str | None = None) -> Locator:
        """Return the row of a step in the inbox; look again until it has arrived."""
        last = datetime.now(UTC) + timedelta(milliseconds=DELIVERY_MS)
        while datetime.now(UTC) < last:
            for view in ("", "?view=claimable"):
                self.page.goto(f"{self.address}/inbox{view}")
                link = self.page.get_by_role("link", name=step, exact=True)
                rows = self.page.locator("tr[data-row]").filter(has=link)
                if number is not None:
                    rows = rows.filter(has_text=number)
                if rows.count():
                    return rows.first
            self.page.wait_for_timeout(200)
        raise AssertionError(f"{self.name} 的待办中没有“{step}”")

    def do(self, step: str, number: str | None = None, changed: Mapping[str, Any] | None = None) -> str:
        """Take a step, fill in the defaults of scenarios but for changes, hand in, and return the case's number."""
        number = self.take(step, number)
        self.fill({**defaults()[step], **(changed or {})})
        self.hand_in()
        return number

    def hand_in(self) -> None:
        """Press the button that completes the step."""
        self.page.locator(".gj-actions").get_by_role("button", name="提交").click()
        expect(self.page.locator(".gj-flash--ok, .gj-error-summary").first).to_be_visible()
        refused = self.page.locator(".gj-error-summary, .gj-error")
        assert not refused.count(), refused.all_inner_texts()
        assert self.said.startswith("已提交"), self.said

    def fill(self, entries: Mapping[str, Any], *, files: Mapping[str, Path] | None = None) -> None:
        """Enter values by label; what is not asked at first may be asked after another answer."""
        form = self.page.locator("#gj-form")
        waiting = {**entries, **(files or {})}
        for label in NOT_FIELDS:
            waiting.pop(label, None)
        before = None
        while waiting != before:
            before = dict(waiting)
            for label, value in before.items():
                place = field_in(form, label)
                if place.count():
                    self._enter(place, value)
                    del waiting[label]

    def _enter(self, place: Locator, value: Any) -> None:
        if isinstance(value, Path):
            with self._redrawn():
                place.locator("input[type=file]").set_input_files(value)
            expect(place.locator(".gj-file__list")).to_contain_text(value.name)
        elif place.evaluate("one => one.matches('.gj-rows')"):
            self._enter_rows(place, value)
        elif place.locator("input[type=radio], input[type=checkbox]").count():
            for word in value if isinstance(value, list) else [value]:
                self._set(place.get_by_label(word, exact=True), lambda option: option.check())
        elif place.locator("select").count():
            self._set(place.locator("select"), lambda select: choose(select, value))
        elif place.locator("input, textarea").count():
            self._set(place.locator("input, textarea"), lambda line: line.fill(typed(value)))

    def _enter_rows(self, place: Locator, rows: list[Mapping[str, Any]]) -> None:
        for index, row in enumerate(rows):
            if place.locator(".gj-row").count() <= index:
                with self._redrawn():
                    place.locator(".gj-rows__add").click()
                expect(place.locator(".gj-row")).to_have_count(index + 1)
            for label, value in row.items():
                self._enter(field_in(place.locator(".gj-row").nth(index), label), value)

    def _set(self, control: Locator, deed: Any) -> None:
        before = control.evaluate("one => [one.value, one.checked]")
        if control.get_attribute("hx-post") is None:
            deed(control)
        elif control.evaluate("one => one.type") in ("radio", "checkbox") and before[1]:
            return
        else:
            with self._redrawn():
                deed(control)

    @contextmanager
    def _redrawn(self) -> Iterator[None]:
        """Let the form be drawn anew by a deed, and wait until the new one is on screen."""
        before = self.page.evaluate(SWAPS)
        yield
        self.page.wait_for_function(f"before => {SWAPS} > before", arg=before)


def field_in(part: Locator, label: str) -> Locator:
    """Return the field of a part of a form that is labelled so, if it can be filled in."""
    named = f"*[contains(@class, 'gj-label')][normalize-space(text()[1]) = '{label}']"
    return part.locator(f"xpath=.//*[contains(concat(' ', @class, ' '), ' gj-field ')][{named} or .//span/{named}]")


def typed(value: str) -> str:
    """Return what is typed for a value: a day such as 今天-1天 becomes its date in China."""
    if not value.startswith("今天"):
        return value
    days = int(value.removeprefix("今天").removesuffix("天") or 0)
    return (legal_day(datetime.now(UTC)) + timedelta(days=days)).isoformat()


def choose(select: Locator, word: str) -> None:
    """Choose the option that reads so; people are listed with their unit behind the name."""
    offered = select.locator("option").all_inner_texts()
    found = [text for text in offered if text == word or text.startswith(f"{word}（")]
    assert found, f"“{word}”不在选项中：{offered}"
    select.select_option(label=found[0])
