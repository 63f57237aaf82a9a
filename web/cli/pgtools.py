"""PostgreSQL's own dump and restore programs, run on an address."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import make_url, text

from engine.kernel.database import create_database
from engine.kernel.errors import Conflict
from engine.kernel.postgres.binaries import Binaries, find_binaries
from engine.kernel.postgres.errors import OtherMajorVersion
from web.cli.settings import Settings


class ToolFailed(Conflict):
    """{program} refused: {reason}."""

    code = "postgres-tool-failed"
    zh = "{program} 执行失败：{reason}。"


def tools_for(settings: Settings, url: str) -> Binaries:
    """Return programs of the server's own major version where there are any, else the newest.

    A newer pg_restore sends settings that an older server does not know, and an older pg_dump refuses a newer server.
    """
    database = create_database(url, pool_size=1)
    try:
        with database.connect() as connection:
            number = connection.execute(text("show server_version_num")).scalar_one()
    finally:
        database.dispose()
    try:
        return find_binaries(chosen=settings.pg_bin, major=int(number) // 10000)
    except OtherMajorVersion:
        return find_binaries(chosen=settings.pg_bin)


def dump_database(binaries: Binaries, url: str, target: Path) -> None:
    """Write the whole database to a file in PostgreSQL's custom format, as of one instant."""
    _run(binaries, "pg_dump", url, ["--format=custom", "--no-password", f"--file={target}"])


def load_database(binaries: Binaries, url: str, source: Path) -> None:
    """Load a dump in one transaction: either all of it is there afterwards, or nothing."""
    arguments = ["--exit-on-error", "--single-transaction", "--no-password", str(source)]
    _run(binaries, "pg_restore", url, arguments)


def _run(binaries: Binaries, program: str, url: str, arguments: Sequence[str]) -> None:
    address = make_url(url)
    # The password goes by environment: the arguments of a process can be read by everybody on the machine.
    password = {"PGPASSWORD": str(address.password)} if address.password else {}
    plain = address.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    command = [binaries.program(program), f"--dbname={plain}", *arguments]
    done = subprocess.run(  # noqa: S603 - the programs of the binaries found
        command, env={**os.environ, **password}, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    if done.returncode != 0:
        lines = [line for line in done.stderr.splitlines() if line.strip()] or [f"exit code {done.returncode}"]
        raise ToolFailed(program=program, reason=" / ".join(lines[:4]))
