"""`guiju bench http`: what completing a task costs through a browser's request, session and form included."""

import http.client
import os
import re
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import urlencode, urlsplit

from engine.commands.perform import perform
from engine.commands.start_case import start_case
from engine.kernel.ids import new_id
from web.bench.floor import Floor
from web.bench.measuring import CpuMeter, calibration_ms
from web.bench.procedure import DATA, KEY
from web.bench.stage import OFFICER, Stage, staged
from web.cli.demo import DEMO_PASSWORD
from web.cli.web import gunicorn

HOST, PORT = "127.0.0.1", 8765
ROUNDS, PER_ROUND = 7, 200
READY_SECONDS = 60.0
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def measure() -> dict[str, object]:
    """Return the figures: CPU is that of web server and database, the client that asks is not counted."""
    with staged() as stage, _served(stage) as server, stage.bare_connection() as connection:
        floor = Floor(connection)
        browser = _Browser()
        browser.sign_in()
        browser.path = _first_task(stage)
        browser.complete(PER_ROUND)
        stage.settle_in()
        browser.complete(PER_ROUND)
        bare_meter = CpuMeter((stage.server_pid,))
        meter = CpuMeter((stage.server_pid, server.pid), counts_us=False)
        ours, bare = [], []
        for _ in range(ROUNDS):
            bare.append(PER_ROUND / bare_meter.cost(lambda: floor.run(PER_ROUND)))
            ours.append(PER_ROUND / meter.cost(lambda: browser.complete(PER_ROUND)))
        return {
            "completions_per_cpu_s": round(median(ours), 1),
            "floor_per_cpu_s": round(median(bare), 1),
            "ratio": round(median(ours) / median(bare), 3),
            "calibration_ms": round(calibration_ms(), 2),
        }


def _first_task(stage: Stage) -> str:
    receipt = perform(stage.edge, stage.officer, start_case, request_key=str(new_id()), key=KEY)
    return f"/tasks/{receipt.next_task_id}"


@contextmanager
def _served(stage: Stage) -> Iterator[subprocess.Popen[bytes]]:
    """Serve the stage's database by gunicorn with one worker process, as `guiju web` does."""
    environment = {**os.environ, "DATABASE_URL": stage.settings.app_url, "GUIJU_DATA": str(stage.settings.data)}
    command = gunicorn(host=HOST, port=PORT, workers=1)
    with subprocess.Popen(command, env=environment) as server:  # noqa: S603 - our own command line
        try:
            _await_answer()
            yield server
        finally:
            server.terminate()
            server.wait()


def _await_answer() -> None:
    last = time.monotonic() + READY_SECONDS
    while time.monotonic() < last:
        try:
            _Browser().get("/login")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the web server does not answer")


@dataclass
class _Browser:
    """One signed-in person's browser, reduced to what completing a task sends: cookie, token, key, fields."""

    connection: http.client.HTTPConnection = field(default_factory=lambda: http.client.HTTPConnection(HOST, PORT))
    cookie: str = ""
    token: str = ""
    path: str = ""

    def sign_in(self) -> None:
        self.token = self._token_of(self.get("/login"))
        self.post("/login", {"login": OFFICER, "password": DEMO_PASSWORD, "next": "/"})
        self.token = self._token_of(self.get("/profile"))

    def complete(self, times: int) -> None:
        """Complete the present task and go on to the one the answer names, again and again."""
        fields = {key: "true" if value is True else str(value) for key, value in DATA.items()}
        for _ in range(times):
            self.path = self.post(f"{self.path}/complete", {**fields, "_request_key": str(new_id())})

    def get(self, path: str) -> str:
        self.connection.request("GET", path, headers={"Cookie": self.cookie})
        return self._answer()[1]

    def post(self, path: str, fields: Mapping[str, str]) -> str:
        """Send a form and return where the answer leads; an answer that leads nowhere fails with its page."""
        body = urlencode({**fields, "csrf_token": self.token})
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request("POST", path, body=body, headers=headers)
        location, page = self._answer(keep=path == "/login")
        if not location:
            raise RuntimeError(page)
        return urlsplit(location).path

    def _answer(self, *, keep: bool = True) -> tuple[str, str]:
        """Return where the answer leads and its page.

        The cookie of a completion is not kept: a person would see the message in it on the next page, and this
        browser, which opens none, would carry more of them with every completion.
        """
        response = self.connection.getresponse()
        page = response.read().decode()
        cookie = response.getheader("Set-Cookie")
        if cookie and keep:
            self.cookie = cookie.split(";", 1)[0]
        return response.getheader("Location") or "", page

    def _token_of(self, page: str) -> str:
        found = _TOKEN.search(page)
        assert found is not None, page
        return found[1]
