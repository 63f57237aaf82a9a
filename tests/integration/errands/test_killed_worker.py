"""A worker that is killed in the middle of a call loses nothing: another one calls again, with the same key."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.driving.district import District
from tests.integration.errands.conftest import Office
from tests.integration.errands.test_endpoints import LOOKING
from tests.integration.errands.test_errands import begun
from tests.integration.messages.conftest import Deploy
from web.cli.settings import Settings

LONGEST_SECONDS = 45.0

Hire = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def hire(settings: Settings, operations_file: Path) -> Iterator[Hire]:
    """Start a worker process on the test's database."""
    hired: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "DATABASE_URL": settings.app_url,
            "GUIJU_DATA": str(settings.data),
            "GUIJU_OPERATIONS": str(operations_file),
        }
        command = [sys.executable, "-m", "web.cli.main", "worker", "--concurrency", "1"]
        hired.append(subprocess.Popen(command, env=environment))
        return hired[-1]

    yield start
    for process in hired:
        process.kill()
        process.wait()


def test_a_killed_worker_is_replaced_by_another(district: District, deploy: Deploy, office: Office, hire: Hire) -> None:
    case = begun(district, deploy, LOOKING, note="张三")
    arrived, go_on = threading.Event(), threading.Event()
    office.answer, office.pause = b'{"permit": "7"}', lambda: (arrived.set(), go_on.wait(LONGEST_SECONDS))
    first = hire()
    assert arrived.wait(LONGEST_SECONDS)
    first.send_signal(signal.SIGKILL)
    first.wait()
    go_on.set()
    hire()
    pause = threading.Event()
    last = time.monotonic() + LONGEST_SECONDS
    while "permit" not in case.document and time.monotonic() < last:
        pause.wait(0.2)
    assert case.document["permit"] == "7"
    assert len(office.seen) == 2
    assert len({headers["Idempotency-Key"] for headers, _ in office.seen}) == 1
    assert list(case.open_steps) == ["阅读"]
