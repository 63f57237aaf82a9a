"""What a fresh cluster is given: data files, two roles, one database."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
from psycopg import sql
from psycopg.pq import PGconn, Ping

from engine.kernel.children import spawn
from engine.kernel.postgres.account import Account
from engine.kernel.postgres.binaries import Binaries
from engine.kernel.postgres.errors import ServerFailed
from engine.kernel.postgres.layout import PORT, Layout

ADMIN = "postgres"
OWNER = "guiju_owner"
"""Owns the database and changes its shape; never used by web or worker."""
APP = "guiju_app"
"""What web and worker connect as; no superuser, owns nothing."""
DATABASE = "guiju"
BUILTIN_LOCALE_SINCE = 17


@dataclass(frozen=True)
class Launch:
    """How programs of a cluster are run: by which account, with which binaries, where they write."""

    layout: Layout
    account: Account
    binaries: Binaries

    def spawn(self, command: list[str], *, keep: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
        """Run a program that ends with us, its output going to the log; it inherits the descriptors of `keep`."""
        account = None if self.account.is_ours else (self.account.uid, self.account.gid)
        log = self.layout.open_log()
        try:
            return spawn(command, environment=_plain_environment(), output=log, account=account, keep=keep)
        finally:
            os.close(log)

    def failed(self) -> ServerFailed:
        """Return the refusal that quotes the end of the log."""
        lines = self.layout.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return ServerFailed(log=self.layout.log, tail=" / ".join(lines[-5:]))


def make_cluster(launch: Launch, *, durable: bool) -> None:
    """Create the data files, unless they stand already; an interrupted attempt leaves nothing that counts."""
    data = launch.layout.data
    if (data / "PG_VERSION").exists():
        return
    unfinished = data.with_name("data.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    process = launch.spawn(_initdb(launch, unfinished, durable=durable))
    if process.wait() != 0:
        raise launch.failed()
    unfinished.rename(data)


def _initdb(launch: Launch, data: Path, *, durable: bool) -> list[str]:
    # The built-in provider sorts and folds alike on every system; older servers ask the C library for the same.
    is_builtin = launch.binaries.major >= BUILTIN_LOCALE_SINCE
    locale = (
        ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8") if is_builtin else ("--locale=C.UTF-8",)
    )
    return [
        launch.binaries.program("initdb"),
        f"--pgdata={data}",
        f"--username={ADMIN}",
        # Trust is safe here only: nobody else can enter the socket's folder, and no port is opened.
        "--auth-local=trust",
        "--auth-host=reject",
        "--encoding=UTF8",
        "--data-checksums",
        *locale,
        *(() if durable else ("--no-sync",)),
    ]


def server_command(launch: Launch, *, durable: bool) -> list[str]:
    """Return the command line of the server."""
    settings = {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": str(launch.layout.sockets),
        "unix_socket_permissions": "0700",
        "shared_buffers": f"{_shared_megabytes()}MB" if durable else "64MB",
        "max_connections": "100",
        # Our statements are short; compiling them costs more than it saves.
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        # A session forgotten inside a transaction would keep dead rows of the job queue alive.
        "idle_in_transaction_session_timeout": "5min",
    }
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "60"}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return [launch.binaries.program("postgres"), "-D", str(launch.layout.data), *options]


def _shared_megabytes() -> int:
    # A sixteenth of the machine, within what a district needs and a laptop does not miss.
    return min(max(int(psutil.virtual_memory().total) // 16 // 2**20, 128), 512)


def answers(layout: Layout) -> bool:
    """Tell whether a server accepts connections on the cluster's socket."""
    target = f"host='{layout.sockets}' port={PORT} user={ADMIN} dbname={ADMIN} connect_timeout=5"
    return PGconn.ping(target.encode()) == Ping.OK


def make_database(layout: Layout) -> None:
    """Create the two roles and the database, as far as they are missing."""
    with psycopg.connect(host=str(layout.sockets), port=PORT, user=ADMIN, dbname=ADMIN, autocommit=True) as connection:
        roles = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        for role in (OWNER, APP):
            if role not in roles:
                make = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE")
                connection.execute(make.format(sql.Identifier(role)))
        databases = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        if DATABASE not in databases:
            make = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(make.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))


def _plain_environment() -> dict[str, str]:
    # PGDATA, PGPORT and their like in the caller's shell speak of another server.
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}
