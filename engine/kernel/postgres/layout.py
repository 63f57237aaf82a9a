"""Which files a cluster has and where, below one private folder."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from engine.kernel.postgres.account import Account, choose_account
from engine.kernel.postgres.binaries import SYSTEM_HOME
from engine.kernel.postgres.errors import FolderUnreachable

PORT = 5432
"""No port is opened; the number is part of the socket's file name."""
SOCKET_NAME = f".s.PGSQL.{PORT}"
SOCKET_PATH_BYTES = 100
"""Kernels allow 104 to 108 bytes for a socket's path; a little is kept in hand."""
LOG_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True)
class Layout:
    """The places of one cluster: data, socket folder, locks and log."""

    folder: Path
    sockets: Path

    @property
    def data(self) -> Path:
        """Return the folder the server calls its data directory."""
        return self.folder / "data"

    @property
    def pid_file(self) -> Path:
        """Return the file in which the server notes its process."""
        return self.data / "postmaster.pid"

    @property
    def log(self) -> Path:
        """Return the file the server writes its messages to."""
        return self.folder / "server.log"

    @property
    def start_lock(self) -> Path:
        """Return the file whose lock says: I am starting or stopping the server."""
        return self.folder / "start.lock"

    @property
    def life_lock(self) -> Path:
        """Return the file whose lock is held by the server itself for as long as any of its processes lives."""
        return self.folder / "server.lock"

    @property
    def starter(self) -> Path:
        """Return the file that names the process which started the server."""
        return self.folder / "starter.pid"

    def open_file(self, path: Path, flags: int) -> int:
        """Open a file of the folder and return its descriptor.

        Links are not followed: the folder belongs to an unprivileged account, which must not be able to make root
        write elsewhere.
        """
        return os.open(path, flags | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)

    def open_log(self) -> int:
        """Open the log for appending and return its descriptor; a large one becomes `server.log.1` first."""
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        return self.open_file(self.log, os.O_WRONLY | os.O_APPEND)


def lay_out(folder: Path) -> tuple[Layout, Account]:
    """Make the private folders of a cluster and return them with the account the server runs as.

    Where that account cannot reach the folder, the cluster lies below /var/lib/guiju instead, under a name derived
    from the folder; where it cannot reach that either, FolderUnreachable is raised.
    """
    folder = folder.absolute()
    account = choose_account(folder)
    if not account.is_ours and not account.can_reach(_nearest_existing(folder.parent)):
        SYSTEM_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
        if not account.can_reach(SYSTEM_HOME):
            raise FolderUnreachable(account=account.name, folder=folder)
        folder = SYSTEM_HOME / f"cluster-{_digest(folder)}"
        account = choose_account(folder)
    _make_parents(folder.parent)
    account.own(folder)
    sockets = _socket_folder(folder, account)
    account.own(sockets)
    return Layout(folder=folder, sockets=sockets), account


def _socket_folder(folder: Path, account: Account) -> Path:
    beside = folder / "socket"
    if len(os.fsencode(beside / SOCKET_NAME)) <= SOCKET_PATH_BYTES:
        return beside
    for shared in (Path(tempfile.gettempdir()), Path("/tmp")):  # noqa: S108 - `own` makes and checks a private folder there
        short = shared / f"guiju-{account.uid}-{_digest(folder)}"
        if len(os.fsencode(short / SOCKET_NAME)) <= SOCKET_PATH_BYTES and account.can_reach(shared):
            return short
    raise FolderUnreachable(account=account.name, folder=folder)


def _make_parents(parent: Path) -> None:
    missing = [path for path in (parent, *parent.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(exist_ok=True)
        # A strict umask of root would shut the server's account out of a folder made only for it.
        path.chmod(0o755)


def _nearest_existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def _digest(folder: Path) -> str:
    return hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
