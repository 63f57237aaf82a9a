"""The child processes of `guiju run`: started, watched, begun again after a pause, ended in order."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from engine.kernel.children import spawn

LONGEST_PAUSE_SECONDS = 30.0
SOUND_AFTER_SECONDS = 60.0
"""Who has lived so long died of something new; the pauses begin small again."""
GRACE_SECONDS = 15.0


@dataclass
class Member:
    """One child: what it runs, and how often it has failed lately."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    born: float = 0.0
    failures: int = 0
    due: float = 0.0


@dataclass
class Household:
    """Keeps its members alive whatever they died of; time is monotonic seconds, handed in."""

    environment: Mapping[str, str]
    tell: Callable[[str, int], None]
    members: list[Member] = field(default_factory=list)

    def add(self, name: str, command: Sequence[str]) -> None:
        """Start a child and keep it from now on."""
        member = Member(name=name, command=command)
        self.members.append(member)
        self._start(member, time.monotonic())

    def look_after(self, now: float) -> None:
        """Begin every dead child again, after a pause that doubles while it keeps dying young."""
        for member in self.members:
            if member.process is not None and member.process.poll() is not None:
                self.tell(member.name, member.process.returncode)
                member.failures = 0 if now - member.born > SOUND_AFTER_SECONDS else member.failures + 1
                member.due = now + pause_before_restart(member.failures)
                member.process = None
            if member.process is None and now >= member.due:
                self._start(member, now)

    def end(self) -> None:
        """Ask all children to end, and end those that do not within the grace."""
        living = [member.process for member in self.members if member.process is not None]
        for process in living:
            process.send_signal(signal.SIGTERM)
        last = time.monotonic() + GRACE_SECONDS
        for process in living:
            try:
                process.wait(timeout=max(last - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.members.clear()

    def _start(self, member: Member, now: float) -> None:
        member.process = spawn(member.command, environment=self.environment, folder=os.getcwd())  # noqa: PTH109
        member.born = now


def pause_before_restart(failures: int) -> float:
    """Return the seconds to wait after so many early deaths in a row: half a second, doubling, at most thirty."""
    return min(0.5 * 2.0 ** max(failures - 1, 0), LONGEST_PAUSE_SECONDS)
