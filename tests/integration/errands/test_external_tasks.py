"""A worker outside fetches over REST what waits of a topic, and answers."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from engine.commands.create_token import create_token
from engine.kernel.clock import TravelClock
from engine.kernel.database import transaction
from engine.organization.tokens import new_token
from tests.driving.district import District
from tests.integration.errands.conftest import Finish
from tests.integration.errands.test_errands import END, START, begun
from tests.integration.messages.conftest import Deploy, line, task
from web.app import create_app
from web.cli.settings import Settings as CommandSettings
from web.config import Settings
from web.security.throttle import limiter

TAKE = '<extensionElements><guiju:input name="text" value="note"/></extensionElements>'
STORE = f'<serviceTask id="Store" name="入库" guiju:operation="external:goods-store">{TAKE}</serviceTask>'
STORING = line(START, task("Ask", "询问"), STORE, task("Read", "阅读"), END)
Ask = Callable[..., list[Any]]


class Program:
    """A program with a token, which goes by the name of a worker."""

    def __init__(self, client: FlaskClient, token: str, worker: str = "w1") -> None:
        self.client, self.token, self.worker = client, token, worker

    def post(self, path: str, **body: Any) -> tuple[int, Mapping[str, Any]]:
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": str(uuid4())}
        sent = {"worker": self.worker, **body}
        answer = self.client.post(f"/api/v1/external-tasks{path}", json=sent, headers=headers)
        return answer.status_code, answer.get_json()

    def fetch(self, **body: Any) -> list[Mapping[str, Any]]:
        status, told = self.post("/fetch", **{"topic": "goods-store", "lock_seconds": 60, **body})
        assert status == 200, told
        return list(told["items"])


@pytest.fixture
def app(settings: CommandSettings, district: District, operations_file: Path) -> Iterator[Flask]:
    """The application, with the operator's file."""
    wish = {"data": settings.data, "database_url": settings.app_url, "clock": district.edge.clock}
    made = create_app(Settings(**wish, operations=operations_file))
    made.config["TESTING"] = True
    limiter.reset()
    yield made
    made.extensions["guiju_edge"].database.dispose()


@pytest.fixture
def program(app: Flask, district: District) -> Program:
    """A program that acts as an account which may do external tasks."""
    with transaction(district.edge.database, district.tenant_id) as session:
        session.execute(
            text("insert into role_permission (tenant_id, role, permission) values (:id, 'DISPATCHER', 'errand.work')"),
            {"id": district.tenant_id},
        )
    token = new_token()
    district.do("wuqian", create_token, name="store", token_hash=token.hash, days=30)
    return Program(app.test_client(), token.secret)


def travel(district: District, seconds: float) -> None:
    clock = district.edge.clock
    assert isinstance(clock, TravelClock)
    clock.travel(timedelta(seconds=seconds))


def test_a_worker_fetches_and_completes(district: District, deploy: Deploy, program: Program, ask: Ask) -> None:
    case = begun(district, deploy, STORING, note="一箱")
    [item] = program.fetch()
    assert (item["inputs"], item["attempt"], item["element"]) == ({"text": "一箱"}, 1, "Store")
    assert item["case_number"]
    assert program.fetch() == []
    status, told = program.post(f"/{item['id']}/complete", outputs={"place": "A-1", "colour": "red"})
    assert (status, told["detail"]) == (200, {"status": "completed"})
    assert list(case.open_steps) == ["阅读"]
    assert case.document["place"] == "A-1"
    assert "colour" not in case.document
    assert program.post(f"/{item['id']}/complete", outputs={"place": "A-1"})[1]["code"] == "errand-closed"


def test_what_a_worker_has_for_too_long_goes_to_another(district: District, deploy: Deploy, program: Program) -> None:
    begun(district, deploy, STORING)
    other = Program(program.client, program.token, "w2")
    [item] = program.fetch()
    status, told = program.post(f"/{item['id']}/extend", lock_seconds=120)
    assert status == 200
    assert told["detail"]["locked_until"] > item["locked_until"]
    travel(district, 119)
    assert other.fetch() == []
    travel(district, 2)
    [taken] = other.fetch()
    assert (taken["id"], taken["attempt"]) == (item["id"], 2)
    status, told = program.post(f"/{item['id']}/complete", outputs={"place": "A-1"})
    assert (status, told["code"]) == (409, "errand-not-held")
    assert other.post(f"/{item['id']}/complete", outputs={"place": "A-1"})[0] == 200


def test_a_failure_is_offered_again_and_a_final_one_becomes_an_incident(
    district: District, deploy: Deploy, program: Program, ask: Ask, work: Finish
) -> None:
    begun(district, deploy, STORING)
    [item] = program.fetch()
    told = program.post(f"/{item['id']}/fail", message="门锁着", retry_seconds=30)[1]
    assert told["detail"] == {"status": "open", "again_in_seconds": "30"}
    assert program.fetch() == []
    travel(district, 30)
    [again] = program.fetch()
    assert again["failures"] == 1
    assert program.post(f"/{item['id']}/fail", message="仓库已拆", final=True)[1]["detail"] == {"status": "stuck"}
    work()
    assert ask("select element, kind, sentence_zh from incident") == [("Store", "operation", "仓库已拆")]


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        # A value of another type, or none.
        ("complete", {"outputs": {"place": 7}}, 422, "answer-unfit"),
        ("complete", {"outputs": {}}, 422, "answer-unfit"),
        # Content that cannot be stored.
        ("complete", {"outputs": {"place": "a\0b"}}, 422, None),
        # Nobody says who answers.
        ("complete", {"outputs": {"place": "A"}, "worker": ""}, 422, None),
        # Another worker.
        ("fail", {"message": "x", "worker": "w9"}, 409, "errand-not-held"),
        ("extend", {"worker": "w9"}, 409, "errand-not-held"),
    ],
)
def test_an_unfit_answer_is_refused_and_changes_nothing(
    district: District, deploy: Deploy, program: Program, path: str, body: dict[str, Any], status: int, code: str | None
) -> None:
    case = begun(district, deploy, STORING)
    [item] = program.fetch()
    answered, told = program.post(f"/{item['id']}/{path}", **body)
    assert answered == status, told
    assert code is None or told["code"] == code
    assert list(case.open_steps) == ["入库"]


def test_an_error_of_the_business_reaches_the_diagram(district: District, deploy: Deploy, program: Program) -> None:
    caught = (
        STORING
        + '<boundaryEvent id="Full" attachedToRef="Store"><errorEventDefinition/></boundaryEvent>'
        + task("Else", "另找")
        + '<endEvent id="E2"/><sequenceFlow id="f1" sourceRef="Full" targetRef="Else"/>'
        + '<sequenceFlow id="f2" sourceRef="Else" targetRef="E2"/>'
    )
    case = begun(district, deploy, caught)
    [item] = program.fetch()
    assert program.post(f"/{item['id']}/error", code="FULL", message="已满")[1]["detail"] == {"status": "caught"}
    assert list(case.open_steps) == ["另找"]


def test_unknown_topics_and_unknown_tasks_are_refused(program: Program) -> None:
    assert program.post("/fetch", topic="nowhere")[1]["code"] == "topic-unknown"
    assert program.post(f"/{uuid4()}/complete", outputs={})[0] == 404


def test_whoever_may_not_is_refused(app: Flask, district: District) -> None:
    token = new_token()
    district.do("zhengli", create_token, name="x", token_hash=token.hash, days=30)
    assert Program(app.test_client(), token.secret).post("/fetch", topic="goods-store")[0] == 403
