"""A database that is away is told as such, in the reader's language, and pages work again when it is back."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from engine.kernel.absence import is_database_away
from engine.kernel.clock import SystemClock
from engine.kernel.postgres.supervisor import EmbeddedPostgres
from engine.kernel.postgres.throwaway import throwaway_folder
from engine.migrations.migrate import migrate
from web.app import create_app
from web.config import Settings
from web.security.throttle import limiter

LOGIN = {"login": "nobody", "password": "wrong-password"}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """The data folder of a PostgreSQL that is stopped and started."""
    with throwaway_folder() as made:
        yield made


def opened(folder: Path, url: str) -> Flask:
    app = create_app(Settings(data=folder, database_url=url, clock=SystemClock()))
    app.config["TESTING"] = True
    limiter.reset()
    return app


def test_pages_and_programs_are_told_while_postgresql_is_stopped(folder: Path, tmp_path: Path) -> None:
    with EmbeddedPostgres(folder, durable=False) as server:
        migrate(server.url(role="guiju_owner", database="guiju"))
        url = server.url(role="guiju_app", database="guiju")
        app = opened(tmp_path, url)
        client = app.test_client()
        assert client.get("/healthz").status_code == 200
    bearer = {"Authorization": "Bearer guiju_0123456789", "Idempotency-Key": str(uuid4())}
    told = client.get("/api/v1/tasks", headers=bearer)
    assert (told.status_code, told.get_json()["code"]) == (503, "database-away")
    assert told.mimetype == "application/problem+json"
    assert told.headers["Retry-After"] == "30"
    spoken = client.get("/api/v1/tasks", headers={**bearer, "Accept-Language": "en"}).get_json()
    assert "cannot be reached" in spoken["detail"]
    page = client.get("/login")
    form = {**LOGIN, "csrf_token": page.text.split('name="csrf_token" value="')[1].split('"')[0]}
    refused = client.post("/login", data=form)
    assert refused.status_code == 503
    assert "数据库暂时无法连接" in refused.text
    assert refused.headers["Retry-After"] == "30"
    with EmbeddedPostgres(folder, durable=False) as server:
        assert server.url(role="guiju_app", database="guiju") == url
        assert client.get("/healthz").status_code == 200
    app.extensions["guiju_edge"].database.dispose()


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        # Nobody answers; the server goes down; there is no room.
        (psycopg.OperationalError("connection refused"), True),
        (psycopg.errors.AdminShutdown(), True),
        (psycopg.errors.TooManyConnections(), True),
        (OperationalError("select", {}, psycopg.errors.CannotConnectNow()), True),
        # The database is there and does not like what it was asked.
        (psycopg.errors.DeadlockDetected(), False),
        (psycopg.errors.UniqueViolation(), False),
        (psycopg.errors.QueryCanceled(), False),
        (RuntimeError(), False),
    ],
)
def test_an_absent_database_is_told_from_one_that_refuses(failure: Exception, *, expected: bool) -> None:
    assert is_database_away(failure) is expected
