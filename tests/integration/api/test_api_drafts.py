"""Drafts over REST: the same as the diagram editor does, with the same refusals."""

import pytest

XML = "application/xml"


def test_a_draft_is_saved_checked_and_published(programs) -> None:
    owner = programs.of("tianye")
    read = owner.get("/definitions/note/draft")
    assert read.headers["X-Revision"] == "0"
    drawn = read.data.replace("登记".encode(), "记录".encode())
    saved = owner.put("/definitions/note/draft?revision=0", data=drawn, content_type=XML)
    assert saved.get_json()["detail"]["revision"] == 1
    assert owner.get("/definitions/note/draft").data == drawn
    assert owner.get("/definitions/note/draft/findings").get_json() == {"items": []}
    answer = owner.post("/definitions/note/draft/publish", {"revision": 1, "note": "改名"})
    assert (answer.status_code, answer.get_json()["number"]) == (201, "2")


def test_what_is_wrong_with_a_draft_is_told_with_its_place(programs) -> None:
    owner = programs.of("tianye")
    owner.put("/definitions/note/draft?revision=0", data=b"<definitions", content_type=XML)
    (finding,) = owner.get("/definitions/note/draft/findings").get_json()["items"]
    assert finding["code"] == "broken-xml"
    assert finding["line"] == 1
    refused = owner.post("/definitions/note/draft/publish", {"revision": 1, "note": "x"})
    assert refused.status_code == 422
    assert refused.get_json()["faults"] == [finding]


def test_nobody_saves_over_somebody_elses_draft(programs) -> None:
    owner = programs.of("tianye")
    owner.put("/definitions/note/draft?revision=0", data=b"<a/>", content_type=XML)
    refused = owner.put("/definitions/note/draft?revision=0", data=b"<b/>", content_type=XML)
    assert refused.status_code == 409
    assert owner.get("/definitions/note/draft").data == b"<a/>"


@pytest.mark.parametrize("path", ["/definitions/note/draft", "/definitions/note/draft/findings"])
def test_drafts_are_for_those_who_draw(programs, path: str) -> None:
    assert programs.of("zhoumin").get(path).status_code == 403


def test_the_reporter_is_for_handlers_who_may_look(programs) -> None:
    case_id = programs.of("zhoumin").start()["case_id"]
    assert programs.of("penglei").post(f"/cases/{case_id}/reporter").status_code == 403
