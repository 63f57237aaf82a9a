"""The database a command works on: the operator's own, or the embedded one of the data folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from engine.kernel.postgres import EmbeddedPostgres
from web.cli.settings import Settings
from web.cli.speech import say


@dataclass(frozen=True)
class OpenDatabase:
    """A database that accepts connections.

    `settings` carry its addresses. `server` is the embedded server, if it is one. `keeper_url` is the address of a
    role that reads and writes every tenant's rows, as a backup must: the superuser of the embedded server, else
    whoever GUIJU_MIGRATE_URL names.
    """

    settings: Settings
    server: EmbeddedPostgres | None
    keeper_url: str


@contextmanager
def open_database(settings: Settings) -> Iterator[OpenDatabase]:
    """Yield the database of the settings; the embedded server is started, or shared if it runs already."""
    if settings.database_url is not None:
        yield OpenDatabase(settings=settings, server=None, keeper_url=settings.owner_url)
        return
    say("正在启动 PostgreSQL……", "Starting PostgreSQL …")
    with EmbeddedPostgres(settings.data / "postgres", binaries=settings.pg_bin, report=_report) as server:
        found = replace(settings, database_url=server.app_url, migrate_url=server.owner_url)
        yield OpenDatabase(settings=found, server=server, keeper_url=server.url(role="postgres"))


def _report(message: str) -> None:
    say(message, message)
