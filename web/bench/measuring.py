"""Measuring CPU: ours plus PostgreSQL's, and the speed of the machine it was measured on."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil

CALIBRATION_STEPS = 200_000


@dataclass
class CpuMeter:
    """Counts the CPU seconds of processes with all their present children, and of this one unless told otherwise.

    Connections must stay open between two readings: a backend that has ended takes its count with it. The kernel
    counts other processes in steps of ten milliseconds, so that a piece of work must be much longer than that.
    """

    pids: tuple[int, ...]
    counts_us: bool = True

    def seconds(self) -> float:
        """Return CPU seconds spent so far."""
        own = time.process_time() if self.counts_us else 0.0
        roots = [psutil.Process(pid) for pid in self.pids]
        return own + sum(_spent(process) for root in roots for process in (root, *root.children(recursive=True)))

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
