"""The declarative base of all tables, the SQLAlchemy engine, and the one transaction that every command runs in."""

import select
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any, cast
from uuid import UUID

import psycopg
from sqlalchemy import Connection, DateTime, Engine, MetaData, create_engine, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column

TenantId = Annotated[UUID, mapped_column(primary_key=True)]
Instant = Annotated[datetime, mapped_column(DateTime(timezone=True))]
MaybeInstant = Annotated[datetime | None, mapped_column(DateTime(timezone=True))]


POOL_SIZE = 8
"""Connections that a process keeps open: one per thread of the web server."""


class Base(DeclarativeBase):
    """All tables of Guiju; every key begins with the tenant, so that a district can move to a machine of its own."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map = {dict[str, object]: JSONB, list[str]: JSONB}  # noqa: RUF012 - SQLAlchemy's own idiom


def create_database(url: str, *, pool_size: int = POOL_SIZE) -> Engine:
    """Return an SQLAlchemy engine for a `postgresql+psycopg` URL, with a pool that notices a restarted server."""
    return guarded(create_engine(url, **engine_options(pool_size=pool_size)))


def engine_options(*, pool_size: int = POOL_SIZE) -> dict[str, Any]:
    """Return what every engine of ours is created with, for whoever has it created by somebody else."""
    return {"pool_size": pool_size, "max_overflow": 2, "pool_use_lifo": True, "connect_args": {"prepare_threshold": 1}}


def guarded(database: Engine) -> Engine:
    """Return the engine, which from now on checks a connection before it is used, and can send statements together.

    The server may have been restarted between two requests. One that goes closes its sockets, which is seen without
    asking it; asking would cost each request several round trips.
    """
    event.listen(database, "checkout", _refuse_closed)
    event.listen(database, "after_cursor_execute", _await_answer)
    return database


def _refuse_closed(connection: DBAPIConnection, *_: object) -> None:
    """Let the pool throw away a connection whose server has hung up, and every older one with it."""
    checked = cast("psycopg.Connection[object]", connection)
    if checked.closed or select.select([checked.fileno()], [], [], 0)[0]:
        # An idle connection has nothing to read, unless it is the end of the stream or the server's farewell.
        raise InvalidatePoolError


@contextmanager
def transaction(database: Engine, tenant_id: UUID | None) -> Iterator[Session]:
    """Open a session bound to one tenant, commit when the block ends and roll back when it raises.

    The tenant is set for this transaction only, so that a pooled connection never carries it over. `None`
    opens a session that row-level security shows no tenant's rows to: for the named exceptions alone.
    """
    with Session(database, expire_on_commit=False, autoflush=False) as session, session.begin():
        if tenant_id is not None:
            bind_tenant(session, tenant_id)
        yield session


def bind_tenant(session: Session, tenant_id: UUID) -> None:
    """Set the tenant that row-level security compares with, until the transaction ends."""
    session.info[_REVISION] = driver(session).execute(
        b"select set_config('app.tenant', %s, true), (select revision from tenant where id = %s)",
        (str(tenant_id), tenant_id),
    )


def tenant_revision(session: Session) -> UUID | None:
    """Return the revision of the tenant's organisation as the transaction found it; None for an unknown tenant.

    It changes with people, units, seats, permissions, certificates and duty rules, so that what is made of them may
    be kept.
    """
    found = session.info.get(_REVISION)
    if isinstance(found, psycopg.Cursor):
        row = found.fetchone()
        found = session.info[_REVISION] = row[1] if row else None
    return cast("UUID | None", found)


def read_revision(database: Engine, tenant_id: UUID) -> UUID | None:
    """Return the present revision of a tenant's organisation, in a single round trip; None for an unknown tenant."""
    with database.connect() as connection:
        asked = cast("psycopg.Connection[tuple[Any, ...]]", connection.connection.driver_connection)
        asked.autocommit = True
        try:
            row = asked.execute(b"select revision from tenant where id = %s", (tenant_id,)).fetchone()
        finally:
            asked.autocommit = False
    return row[0] if row else None


@contextmanager
def sent_together(database: Engine, tenant_id: UUID) -> Iterator[Session]:
    """Open a session bound to one tenant whose driver sends statements without waiting for the answer of each.

    A round trip costs both sides more than most of our statements do. Whoever fetches an answer waits for it; the
    commit goes with the last statements, so that the transaction has ended when the block has. The first refusal of
    the server is raised then, unless a fetch raised it before, and nothing stays.
    """
    with transaction(database, None) as session:
        held = session.connection().info
        with driver(session).pipeline() as pipeline:
            held[_PIPELINE] = pipeline
            try:
                bind_tenant(session, tenant_id)
                yield session
                session.flush()
                driver(session).execute(b"commit")
            finally:
                del held[_PIPELINE]


def _await_answer(connection: Connection, *_: object) -> None:
    """Let SQLAlchemy have the answer of its own statements at once: it looks at their columns and row counts."""
    pipeline = connection.info.get(_PIPELINE)
    if pipeline is not None:
        pipeline.sync()


def driver(session: Session) -> psycopg.Connection[tuple[object, ...]]:
    """Return the psycopg connection under a session, inside the session's transaction.

    The verbs that staff press all day write their statements against the driver: the ORM's unit of work alone
    costs more than the whole transaction (measured: three times). A session lives for one transaction on one
    connection, so the connection is looked up once.
    """
    connection = session.info.get(_DRIVER)
    if connection is None:
        connection = session.info[_DRIVER] = session.connection().connection.driver_connection
    return cast("psycopg.Connection[tuple[object, ...]]", connection)


_DRIVER = "driver"
_PIPELINE = "pipeline"
_REVISION = "tenant revision"
