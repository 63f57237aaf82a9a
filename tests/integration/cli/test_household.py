"""Children of a command: they live again when they die, and die with their parent."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from web.cli.household import Household

PARENT = """
import os, sys, time
from engine.kernel.children import spawn
child = spawn(["/bin/sleep", "60"], environment=os.environ)
print(child.pid, flush=True)
time.sleep(60)
"""


def until(condition: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_a_dead_child_is_started_again_after_a_pause(tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []
    household = Household(environment=os.environ, tell=lambda name, code: told.append((name, code)))
    household.add("sleeper", ["/bin/sleep", "60"])
    member = household.members[0]
    assert member.process is not None
    first = member.process.pid
    member.process.kill()
    member.process.wait()
    now = time.monotonic()
    household.look_after(now)
    assert (told, member.process) == ([("sleeper", -signal.SIGKILL)], None)
    household.look_after(now + 1)
    assert member.process is not None
    assert member.process.pid != first
    second = member.process
    household.end()
    assert second.returncode is not None


@pytest.mark.parametrize("prefix", ["", "trap '' INT; "], ids=["in the foreground", "where SIGINT is ignored"])
def test_a_child_ends_with_a_killed_parent(prefix: str) -> None:
    command = ["/bin/sh", "-c", f'{prefix}exec "$@"', "sh", sys.executable, "-c", PARENT]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    assert until(lambda: child.name() == "sleep")
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
