"""Requests made up from the description: whatever is sent, the answer is one the description promises."""

from uuid import uuid4

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

EXAMPLES = 4
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.mark.slow
def test_whatever_is_sent_the_answer_is_one_of_those_described(app: Flask, programs) -> None:
    program = programs.of("wuqian")
    started = programs.of("zhoumin").start()
    known = {"case_id": started["case_id"], "task_id": started["next_task_id"]}
    described = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    operations = [found.ok() for found in described.get_all_operations()]
    # What ends the case or the token comes last, so that the others meet them alive.
    operations.sort(key=lambda operation: (operation.path.endswith("/cancel"), operation.method == "delete"))
    assert len(operations) > 20
    for operation in operations:
        attack(operation, program.headers, known)


def attack(operation, headers: dict[str, str], known: dict[str, str]) -> None:
    """Send a few made-up requests to one operation, most of them about a case that is there."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def send(case) -> None:
        case.path_parameters = {name: known.get(name, value) for name, value in (case.path_parameters or {}).items()}
        case.headers = {**(case.headers or {}), **headers, "Idempotency-Key": str(uuid4())}
        response = case.call()
        case.validate_response(response, checks=CHECKS)

    send()
