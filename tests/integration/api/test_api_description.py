"""The description of the interface, held against the interface itself."""

import re

import pytest
from flask import Flask

from web.guard import PUBLIC, permission_of


def described(app: Flask) -> dict:
    answer = app.test_client().get("/api/openapi.json")
    assert answer.status_code == 200
    return answer.get_json()


def rules_of(app: Flask) -> list:
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/v1")]
    assert len(rules) > 20
    return rules


def test_every_operation_is_described_and_has_a_name_of_its_own(app: Flask) -> None:
    document = described(app)
    operations = [
        operation
        for methods in document["paths"].values()
        for name, operation in methods.items()
        if name != "parameters"
    ]
    names = [operation["operationId"] for operation in operations]
    assert document["openapi"] == "3.1.0"
    assert len(names) == len(set(names)) == len(rules_of(app))
    assert all(operation["summary"].endswith(".") for operation in operations)


def test_every_operation_is_guarded_and_only_signing_in_is_public(app: Flask) -> None:
    guards = {rule.endpoint: permission_of(app.view_functions[rule.endpoint]) for rule in rules_of(app)}
    assert None not in guards.values()
    assert [name for name, guard in guards.items() if guard == PUBLIC] == ["api_account.sign_in_for_token"]


def test_every_post_is_described_with_its_key_and_refused_without_one(app: Flask, programs) -> None:
    document = described(app)
    posts = [(path, methods["post"]) for path, methods in document["paths"].items() if "post" in methods]
    assert len(posts) > 10
    for path, operation in posts:
        assert "Idempotency-Key" in {parameter["name"] for parameter in operation["parameters"]}, path


def test_every_operation_answers_refusals_with_problems(app: Flask) -> None:
    document = described(app)
    refusal = document["components"]["responses"]["DEFAULT_ERROR"]["content"]
    assert refusal == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for methods in document["paths"].values():
        for name, operation in methods.items():
            if name != "parameters":
                assert operation["responses"]["default"] == {"$ref": "#/components/responses/DEFAULT_ERROR"}


def test_the_page_shows_every_operation_and_loads_nothing_from_elsewhere(app: Flask) -> None:
    answer = app.test_client().get("/api/")
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    for path in described(app)["paths"]:
        assert path in answer.text
    assert re.findall(r'(?:src|href)="(?:https?:)?//', answer.text) == []
    assert "<script" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        # No such address.
        ("GET", "/api/v1/nothing", 404),
        # An id that is none.
        ("GET", "/api/v1/cases/7", 404),
        # A method the address does not take.
        ("DELETE", "/api/v1/cases", 405),
    ],
)
def test_addresses_that_lead_nowhere_are_problems_too(app: Flask, method: str, path: str, status: int) -> None:
    answer = app.test_client().open(path, method=method)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.get_json()["code"] == f"http-{status}"


def test_pages_still_answer_with_pages(app: Flask) -> None:
    answer = app.test_client().get("/nothing")
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
