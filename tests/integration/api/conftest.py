"""The REST interface over a founded tenant with one small procedure deployed."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from engine.bpmn import SourceFile
from engine.commands.create_token import create_token
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.found_tenant import found_tenant
from engine.commands.perform import Edge, perform
from engine.documents.files import FileStore
from engine.kernel.actor import system_actor
from engine.kernel.clock import TravelClock
from engine.kernel.database import create_database, transaction
from engine.organization.accounts import find_person_by_login, load_actor
from engine.organization.chart import Chart, read_chart, read_rules
from engine.organization.tokens import new_token
from web.app import create_app
from web.config import Settings
from web.security.throttle import limiter

ROOT = Path(__file__).parents[3]
PROCESSES = ROOT / "processes"
PROCEDURE = Path(__file__).parent / "procedure"
PASSWORD = "three blind mice"


@pytest.fixture
def chart() -> Chart:
    """The demo organisation as described."""
    return read_chart((PROCESSES / "demo-organisation.toml").read_bytes(), file="demo-organisation.toml")


@pytest.fixture
def owner(owner_url: str) -> Iterator[Engine]:
    """The test's database as the role that owns the tables."""
    engine = create_database(owner_url)
    yield engine
    engine.dispose()


@pytest.fixture
def edge(database: Engine, clock: TravelClock, tmp_path: Path) -> Edge:
    """What the application holds on to."""
    return Edge(database=database, clock=clock, files=FileStore(tmp_path / "files"))


@pytest.fixture
def tenant_id(owner: Engine, clock: TravelClock, chart: Chart, edge: Edge) -> UUID:
    """The demo tenant, with the procedure of the tests."""
    rules = read_rules((PROCESSES / "separation.toml").read_bytes(), file="separation.toml")
    tenant = found_tenant(owner, clock, chart=chart, rules=rules, password=PASSWORD, demo=True)
    perform(edge, system_actor(tenant), deploy_procedure, request_key=str(uuid4()), files=bundle(), note="")
    return tenant


@pytest.fixture
def app(database: Engine, tenant_id: UUID, clock: TravelClock, tmp_path: Path) -> Iterator[Flask]:
    """The application."""
    url = database.url.render_as_string(hide_password=False)
    made = create_app(Settings(data=tmp_path, database_url=url, clock=clock))
    made.config["TESTING"] = True
    limiter.reset()
    yield made
    made.extensions["guiju_edge"].database.dispose()


@pytest.fixture
def programs(app: Flask, edge: Edge, tenant_id: UUID) -> "Programs":
    """Programs by the login of the person they act for."""
    return Programs(app, edge, tenant_id)


class Program:
    """A program that acts for a person, with a token and a fresh idempotency key per request."""

    def __init__(self, client: FlaskClient, token: str | None) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.client.get(f"/api/v1{path}", query_string=query, headers=self.headers)

    def post(self, path: str, body: Any = None, *, key: str | None = None, **options: Any) -> TestResponse:
        headers = {**self.headers, "Idempotency-Key": key or str(uuid4())}
        options = options or {"json": body}
        return self.client.post(f"/api/v1{path}", headers=headers, **options)

    def put(self, path: str, body: Any = None, **options: Any) -> TestResponse:
        return self.client.put(f"/api/v1{path}", headers=self.headers, **(options or {"json": body}))

    def delete(self, path: str) -> TestResponse:
        return self.client.delete(f"/api/v1{path}", headers=self.headers)

    def start(self) -> Mapping[str, Any]:
        """Start a case and return the receipt."""
        answer = self.post("/cases", {"key": "note"})
        assert answer.status_code == 201, answer.text
        return answer.get_json()


class Programs:
    """Gives out programs; each token is made by the command, as the profile page does."""

    def __init__(self, app: Flask, edge: Edge, tenant_id: UUID) -> None:
        self.app, self.edge, self.tenant_id = app, edge, tenant_id

    def of(self, login: str, *, tenant_id: UUID | None = None, days: int = 30) -> Program:
        tenant, token = tenant_id or self.tenant_id, new_token()
        with transaction(self.edge.database, tenant) as session:
            person_id = find_person_by_login(session, login)
            assert person_id is not None
            actor = load_actor(session, person_id)
        wish = {"name": "test", "days": days, "token_hash": token.hash}
        perform(self.edge, actor, create_token, request_key=str(uuid4()), **wish)
        return self.with_token(token.secret)

    def with_token(self, token: str | None) -> Program:
        return Program(self.app.test_client(), token)


def bundle() -> list[SourceFile]:
    """The procedure of the tests, file by file."""
    files = sorted(PROCEDURE.iterdir())
    return [SourceFile(file.relative_to(ROOT).as_posix(), file.read_bytes()) for file in files]


def archive(files: list[SourceFile]) -> bytes:
    """Files as one zip archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as opened:
        for file in files:
            opened.writestr(file.name, file.content)
    return packed.getvalue()
