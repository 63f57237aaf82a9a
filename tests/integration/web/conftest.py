"""The pages over the district, read and filled in as a browser does, without one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from tests.driving.casework import logins
from tests.driving.district import District
from web.app import create_app
from web.cli.demo import DEMO_PASSWORD
from web.cli.settings import Settings as CommandSettings
from web.config import Settings
from web.security.throttle import limiter


@pytest.fixture
def app(settings: CommandSettings, district: District) -> Iterator[Flask]:
    """The application on the test's district and clock."""
    made = create_app(Settings(data=settings.data, database_url=settings.app_url, clock=district.edge.clock))
    made.config["TESTING"] = True
    limiter.reset()
    yield made
    made.extensions["guiju_edge"].database.dispose()


@pytest.fixture
def stranger(app: Flask) -> "Browser":
    """A browser in which nobody has signed in."""
    return Browser(app.test_client())


@pytest.fixture
def browsers(app: Flask) -> Callable[[str], "Browser"]:
    """Browsers in which a person, by name, has signed in."""

    def signed_in(name: str) -> Browser:
        browser = Browser(app.test_client())
        browser.open("/login")
        browser.send("/login", {"login": logins()[name], "password": DEMO_PASSWORD})
        assert browser.answer.status_code == 302, browser.words
        return browser

    return signed_in


@dataclass
class Browser:
    """What a person sees of the last answer, and the forms of it that they may send."""

    client: FlaskClient
    token: str = ""
    answer: TestResponse = field(init=False)

    def open(self, path: str, **headers: str) -> "Browser":
        """Follow a link."""
        return self._see(self.client.get(path, headers=headers))

    def send(self, path: str, fields: Mapping[str, object] | None = None, **headers: str) -> "Browser":
        """Send a form with the token of the page and a fresh request key."""
        data = {"csrf_token": self.token, "_request_key": str(uuid4()), **(fields or {})}
        headers = {"Sec-Fetch-Site": "same-origin"} | {name.replace("_", "-"): text for name, text in headers.items()}
        return self._see(self.client.post(path, data=data, headers=headers))

    def follow(self) -> "Browser":
        """Go where the answer sends the browser."""
        assert self.answer.status_code == 302, self.words
        return self.open(self.answer.headers["Location"])

    @property
    def status(self) -> int:
        """The status of the answer."""
        return self.answer.status_code

    @property
    def page(self) -> html.HtmlElement:
        """The page as a tree."""
        return html.fromstring(self.answer.text)

    @property
    def words(self) -> str:
        """What stands on the page, without what scripts read."""
        tree = self.page
        for hidden in tree.xpath("//script|//style"):
            hidden.drop_tree()
        return " ".join(tree.text_content().split())

    def find(self, selector: str) -> list[html.HtmlElement]:
        """Return the elements that a CSS selector finds."""
        return list(self.page.cssselect(selector))

    def fields(self, selector: str = "#gj-form") -> dict[str, str]:
        """Return what a form on the page would send as it stands."""
        [form] = self.find(selector)
        return {name: value for name, value in form.form_values() if name not in ("csrf_token", "_request_key")}

    def _see(self, answer: TestResponse) -> "Browser":
        self.answer = answer
        answer.get_data()
        answer.close()
        if answer.mimetype == "text/html" and answer.data:
            found = self.page.xpath("//meta[@name='csrf-token']/@content|//input[@name='csrf_token']/@value")
            self.token = str(found[0]) if found else self.token
        return self
