"""Interventions and transfers over REST."""

from uuid import UUID


def test_a_case_is_looked_at_moved_and_corrected(programs) -> None:
    hotline, head = programs.of("zhoumin"), programs.of("chenjianguo")
    started = hotline.start()
    case = f"/cases/{started['case_id']}"
    standing = head.get(f"{case}/standing").get_json()
    assert [place["element"] for place in standing["places"]] == ["Write"]
    assert "Check" in [target["element"] for target in standing["targets"]]
    [place] = standing["places"]
    told = head.get(f"{case}/preview", action="move", token=place["key"], to="Check").get_json()
    assert told["is_allowed"]
    assert {effect["kind"] for effect in told["effects"]} == {"task", "opens"}
    wish = {"token": place["key"], "to": "Check", "reason": "已经写好", "seq": standing["seq"]}
    assert head.post(f"{case}/move", wish).status_code == 200
    stale = head.post(f"{case}/move", wish)
    assert (stale.status_code, stale.get_json()["code"]) == (409, "case-changed")
    assert hotline.get(f"{case}/standing").status_code == 403
    seq = head.get(f"{case}/standing").get_json()["seq"]
    refused = head.post(f"{case}/correct", {"changes": {"subject": "x"}, "reason": "笔误", "seq": seq})
    assert (refused.status_code, refused.get_json()["code"]) == (422, "fields-not-correctable")


def test_an_order_to_migrate_is_refused_by_name(programs) -> None:
    owner, other = programs.of("tianye"), programs.of("zhoumin")
    wish = {"key": "note", "from": 1, "to": 2, "reason": "修订"}
    refused = owner.post("/transfers", wish)
    assert (refused.status_code, refused.get_json()["code"]) == (404, "version-unknown")
    assert other.post("/transfers", wish).status_code == 403
    assert owner.get("/transfers").get_json() == {"items": []}
    assert owner.get(f"/transfers/{UUID(int=1)}").status_code == 404
    assert owner.get("/definitions/note/transfer-mapping", **{"from": 1, "to": 1}).get_json()["code"] == "same-version"
