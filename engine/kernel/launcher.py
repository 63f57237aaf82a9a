"""The few steps between our process and a child that shall end with it, run by path as a program of its own.

It exists so that no Python code has to run between fork and exec of a process that has threads. It gives up root,
asks the kernel to be interrupted when its parent dies, and becomes the program it was told. It imports nothing of
ours, because it runs isolated: ``python -I -S launcher.py PARENT UID GID PROGRAM [ARGUMENT…]``.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
KEEP = "-"


def become(parent: int, uid: str, gid: str, command: list[str]) -> None:
    """Replace this process by a command that ends with its parent."""
    if uid != KEEP:
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
    # A shell that starts us in the background has SIGINT ignored, and a program inherits that.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # After the change of account, because the kernel forgets the request when credentials change.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)
    # The parent may have died before the request was made; then nobody would ever end us.
    if os.getppid() != parent:
        sys.exit(1)
    os.umask(0o077)
    os.execv(command[0], command)  # noqa: S606 - becoming the given program is the purpose


if __name__ == "__main__":
    become(int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4:])
