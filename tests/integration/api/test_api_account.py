"""In whose name a program acts, and how it gets a token."""

from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask

from engine.kernel.clock import TravelClock

PASSWORD = "three blind mice"


def test_a_login_and_a_password_are_exchanged_for_a_token_that_acts(programs) -> None:
    nobody = programs.with_token(None)
    answer = nobody.post("/sign-in", {"login": "wangqiang", "password": PASSWORD})
    assert answer.status_code == 201
    assert "Set-Cookie" not in answer.headers
    me = programs.with_token(answer.get_json()["token"]).get("/me").get_json()
    assert (me["login"], me["name"], me["language"]) == ("wangqiang", "王强", "zh")
    assert {"role": "OFFICER_LEAD", "unit": "SQUAD_01"} in me["seats"]
    assert "task.work" in me["permissions"]


def test_a_wrong_password_is_refused_in_the_language_asked_for(programs) -> None:
    nobody = programs.with_token(None)
    nobody.headers["Accept-Language"] = "en"
    answer = nobody.post("/sign-in", {"login": "wangqiang", "password": "wrong"})
    problem = answer.get_json()
    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
    assert problem["code"] == "sign-in-refused"
    assert problem["type"] == "urn:guiju:problem:sign-in-refused"
    assert "password" in problem["detail"]


def test_signing_in_is_slowed_down(programs) -> None:
    nobody = programs.with_token(None)
    wish = {"login": "nobody", "password": ""}
    statuses = [nobody.post("/sign-in", wish).status_code for _ in range(21)]
    assert set(statuses[:20]) == {403}
    assert statuses[20] == 429


@pytest.mark.parametrize("token", [None, "guiju_nonsense", ""])
def test_without_a_valid_token_nothing_is_told(programs, token: str | None) -> None:
    stranger = programs.with_token(token)
    for answer in (stranger.get("/me"), stranger.post("/cases", {"key": "note"}), stranger.get("/tasks")):
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert answer.get_json()["code"] == "sign-in-needed"


def test_a_token_is_shown_once_even_when_the_request_is_repeated(programs) -> None:
    program, key = programs.of("wangqiang"), str(uuid4())
    first = program.post("/tokens", {"name": "统计", "days": 7}, key=key)
    again = program.post("/tokens", {"name": "统计", "days": 7}, key=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_json()["token"].startswith("guiju_")
    assert again.get_json() == {**first.get_json(), "token": None}
    assert [token["name"] for token in program.get("/tokens").get_json()["items"]] == ["统计", "test"]


def test_a_revoked_token_opens_nothing(programs) -> None:
    program = programs.of("wangqiang")
    [row] = program.get("/tokens").get_json()["items"]
    assert program.delete(f"/tokens/{row['id']}").status_code == 200
    assert program.get("/me").status_code == 401


def test_an_expired_token_opens_nothing(programs, clock: TravelClock) -> None:
    program = programs.of("wangqiang", days=1)
    clock.travel(timedelta(days=1))
    assert program.get("/me").status_code == 401


def test_somebody_elses_token_is_not_there(programs) -> None:
    [row] = programs.of("wangqiang").get("/tokens").get_json()["items"]
    assert programs.of("zhaolei").delete(f"/tokens/{row['id']}").status_code == 404


def test_answers_speak_the_persons_language(programs) -> None:
    program = programs.of("wangqiang")
    assert program.get(f"/cases/{uuid4()}").get_json()["title"] == "没有找到。"
    assert program.post("/me/language", {"language": "en"}).status_code == 200
    assert program.get(f"/cases/{uuid4()}").get_json()["title"] == "Not found."


def test_a_session_may_act_but_only_with_the_pages_token(app: Flask, programs) -> None:
    browser = app.test_client()
    browser.get("/login")
    with browser.session_transaction() as session:
        session["csrf"] = "known"
    form = {"login": "wangqiang", "password": PASSWORD, "csrf_token": "known"}
    assert browser.post("/login", data=form).status_code == 302
    assert browser.get("/api/v1/me").get_json()["login"] == "wangqiang"
    headers = {"Idempotency-Key": str(uuid4())}
    refused = browser.post("/api/v1/me/language", json={"language": "en"}, headers=headers)
    assert (refused.status_code, refused.get_json()["code"]) == (403, "page-expired")
    browser.get("/profile")
    with browser.session_transaction() as session:
        headers["X-CSRFToken"] = session["csrf"]
    assert browser.post("/api/v1/me/language", json={"language": "en"}, headers=headers).status_code == 200


def test_a_token_opens_no_pages(programs) -> None:
    program = programs.of("wangqiang")
    assert program.client.get("/inbox", headers=program.headers).status_code in (302, 401)
