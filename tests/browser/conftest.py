"""Chromium, and the pages over the test's district, for tests that walk them."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from tests.driving.casework import Casework
from tests.driving.district import District
from web.app import create_app
from web.cli.settings import Settings as CommandSettings
from web.config import Settings

CHROMIUM = Path(os.environ.get("GUIJU_CHROMIUM", "/usr/bin/chromium"))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser without a window, for one file of tests: two at once in a thread exclude each other."""
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}; set GUIJU_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def address(settings: CommandSettings, district: District) -> Iterator[str]:
    """Where the application answers, on the test's district and clock."""
    app = create_app(Settings(data=settings.data, database_url=settings.app_url, clock=district.edge.clock))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["guiju_edge"].database.dispose()


@pytest.fixture
def penalty(district: District) -> Casework:
    """A penalty case that is being investigated."""

    def drive() -> Casework:
        complaint = Casework.begun(district, "complaint-intake", by="周敏").to("现场核查")
        complaint.do("现场核查")
        return complaint.next_case().to("调查取证")

    # In a thread of its own: the worker runs an event loop, and so does Playwright in this one.
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(drive).result()
