"""The schema can be built and taken back, and keeps what it promises about tenants and the record."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from engine.kernel.clock import TravelClock
from engine.kernel.database import transaction
from engine.kernel.ids import new_id
from engine.migrations.migrate import migrate, take_back
from engine.migrations.registry import METADATA

KEYS_WITHOUT_TENANT = """
select k.conrelid::regclass::text || '.' || k.conname from pg_constraint k
join pg_class r on r.oid = k.conrelid
where r.relnamespace = 'public'::regnamespace and k.contype in ('p', 'u', 'f')
  and exists (select from pg_attribute a where a.attrelid = r.oid and a.attname = 'tenant_id' and not a.attisdropped)
  and (select a.attname from pg_attribute a where a.attrelid = r.oid and a.attnum = k.conkey[1]) <> 'tenant_id'
"""

TABLES_WITHOUT_WALL = """
select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
  and not relispartition and relname not like 'procrastinate%' and relname not in ('alembic_version', 'tenant')
  and not (relrowsecurity and relforcerowsecurity)
"""


def test_the_schema_can_be_taken_back_to_nothing_and_built_again(owner_url: str) -> None:
    take_back(owner_url)
    database = create_engine(owner_url)
    assert set(inspect(database).get_table_names()) == {"alembic_version"}
    migrate(owner_url)
    assert set(METADATA.tables) <= set(inspect(database).get_table_names())
    database.dispose()


def test_the_migrated_schema_is_the_one_the_code_declares(owner_url: str) -> None:
    database = create_engine(owner_url)
    columns = inspect(database)
    for name, table in METADATA.tables.items():
        stored = {column["name"]: column["nullable"] for column in columns.get_columns(name)}
        assert stored == {column.name: column.nullable for column in table.columns}, name
    database.dispose()


@pytest.mark.parametrize(
    ("question", "meaning"),
    [
        (KEYS_WITHOUT_TENANT, "every key of a tenant's table begins with the tenant"),
        (TABLES_WITHOUT_WALL, "row-level security is forced on every table of a tenant"),
    ],
)
def test_the_catalogue_keeps_the_rules_of_tenancy(database: Engine, question: str, meaning: str) -> None:
    with database.connect() as connection:
        assert list(connection.scalars(text(question))) == [], meaning


def test_a_tenant_never_sees_the_rows_of_another(database: Engine) -> None:
    here, there = uuid4(), uuid4()
    with transaction(database, here) as session:
        _add_series(session, here)
    with transaction(database, there) as session:
        assert session.scalar(text("select count(*) from number_series")) == 0
    with transaction(database, None) as session:
        assert session.scalar(text("select count(*) from number_series")) == 0


def test_a_tenant_cannot_write_rows_for_another(database: Engine) -> None:
    with pytest.raises(DBAPIError, match="row-level security"), transaction(database, uuid4()) as session:
        _add_series(session, uuid4())


@pytest.mark.parametrize("change", ["update event set kind = 'x'", "delete from event", "truncate event"])
def test_the_application_cannot_change_an_event(database: Engine, clock: TravelClock, change: str) -> None:
    tenant = uuid4()
    with transaction(database, tenant) as session:
        session.execute(
            text("insert into event values (:t, :c, 1, :at, 'case:started', :a, ''::bytea, ''::bytea)"),
            {"t": tenant, "c": new_id(), "a": new_id(), "at": clock.now()},
        )
    with pytest.raises(DBAPIError, match=r"permission denied|must be owner"), transaction(database, tenant) as session:
        session.execute(text(change))


def test_events_land_in_the_partition_of_their_months(database: Engine) -> None:
    with database.connect() as connection:
        bound = connection.scalar(text("select event_bound('2026-11-01')"))
    assert bound == UUID("01a19467-e800-0000-0000-000000000000")


def _add_series(session: object, tenant: UUID) -> None:
    session.execute(text("insert into number_series values (:t, 'x', 2026, 1)"), {"t": tenant})  # type: ignore[attr-defined]
