"""A case over REST: started, worked on, read, stopped; and kept from whoever may not see it."""

from io import BytesIO
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from engine.commands.found_tenant import found_tenant
from engine.kernel.clock import TravelClock
from engine.organization.chart import Chart

DATA = {"subject": "占道经营", "amount": "200.50", "day": "2026-11-23", "officer": "wangqiang"}
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


def test_a_case_is_worked_from_start_to_end(programs) -> None:
    hotline, dispatcher = programs.of("zhoumin"), programs.of("wuqian")
    started = hotline.start()
    task = hotline.get(f"/tasks/{started['next_task_id']}").get_json()
    assert (task["element"], task["case_id"]) == ("Write", started["case_id"])
    assert task["form"]["fields"][0] == {
        "path": "subject",
        "kind": "textfield",
        "label_zh": "事由",
        "label_en": "Subject",
        "required": True,
        "readonly": False,
        "options": [],
    }
    assert {"value": "wangqiang", "label": "王强（浆洗街街道综合执法中队）"} in task["form"]["fields"][3]["options"]
    assert {"complete", "release", "save"} <= set(task["allowed"])
    done = hotline.post(f"/tasks/{task['id']}/complete", {"data": DATA})
    assert done.status_code == 200, done.text

    [waiting] = dispatcher.get("/tasks", view="claimable").get_json()["items"]
    assert (waiting["name_zh"], waiting["case_title"], waiting["barred"]) == ("核对", "占道经营", [])
    assert dispatcher.get("/tasks/counts").get_json() == {"mine": 0, "claimable": 1, "done": 0, "started": 0}
    assert dispatcher.post(f"/tasks/{waiting['id']}/claim").status_code == 200
    values = dispatcher.get(f"/tasks/{waiting['id']}").get_json()["values"]
    assert values == {"subject": "占道经营", "amount": 200.5, "day": "2026-11-23", "officer": "wangqiang"}
    assert dispatcher.post(f"/tasks/{waiting['id']}/complete", {"data": DATA}).status_code == 200

    case = hotline.get(f"/cases/{started['case_id']}").get_json()
    assert (case["status"], case["number"], case["definition_title_en"]) == (
        "completed",
        started["number"],
        "Note and check",
    )
    assert [step["status"] for step in case["steps"]] == ["completed", "completed"]
    shown = {value["key"]: value["value"] for section in case["sections"] for value in section["values"]}
    assert shown == values
    assert case["marks"]["Write"] == {"state": "done", "times": 1}
    [entry, *_] = hotline.get(f"/cases/{started['case_id']}/timeline").get_json()["items"]
    assert entry["kind"] == "case:completed"


def test_a_repeated_request_does_nothing_twice(programs) -> None:
    hotline, key = programs.of("zhoumin"), str(uuid4())
    first, again = (hotline.post("/cases", {"key": "note"}, key=key) for _ in range(2))
    assert first.get_json() == again.get_json()
    assert len(hotline.get("/cases").get_json()["items"]) == 1


def test_a_key_is_good_for_one_operation_of_one_person(programs) -> None:
    hotline, key = programs.of("zhoumin"), str(uuid4())
    task_id = hotline.post("/cases", {"key": "note"}, key=key).get_json()["next_task_id"]
    answer = hotline.post(f"/tasks/{task_id}/release", key=key)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "request-key-reused")


@pytest.mark.parametrize("key", ["", "   ", "x" * 201])
def test_a_post_without_a_proper_key_is_refused_and_does_nothing(programs, key: str) -> None:
    hotline = programs.of("zhoumin")
    answer = hotline.client.post(
        "/api/v1/cases", json={"key": "note"}, headers={**hotline.headers, "Idempotency-Key": key}
    )
    assert (answer.status_code, answer.get_json()["code"]) == (422, "request-key-missing")
    assert hotline.get("/cases").get_json() == {"items": [], "next": None}


def test_a_form_is_refused_with_every_fault_at_its_field(programs) -> None:
    hotline = programs.of("zhoumin")
    task_id = hotline.start()["next_task_id"]
    answer = hotline.post(f"/tasks/{task_id}/complete", {"data": {"amount": "much", "officer": "nobody"}})
    problem = answer.get_json()
    assert (answer.status_code, problem["code"]) == (422, "form-refused")
    assert {fault["field"] for fault in problem["faults"]} == {"subject", "amount", "officer"}


@pytest.mark.parametrize(
    ("path", "body", "fields"),
    [
        # Nothing at all.
        ("/cases", {}, {"key"}),
        # Of the wrong type.
        ("/cases", {"key": 1}, {"key"}),
        # With something nobody asked for.
        ("/cases", {"key": "note", "colour": "red"}, {"colour"}),
        # Two things wrong at once.
        ("/tokens", {"name": "", "days": 400}, {"name", "days"}),
    ],
)
def test_arguments_are_refused_with_every_fault(programs, path: str, body: object, fields: set[str]) -> None:
    answer = programs.of("zhoumin").post(path, body)
    problem = answer.get_json()
    assert (answer.status_code, problem["code"]) == (422, "arguments-refused")
    assert {fault["field"] for fault in problem["faults"]} == fields
    assert all(fault["zh"] != fault["en"] for fault in problem["faults"])


def test_what_is_no_json_cannot_be_read(programs) -> None:
    answer = programs.of("zhoumin").post("/cases", data=b"{", content_type="application/json")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


def test_a_draft_is_kept_and_not_overwritten_unseen(programs) -> None:
    hotline = programs.of("zhoumin")
    path = f"/tasks/{hotline.start()['next_task_id']}"
    assert hotline.get(path).get_json()["draft"] is None
    kept = hotline.put(f"{path}/draft", {"data": {"subject": "占"}, "revision": 0})
    assert kept.get_json()["detail"]["revision"] == 1
    assert hotline.get(path).get_json()["draft"] == {"subject": "占"}
    stale = hotline.put(f"{path}/draft", {"data": {"subject": "道"}, "revision": 0})
    assert (stale.status_code, stale.get_json()["code"]) == (409, "stale-task-draft")


def test_a_task_is_given_back_and_handed_over(programs) -> None:
    hotline, dispatcher = programs.of("zhoumin"), programs.of("wuqian")
    path = f"/tasks/{hotline.start()['next_task_id']}"
    assert hotline.post(f"{path}/release").status_code == 200
    assert hotline.get(path).get_json()["assignee_id"] is None
    wish = {"login": "zhoumin", "reason": "值班"}
    handed = dispatcher.post(f"{path}/reassign", wish)
    assert handed.status_code == 200, handed.text
    assert hotline.get(path).get_json()["assignee_id"] == hotline.get("/me").get_json()["person_id"]
    refused = dispatcher.post(f"{path}/reassign", {"login": "wuqian", "reason": "换人"})
    assert refused.status_code in (403, 409, 422)


def test_a_case_is_suspended_resumed_and_cancelled_with_reasons(programs) -> None:
    hotline, dispatcher = programs.of("zhoumin"), programs.of("wuqian")
    case_id = hotline.start()["case_id"]
    path = f"/cases/{case_id}"
    assert dispatcher.post(f"{path}/suspend", {"reason": ""}).status_code == 422
    for verb, status in (("suspend", "suspended"), ("resume", "active"), ("cancel", "cancelled")):
        answer = dispatcher.post(f"{path}/{verb}", {"reason": "系统演练"})
        assert answer.status_code == 200, answer.text
        assert dispatcher.get(path).get_json()["status"] == status
    assert dispatcher.post(f"{path}/resume", {"reason": "再来"}).status_code == 409


def test_whoever_lacks_the_permission_is_told_so(programs) -> None:
    hotline = programs.of("zhoumin")
    path = f"/cases/{hotline.start()['case_id']}"
    answer = hotline.post(f"{path}/suspend", {"reason": "不想办"})
    assert (answer.status_code, answer.get_json()["code"]) == (403, "missing-permission")


def test_remarks_and_files_come_with_the_case(programs) -> None:
    hotline = programs.of("zhoumin")
    started = hotline.start()
    path = f"/cases/{started['case_id']}"
    assert hotline.post(f"{path}/comments", {"body": "请先核实地址"}).status_code == 201
    [comment] = hotline.get(f"{path}/comments").get_json()["items"]
    assert (comment["person"], comment["body"]) == ("周敏", "请先核实地址")
    upload = {"file": (BytesIO(PNG), "现场.png")}
    attached = hotline.post(f"{path}/attachments", data=upload, content_type="multipart/form-data")
    assert attached.status_code == 201, attached.text
    [file] = hotline.get(f"{path}/attachments").get_json()["items"]
    assert (file["name"], file["size"]) == ("现场.png", len(PNG))
    download = hotline.get(f"/attachments/{file['id']}")
    assert download.data == PNG
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert download.mimetype == "application/octet-stream"
    download.close()


def test_an_upload_without_a_file_is_refused(programs) -> None:
    hotline = programs.of("zhoumin")
    path = f"/cases/{hotline.start()['case_id']}/attachments"
    answer = hotline.post(path, data={}, content_type="multipart/form-data")
    assert (answer.status_code, answer.get_json()["code"]) == (422, "arguments-refused")


def test_the_diagram_of_a_case_is_the_one_deployed(programs) -> None:
    hotline = programs.of("zhoumin")
    answer = hotline.get(f"/cases/{hotline.start()['case_id']}/diagram")
    assert answer.mimetype == "application/xml"
    assert b'id="Note"' in answer.data


def test_what_belongs_to_another_tenant_or_another_unit_is_not_there(
    programs, owner: Engine, clock: TravelClock, chart: Chart
) -> None:
    hotline = programs.of("zhoumin")
    started = hotline.start()
    case, task = f"/cases/{started['case_id']}", f"/tasks/{started['next_task_id']}"
    upload = {"file": (BytesIO(PNG), "a.png")}
    hotline.post(f"{case}/attachments", data=upload, content_type="multipart/form-data")
    [file] = hotline.get(f"{case}/attachments").get_json()["items"]
    version = hotline.get(case).get_json()["version_id"]
    elsewhere = Chart("jinjiang", "锦江区", "Jinjiang", chart.units, chart.people, chart.roles)
    other_id: UUID = found_tenant(owner, clock, chart=elsewhere, rules=(), password="other password", demo=True)
    strangers = [programs.of("zhoumin", tenant_id=other_id), programs.of("wangqiang")]
    for stranger in strangers:
        reads = [case, f"{case}/timeline", f"{case}/diagram", f"{case}/comments", f"{case}/attachments"]
        reads += [task, f"/attachments/{file['id']}"]
        assert {path: stranger.get(path).status_code for path in reads} == dict.fromkeys(reads, 404)
        assert stranger.get("/cases").get_json()["items"] == []
        assert stranger.post(f"{case}/comments", {"body": "我来看看"}).status_code == 404
    assert strangers[0].post(f"{task}/claim").status_code == 404
    assert strangers[0].get(f"/versions/{version}/diagram").status_code == 404


def test_lists_go_on_where_the_page_before_ended(programs) -> None:
    hotline = programs.of("zhoumin")
    numbers = [hotline.start()["number"] for _ in range(3)]
    first = hotline.get("/cases", limit=2).get_json()
    second = hotline.get("/cases", limit=2, mark=first["next"]).get_json()
    assert [case["number"] for case in first["items"] + second["items"]] == numbers[::-1]
    assert second["next"] is None
    answer = hotline.get("/cases", mark="nonsense")
    assert (answer.status_code, answer.get_json()["code"]) == (422, "bad-cursor")


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 101}, {"view": "theirs"}])
def test_a_list_is_asked_for_within_its_limits(programs, query: dict[str, object]) -> None:
    assert programs.of("zhoumin").get("/tasks", **query).status_code == 422
