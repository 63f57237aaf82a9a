"""`guiju run` from an empty folder to the last process gone."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from engine.kernel.postgres import throwaway_folder

pytestmark = pytest.mark.slow


@dataclass
class Run:
    """One `guiju run`: its process, where it answers, and everything below it once it is up."""

    process: subprocess.Popen[str]
    port: int
    below: list[psutil.Process]
    shown: str


@pytest.fixture
def folder() -> Iterator[Path]:
    with throwaway_folder() as place:
        yield place / "var"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(folder: Path) -> Run:
    port = free_port()
    environment = {**os.environ, "GUIJU_DATA": str(folder), "GUIJU_PORT": str(port), "LC_ALL": "C.UTF-8"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "web.cli.main", "run"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    assert process.stdout is not None
    shown = ""
    while "Ctrl-C" not in shown:
        line = process.stdout.readline()
        assert line, f"guiju run ended before it was up: {shown}"
        shown += line
    return Run(process, port, psutil.Process(process.pid).children(recursive=True), shown)


def stop(run: Run, number: signal.Signals) -> int:
    run.process.send_signal(number)
    code = run.process.wait(timeout=30)
    assert run.process.stdout is not None
    run.process.stdout.close()
    return code


def status(run: Run, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", run.port, timeout=20)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def names(run: Run) -> str:
    return " ".join(" ".join(process.cmdline()) for process in run.below)


def until_it_answers(run: Run, path: str) -> bool:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            return status(run, path) == 200
        except OSError:
            time.sleep(0.2)
    return False


def test_one_command_brings_everything_up_keeps_it_up_and_takes_it_down_however_it_ends(folder: Path) -> None:
    first = start(folder)
    assert "DEMO" in first.shown
    assert f"http://127.0.0.1:{first.port}" in first.shown
    assert "guiju-demo" in first.shown
    assert all(part in names(first) for part in ("postgres", "gunicorn", "worker"))
    assert status(first, "/login") == 200

    # A child that dies is brought up again.
    server = next(process for process in first.below if "gunicorn" in " ".join(process.cmdline()))
    server.kill()
    psutil.wait_procs([server], timeout=10)
    assert until_it_answers(first, "/login")
    first.below = psutil.Process(first.process.pid).children(recursive=True)

    # Killed without a chance to clean up, it leaves no process behind and a database that starts again.
    assert stop(first, signal.SIGKILL) == -signal.SIGKILL
    assert psutil.wait_procs(first.below, timeout=90)[1] == []

    second = start(folder)
    assert "guiju-demo" in second.shown
    assert status(second, "/login") == 200
    assert stop(second, signal.SIGTERM) == 0
    assert psutil.wait_procs(second.below, timeout=90)[1] == []


def test_a_port_in_use_is_refused_before_anything_is_started(folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        environment = {**os.environ, "GUIJU_DATA": str(folder), "GUIJU_PORT": str(other.getsockname()[1])}
        command = [sys.executable, "-m", "web.cli.main", "run"]
        refused = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "GUIJU_PORT" in refused.stderr
    assert not folder.exists()
