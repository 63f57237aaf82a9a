"""Thresholds for programs: entered once, listed, confirmed, withdrawn."""

import pytest

ENTRY = {
    "name": "较大数额罚款", "party": "PERSON", "valid_from": "2026-11-01", "amount": "4000.50", "basis": "省规定第三条",
    "confidence": "H",
}  # fmt: skip


def test_a_version_is_entered_once_read_confirmed_and_withdrawn(programs) -> None:
    officer = programs.of("xulan")
    first = officer.post("/thresholds", ENTRY, key="one")
    assert (first.status_code, officer.post("/thresholds", ENTRY, key="one").get_json()) == (201, first.get_json())
    threshold = first.get_json()["detail"]["threshold"]
    listed = officer.get("/thresholds", name="较大").get_json()["items"]
    assert [(each["id"], each["amount"], each["status"]) for each in listed] == [(threshold, 4000.5, "UNVERIFIED")]
    assert officer.post(f"/thresholds/{threshold}/confirm", {"source": "省公报"}).status_code == 200
    assert officer.post(f"/thresholds/{threshold}/withdraw", {"reason": "登记有误"}).status_code == 200
    (version,) = officer.get(f"/thresholds/{threshold}").get_json()["items"]
    assert (version["status"], version["source"], version["note"]) == ("WITHDRAWN", "省公报", "登记有误")


@pytest.mark.parametrize(
    ("change", "field"),
    [({"amount": "-1"}, "amount"), ({"amount": [1]}, "amount"), ({"valid_from": "soon"}, "valid_from")],
)
def test_a_wrong_field_is_told(programs, change, field: str) -> None:
    answer = programs.of("xulan").post("/thresholds", {**ENTRY, **change})
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.get_json()["faults"]] == [field]


def test_a_number_is_taken_as_well_as_a_text(programs) -> None:
    assert programs.of("xulan").post("/thresholds", {**ENTRY, "amount": 4000.5}).status_code == 201


def test_who_may_not_is_refused(programs) -> None:
    assert programs.of("wangqiang").get("/thresholds").status_code == 403
    assert programs.of("lijing").get("/thresholds").status_code == 200
    assert programs.of("lijing").post("/thresholds", ENTRY).status_code == 403
    assert programs.of("xulan").post("/thresholds/00000000-0000-0000-0000-000000000001/confirm",
                                     {"source": "x"}).status_code == 404  # fmt: skip
