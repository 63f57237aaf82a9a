"""Starting, sharing and stopping the one server of a folder."""

import fcntl
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
from sqlalchemy import URL

from engine.kernel.postgres.binaries import executable_by, find_binaries
from engine.kernel.postgres.cluster import (
    ADMIN,
    APP,
    DATABASE,
    OWNER,
    Launch,
    answers,
    make_cluster,
    make_database,
    server_command,
)
from engine.kernel.postgres.layout import PORT, SOCKET_NAME, Layout, lay_out

PAUSE_SECONDS = 0.02
PROGRESS_SECONDS = 5.0
PATIENCE_SECONDS = 60.0
"""How long a fast shutdown may take before an immediate one is asked for, which recovery makes good."""


def _silent(_message: str) -> None:
    """Say nothing."""


class EmbeddedPostgres:
    """The server of one folder: started here, or shared with whoever started it.

    The server holds a file lock for as long as any of its processes lives, and the kernel frees it at the last
    one's death. So whether a server lives is never guessed from a process number, which may be a zombie's or have
    been used again. The server is interrupted when the thread that started it ends, hence `start` belongs to the
    main thread.
    """

    def __init__(
        self,
        folder: Path | str,
        *,
        durable: bool = True,
        binaries: Path | None = None,
        report: Callable[[str], None] = _silent,
    ) -> None:
        self.folder = Path(folder)
        self.durable = durable
        self._chosen = binaries
        self._report = report
        self._layout: Layout | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> Self:
        """Start the server, or share the one that runs, and return when it accepts connections.

        There is no time limit, because recovery after a crash takes as long as it takes; progress is reported.
        Raises the refusals of `errors.py`.
        """
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("The server would end with this thread; start it from the main thread.")
        layout, account = lay_out(self.folder)
        self._layout = layout
        if layout.folder != self.folder.absolute():
            self._report(f"PostgreSQL keeps its files in {layout.folder}: {account.name} cannot reach {self.folder}.")
        found = find_binaries(chosen=self._chosen, major=_cluster_major(layout), cluster=layout.folder)
        launch = Launch(layout=layout, account=account, binaries=executable_by(account, found))
        with self._starting(layout):
            if not self._join_or_clear(layout):
                make_cluster(launch, durable=self.durable)
                self._spawn(launch)
            make_database(layout)
        return self

    def ensure(self) -> bool:
        """Start the server again if it is gone; return whether that was so."""
        is_alive = self._process.poll() is None if self._process else answers(self.layout)
        if is_alive:
            return False
        self._process = None
        self.start()
        return True

    def stop(self) -> None:
        """Stop the server if it was started here; a shared one is left to its starter."""
        process, self._process = self._process, None
        if process is None:
            return
        with self._starting(self.layout):
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGQUIT)
                process.wait()
            self.layout.starter.unlink(missing_ok=True)

    @property
    def layout(self) -> Layout:
        """Return the places of the cluster, known from `start` on."""
        if self._layout is None:
            raise RuntimeError("Start the server first.")
        return self._layout

    @property
    def pid(self) -> int | None:
        """Return the server's process number if it was started here."""
        return self._process.pid if self._process else None

    @property
    def app_url(self) -> str:
        """Return the address web and worker connect to, as SQLAlchemy writes it."""
        return self.url(role=APP)

    @property
    def owner_url(self) -> str:
        """Return the address migrations connect to."""
        return self.url(role=OWNER)

    @property
    def admin_url(self) -> str:
        """Return the superuser's address, for template databases and repair."""
        return self.url(role=ADMIN, database=ADMIN)

    def url(self, *, role: str, database: str = DATABASE) -> str:
        """Return the address of a database for a role."""
        query = {"host": str(self.layout.sockets), "port": str(PORT)}
        address = URL.create("postgresql+psycopg", username=role, database=database, query=query)
        return address.render_as_string(hide_password=False)

    @contextmanager
    def _starting(self, layout: Layout) -> Iterator[None]:
        descriptor = layout.open_file(layout.start_lock, os.O_RDWR)
        try:
            if not _lock(descriptor):
                self._report("Another process is starting or stopping PostgreSQL here; waiting for it.")
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _join_or_clear(self, layout: Layout) -> bool:
        """Return True if a running server is shared now, False if none lives and its traces are removed."""
        for _ in self._patiently("Waiting for PostgreSQL to finish its last shutdown or recovery."):
            server = _recorded_server(layout)
            is_held = _is_held(layout)
            if server is None and not is_held:
                break
            if server is not None and is_held and server.ppid() != _starter(layout):
                # Its starter is gone, so it is ending or ought to; whoever joined it would go down with it.
                server.send_signal(signal.SIGINT)
            elif answers(layout):
                return True
        # PostgreSQL itself would refuse to start where these name a process number that has been used again.
        for trace in (layout.pid_file, layout.sockets / SOCKET_NAME, layout.sockets / f"{SOCKET_NAME}.lock"):
            trace.unlink(missing_ok=True)
        return False

    def _spawn(self, launch: Launch) -> None:
        layout = launch.layout
        _write(layout, layout.starter, str(os.getpid()))
        lock = layout.open_file(layout.life_lock, os.O_RDWR)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            # Every process of the server inherits the descriptor, and with it the lock; ours is closed below.
            process = launch.spawn(server_command(launch, durable=self.durable), keep=(lock,))
        finally:
            os.close(lock)
        self._process = process
        for _ in self._patiently("Waiting for PostgreSQL to accept connections."):
            if process.poll() is not None:
                self._process = None
                raise launch.failed()
            if answers(layout):
                return

    def _patiently(self, message: str) -> Iterator[None]:
        """Yield again and again without limit, reporting now and then."""
        reported = time.monotonic()
        while True:
            yield
            time.sleep(PAUSE_SECONDS)
            if time.monotonic() - reported > PROGRESS_SECONDS:
                reported = time.monotonic()
                self._report(message)


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_held(layout: Layout) -> bool:
    descriptor = layout.open_file(layout.life_lock, os.O_RDWR)
    try:
        return not _lock(descriptor)
    finally:
        os.close(descriptor)


def _recorded_server(layout: Layout) -> psutil.Process | None:
    """Return the process named by the server's own file, if it is alive and works in this data directory."""
    try:
        process = psutil.Process(int(layout.pid_file.read_text(encoding="ascii").split("\n", 1)[0]))
        is_ours = process.status() != psutil.STATUS_ZOMBIE and process.cwd() == str(layout.data.resolve())
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess, psutil.AccessDenied):
        return None
    return process if is_ours else None


def _starter(layout: Layout) -> int | None:
    try:
        return int(layout.starter.read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return None


def _write(layout: Layout, path: Path, text: str) -> None:
    descriptor = layout.open_file(path, os.O_WRONLY | os.O_TRUNC)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)


def _cluster_major(layout: Layout) -> int | None:
    try:
        return int((layout.data / "PG_VERSION").read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
