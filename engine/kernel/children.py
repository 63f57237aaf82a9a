"""Child processes that end with their parent, however it ends."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.kernel.launcher import KEEP

_LAUNCHER = Path(__file__).with_name("launcher.py")


def spawn(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    folder: Path | str = "/",
    output: int | None = None,
    account: tuple[int, int] | None = None,
    keep: tuple[int, ...] = (),
) -> subprocess.Popen[bytes]:
    """Run a program by full path and return it; call from the main thread, for the child ends with the thread.

    The child gets SIGINT when we die, kill -9 included (on Linux). It has a session of its own, so that Ctrl-C in
    our terminal reaches us alone and we decide who ends in which order. `output` is the descriptor of its output,
    ours if `None`; `account` the user and group numbers root gives it; `keep` are descriptors it inherits.
    """
    whom = (KEEP, KEEP) if account is None else (str(account[0]), str(account[1]))
    return subprocess.Popen(  # noqa: S603 - the caller names the program
        [sys.executable, "-I", "-S", str(_LAUNCHER), str(os.getpid()), *whom, *command],
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
        pass_fds=keep,
    )
