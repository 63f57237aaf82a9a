"""Measuring CPU: ours plus PostgreSQL's, and the speed of the machine it was measured on."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil

CALIBRATION_STEPS = 200_000


@dataclass
class CpuMeter:
    """Counts the CPU seconds of this process and of a PostgreSQL server with all its present children.

    Connections must stay open between two readings: a backend that has ended takes its count with it.
    """

    server_pid: int

    def seconds(self) -> float:
        """Return CPU seconds spent so far by us and by the server."""
        server = psutil.Process(self.server_pid)
        processes = [server, *server.children(recursive=True)]
        return time.process_time() + sum(_spent(process) for process in processes)

    def cost(self, work: Callable[[], object]) -> float:
        """Return the CPU seconds that a piece of work costs."""
        before = self.seconds()
        work()
        return self.seconds() - before


def calibration_ms() -> float:
    """Return the milliseconds that a fixed pure-Python loop takes here, the best of five."""
    return min(_loop() for _ in range(5)) * 1000


def _loop() -> float:
    began = time.process_time()
    total = 0
    for step in range(CALIBRATION_STEPS):
        total += step % 7
    return time.process_time() - began


def _spent(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)
