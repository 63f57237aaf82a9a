"""The stage of a benchmark: a durable throw-away database with the demo organisation, and one officer who works."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import psycopg
from sqlalchemy import Engine, event, make_url, select

from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.perform import Edge, perform
from engine.documents.files import FileStore
from engine.kernel.actor import Actor, system_actor
from engine.kernel.clock import SystemClock
from engine.kernel.database import create_database, transaction
from engine.kernel.ids import new_id
from engine.kernel.postgres.supervisor import EmbeddedPostgres
from engine.kernel.postgres.throwaway import throwaway_folder
from engine.migrations.migrate import migrate
from engine.organization.accounts import find_person_by_login, load_actor
from engine.organization.models import Tenant
from web.bench.procedure import bundle_files
from web.cli.demo import fill_if_empty
from web.cli.settings import Settings

OFFICER = "wangqiang"


@dataclass
class CommitCount:
    """Counts commits of a database."""

    commits: int = 0

    def watch(self, database: Engine) -> None:
        """Count every commit from now on."""

        def on_commit(_connection: object) -> None:
            self.commits += 1

        event.listen(database, "commit", on_commit)


@dataclass
class Stage:
    """A district with the benchmark's procedure; `settings` let a web application work on the same database."""

    server: EmbeddedPostgres
    settings: Settings
    edge: Edge
    tenant_id: UUID
    counted: CommitCount = field(default_factory=CommitCount)

    @property
    def server_pid(self) -> int:
        """Return the process number of the database server."""
        pid = self.server.pid
        assert pid is not None
        return pid

    def bare_connection(self) -> psycopg.Connection[tuple[object, ...]]:
        """Return a new connection of the owner with nothing of ours in between."""
        address = make_url(self.server.owner_url).set(drivername="postgresql")
        return psycopg.connect(address.render_as_string(hide_password=False))

    def settle_in(self) -> None:
        """Let PostgreSQL look at its tables once, as it does by itself within a minute of any real use.

        Before that it plans for empty tables, and how well is a matter of luck.
        """
        with self.bare_connection() as connection:
            connection.autocommit = True
            connection.execute(b"analyze")

    @property
    def officer(self) -> Actor:
        """Return the officer as the engine knows them."""
        with transaction(self.edge.database, self.tenant_id) as session:
            person_id = find_person_by_login(session, OFFICER)
            assert person_id is not None
            return load_actor(session, person_id)


@contextmanager
def staged() -> Iterator[Stage]:
    """Bring up a durable throw-away server (fsync on) with the demo organisation and the benchmark's procedure."""
    with throwaway_folder() as folder, EmbeddedPostgres(folder) as server:
        migrate(server.owner_url)
        settings = Settings(
            port=0,
            data=Path(folder) / "data",
            database_url=server.app_url,
            migrate_url=server.owner_url,
            pg_bin=None,
        )
        fill_if_empty(settings)
        database = create_database(settings.app_url)
        try:
            with transaction(database, None) as session:
                tenant_id = session.scalars(select(Tenant.id)).one()
            edge = Edge(database=database, clock=SystemClock(), files=FileStore(settings.files))
            perform(
                edge,
                system_actor(tenant_id),
                deploy_procedure,
                request_key=str(new_id()),
                files=bundle_files(),
                note="bench",
            )
            yield Stage(server, settings, edge, tenant_id)
        finally:
            database.dispose()
