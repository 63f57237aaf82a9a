"""`guiju run` in a folder of its own, as somebody trying Guiju out starts it; it can be killed and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from engine.kernel.postgres import throwaway_folder

PATIENCE_SECONDS = 120.0


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Trial:
    """Database, web and worker of one folder, each a process of its own."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> str:
        """What it has written since it was last started."""
        return (self.folder / "output.txt").read_text(encoding="utf-8")

    @property
    def below(self) -> list[psutil.Process]:
        """Every process it has started, at any depth."""
        assert self.process is not None
        return psutil.Process(self.process.pid).children(recursive=True)

    def start(self) -> None:
        """Start it and wait until it says that everything is up."""
        environment = {**os.environ, "GUIJU_DATA": str(self.folder / "var"), "GUIJU_PORT": str(self.port)}
        environment |= {"LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1"}
        environment.pop("DATABASE_URL", None)
        with (self.folder / "output.txt").open("wb") as output:
            command = [sys.executable, "-m", "web.cli.main", "run"]
            self.process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
        last = time.monotonic() + PATIENCE_SECONDS
        while "Ctrl-C" not in self.output:
            assert self.process.poll() is None, self.output
            assert time.monotonic() < last, self.output
            time.sleep(0.1)

    def kill(self) -> None:
        """End every process at once without a word of warning, as a power cut does."""
        assert self.process is not None
        everything = [psutil.Process(self.process.pid), *self.below]
        # Frozen first, so that nobody has time to notice the end of another and to tidy up.
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for each in everything:
                with suppress(psutil.NoSuchProcess):
                    each.send_signal(number)
        psutil.wait_procs(everything[1:], timeout=PATIENCE_SECONDS)
        self.process.wait(PATIENCE_SECONDS)

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(PATIENCE_SECONDS)


@contextmanager
def trial() -> Iterator[Trial]:
    """Bring Guiju up in an empty folder, and take it down and away afterwards."""
    with throwaway_folder() as folder:
        running = Trial(folder)
        try:
            running.start()
            yield running
        finally:
            running.stop()
