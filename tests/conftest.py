"""What every test may ask for: a real PostgreSQL, a migrated database of its own, a clock that travels."""

from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import Engine, make_url

from engine.kernel.clock import TravelClock
from engine.kernel.database import create_database
from engine.kernel.postgres.supervisor import EmbeddedPostgres
from engine.kernel.postgres.throwaway import throwaway_folder
from engine.migrations.migrate import migrate

TEMPLATE = "template_guiju"
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
