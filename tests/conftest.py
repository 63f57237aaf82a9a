"""What every test may ask for: a real PostgreSQL, a migrated database of its own, a clock that travels."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, make_url

from engine.commands.perform import Edge
from engine.documents.files import FileStore
from engine.kernel.clock import TravelClock
from engine.kernel.database import create_database
from engine.kernel.postgres.supervisor import EmbeddedPostgres
from engine.kernel.postgres.throwaway import throwaway_folder
from engine.migrations.migrate import migrate
from tests.driving.district import District
from web.cli.demo import content_folder, fill_if_empty
from web.cli.deploy import deploy_folder
from web.cli.settings import Settings

TEMPLATE = "template_guiju"
DISTRICT = "template_district"
TUESDAY_MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
"""The instant tests begin at: 09:00 in China on a workday."""


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedPostgres]:
    """One PostgreSQL server for the whole run; it forgets everything when the run ends."""
    with throwaway_folder() as folder, EmbeddedPostgres(folder, durable=False) as running:
        yield running


@pytest.fixture(scope="session")
def template(server: EmbeddedPostgres) -> str:
    """A migrated, empty database that others are cloned from."""
    administer(server, f"create database {TEMPLATE} owner guiju_owner")
    migrate(server.url(role="guiju_owner", database=TEMPLATE))
    return TEMPLATE


@pytest.fixture
def database_name(server: EmbeddedPostgres, template: str) -> Iterator[str]:
    """The name of a fresh clone of the template, dropped after the test."""
    name = clone(server, template)
    yield name
    administer(server, f"drop database if exists {name} with (force)")


@pytest.fixture
def owner_url(server: EmbeddedPostgres, database_name: str) -> str:
    """The address of the test's database for the role that owns the tables."""
    return server.url(role="guiju_owner", database=database_name)


@pytest.fixture
def database(server: EmbeddedPostgres, database_name: str) -> Iterator[Engine]:
    """The test's database as the application connects to it."""
    engine = create_database(server.url(role="guiju_app", database=database_name))
    yield engine
    engine.dispose()


@pytest.fixture
def clock() -> TravelClock:
    """A clock at nine in the morning of a workday, which moves only when told to."""
    return TravelClock(TUESDAY_MORNING)


def administer(server: EmbeddedPostgres, statement: str) -> None:
    """Run one statement as superuser, outside any transaction."""
    address = make_url(server.admin_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement.encode())


def clone(server: EmbeddedPostgres, template: str) -> str:
    """Create a database like the template under a fresh name and return the name."""
    name = f"test_{datetime.now(UTC).strftime('%H%M%S%f')}"
    administer(server, f"create database {name} template {template} strategy file_copy owner guiju_owner")
    return name


@pytest.fixture(scope="session")
def district_template(server: EmbeddedPostgres, template: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with the demo organisation and the shipped procedures, deployed once for the whole run."""
    administer(server, f"create database {DISTRICT} template {template} strategy file_copy owner guiju_owner")
    settings = settings_of(server, DISTRICT, tmp_path_factory.mktemp("district"))
    fill_if_empty(settings)
    deploy_folder(settings, content_folder())
    return DISTRICT


@pytest.fixture
def district_name(server: EmbeddedPostgres, district_template: str) -> Iterator[str]:
    """The name of a fresh clone of the district, dropped after the test."""
    name = clone(server, district_template)
    yield name
    administer(server, f"drop database if exists {name} with (force)")


@pytest.fixture
def settings(server: EmbeddedPostgres, district_name: str, tmp_path: Path) -> Settings:
    """What the command line and the web application are told when they work on the test's district."""
    return settings_of(server, district_name, tmp_path)


@pytest.fixture
def edge(settings: Settings, clock: TravelClock) -> Iterator[Edge]:
    """The district at the engine's edge, with the clock that travels."""
    engine = create_database(settings.app_url)
    yield Edge(database=engine, clock=clock, files=FileStore(settings.files))
    engine.dispose()


@pytest.fixture
def district(edge: Edge) -> District:
    """The people of the district, each able to do whatever a command lets them."""
    return District(edge)


def settings_of(server: EmbeddedPostgres, name: str, data: Path) -> Settings:
    """Return settings for a database of the test server."""
    return Settings(
        port=0,
        data=data,
        database_url=server.url(role="guiju_app", database=name),
        migrate_url=server.url(role="guiju_owner", database=name),
        pg_bin=None,
    )
