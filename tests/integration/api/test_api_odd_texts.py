"""Texts that no database can hold, and bodies nobody can read: refused, never a failure."""

from collections.abc import Callable
from typing import Any

import pytest

from web.security.texts import is_storable


@pytest.mark.parametrize(
    ("text", "storable"),
    [
        # Plain text in any script.
        ("占道经营 🚧", True),
        # A NUL.
        ("a\x00b", False),
        # Half of a surrogate pair, as JSON can spell it.
        ("\ud800", False),
        # Nothing.
        ("", True),
    ],
)
def test_a_text_is_storable_or_not(text: str, storable: bool) -> None:
    assert is_storable(text) is storable


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
@pytest.mark.parametrize(
    ("send", "field"),
    [
        # In a body.
        (lambda program, text: program.post("/cases", {"key": text}), "key"),
        # Deep in a body.
        (lambda program, text: program.post("/cases", {"key": "note", "unit": [{"a": text}]}), "unit.0.a"),
        # As a key.
        (lambda program, text: program.post("/tokens", {"name": "x", text: "y"}), None),
    ],
)
def test_an_unstorable_text_in_a_body_is_refused_where_it_stands(
    programs, send: Callable[[Any, str], Any], field: str | None, text: str
) -> None:
    answer = send(programs.of("zhoumin"), text)
    problem = answer.get_json()
    assert (answer.status_code, problem["code"]) == (422, "text-unstorable")
    assert field is None or [fault["field"] for fault in problem["faults"]] == [field]


def test_an_unstorable_text_in_a_query_is_refused(programs) -> None:
    answer = programs.of("zhoumin").get("/cases", search="a\x00")
    assert (answer.status_code, answer.get_json()["code"]) == (422, "text-unstorable")


def test_a_page_refuses_it_as_a_page(programs) -> None:
    browser = programs.app.test_client()
    answer = browser.get("/login", query_string={"next": "/\x00"})
    assert (answer.status_code, answer.mimetype) == (422, "text/html")


def test_a_body_nested_without_end_cannot_be_read(programs) -> None:
    depth = 200_000
    body = b'{"key": ' + b"[" * depth + b"]" * depth + b"}"
    answer = programs.of("zhoumin").post("/cases", data=body, content_type="application/json")
    assert answer.status_code in (400, 422)


def test_a_body_without_a_media_type_is_refused(programs) -> None:
    answer = programs.of("zhoumin").post("/cases", data=b'{"key": "note"}', content_type="text/plain")
    assert answer.status_code == 422
