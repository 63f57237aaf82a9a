"""An endpoint that the operator has named is called with a signed POST, and its answer goes into the case."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from engine.definitions.errors import BundleRefused
from engine.operations.http import signature
from tests.driving.district import District
from tests.integration.errands.conftest import Finish, Office
from tests.integration.errands.test_errands import END, START, begun
from tests.integration.messages.conftest import Deploy, line, task

TAKE = '<extensionElements><guiju:input name="text" value="note"/></extensionElements>'
LOOK = '<serviceTask id="Look" name="查许可" guiju:operation="http:permit-office">{}</serviceTask>'
LOOKING = line(START, task("Ask", "询问"), LOOK.format(TAKE), task("Read", "阅读"), END)
Ask = Callable[..., list[Any]]


def test_the_answer_of_another_office_goes_into_the_case(
    district: District, deploy: Deploy, office: Office, ask: Ask, work: Finish
) -> None:
    office.answer = json.dumps({"permit": "川A-7", "valid_to": "2027-01-31", "secret": "x"}).encode()
    case = begun(district, deploy, LOOKING, note="张三")
    work()
    assert case.document["permit"] == "川A-7"
    assert case.document["valid_to"] == {"$date": "2027-01-31"}
    assert "secret" not in case.document
    [(headers, body)] = office.seen
    assert body == {"text": "张三"}
    assert headers["Authorization"] == "Bearer t0ken"
    stamp, content = headers["Guiju-Timestamp"], json.dumps(body, ensure_ascii=False).encode()
    assert headers["Guiju-Signature"] == f"sha256={signature(b's3cret', stamp, content)}"
    assert [(headers["Idempotency-Key"],)] == ask("select task_id::text from errand")


@pytest.mark.parametrize(
    ("status", "answer", "expected"),
    [
        # Busy: again later.
        (503, b"", ("open", "对方拒绝（HTTP 503）")),
        (429, b'{"message": "too many"}', ("open", "对方拒绝（HTTP 429: too many）")),
        # Refused: again would be refused again.
        (400, b"not json", ("stuck", "对方拒绝（HTTP 400）")),
        # An error of the business that the diagram does not catch.
        (404, b"", ("stuck", "返回业务错误 NO_PERMIT，流程图没有捕获")),
        (409, b'{"error_code": "TWICE", "message": "x"}', ("stuck", "返回业务错误 TWICE，流程图没有捕获：x")),
        # Answers that are none.
        (200, b"<html>", ("stuck", "回答不是 JSON")),
        (200, b"[1]", ("stuck", "回答不是 JSON 对象")),
        (200, b"{}", ("stuck", "缺少返回值“permit”")),
        (200, b'{"permit": 7}', ("stuck", "返回值“permit”应为文字")),
        (200, b'{"permit": "a\\u0000b"}', ("stuck", "回答中有无法保存的内容")),
        # An address nobody has named.
        (302, b"", ("stuck", "对方拒绝（HTTP 302）")),
    ],
)
def test_what_is_no_answer_is_told_in_words(
    district: District,
    deploy: Deploy,
    office: Office,
    ask: Ask,
    work: Finish,
    status: int,
    answer: bytes,
    expected: tuple[str, str],
) -> None:
    office.status, office.answer = status, answer
    case = begun(district, deploy, LOOKING)
    work()
    assert ask("select status, said_zh from errand") == [expected]
    assert list(case.open_steps) == ["查许可"]
    assert len(office.seen) == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        # An operation nobody has registered, and a place where none can be called.
        (LOOK.format(TAKE).replace("permit-office", "moon"), "unknown-operation"),
        ('<manualTask id="Look" guiju:performer="OFFICER_LEAD" guiju:operation="text.digest"/>', "operation-misplaced"),
        ('<intermediateThrowEvent id="Look" guiju:operation="text.digest"/>', "operation-misplaced"),
        # Inputs the operation has not, wants, or has in another type.
        (LOOK.format(TAKE.replace('name="text"', 'name="words"')), "input-unknown"),
        (LOOK.format(""), "input-missing"),
        (LOOK.format(TAKE.replace('value="note"', 'value="1 + 1"')), "feel.result"),
        # An output the operation does not give.
        (
            LOOK.format(
                '<extensionElements><guiju:input name="text" value="note"/>'
                '<guiju:output name="x" value="licence"/></extensionElements>'
            ),
            "output-unknown",
        ),
    ],
)
def test_a_diagram_that_misuses_an_operation_is_refused_with_the_place(deploy: Deploy, body: str, code: str) -> None:
    with pytest.raises(BundleRefused) as refusal:
        deploy("looking", line(START, task("Ask", "询问"), body, END))
    fault = next(fault for fault in refusal.value.faults if fault.code == code)
    assert fault.where["element"] == "Look"
    assert fault.where["line"]
