"""Interventions in a case: what moves, what is withdrawn, what goes on record, and what nobody may pass."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from engine.cases.errors import CaseEnded, GatePassedBy, ReasonMissing
from engine.cases.timeline import read_timeline
from engine.commands.cancel_activity import cancel_activity
from engine.commands.cancel_case import cancel_case
from engine.commands.correct_data import correct_data
from engine.commands.move_token import move_token
from engine.commands.restart_case import restart_case
from engine.commands.save_draft import save_draft
from engine.interventions.errors import CaseChanged, FieldsNotCorrectable, NothingCorrected
from engine.interventions.plan import Wish
from engine.interventions.preview import preview
from engine.interventions.standing import read_standing
from engine.kernel.database import transaction
from engine.kernel.errors import NotFound
from engine.organization.errors import MissingPermission
from engine.runtime.errors import CaseGoesOn, NoSuchElement, NotOpen
from engine.tasks.errors import FormRefused
from tests.driving.casework import Casework
from tests.driving.district import District
from tests.integration.commands.conftest import Contents

HEAD = "chenjianguo"
REVIEW = "《行政处罚法》第五十八条第一款"


def key_of(case: Casework, name: str) -> str:
    """Return the runtime's key of an open task."""
    statement = text("select key from task where case_id = :case and name_zh = :name and status = 'open'")
    with transaction(case.district.edge.database, case.district.tenant_id) as session:
        return str(session.scalar(statement, {"case": case.case_id, "name": name}))


def move(case: Casework, name: str, to: str, **changed: Any) -> None:
    arguments = {"token": key_of(case, name), "to": to, "reason": "前序材料有误", "seq": case.seq, **changed}
    case.district.do(HEAD, move_token, case_id=case.case_id, **arguments)


def bases(refused: Any) -> set[str]:
    assert all(fault.zh and fault.en for fault in refused.value.faults)
    return {str(fault.where["rule"]) for fault in refused.value.faults}


def test_a_case_goes_back_and_everything_follows(penalty: Casework, district: District) -> None:
    case = penalty.to("调查终结报告")
    draft = case.open_steps["调查终结报告"]
    district.do("wangqiang", save_draft, task_id=draft, data={"facts_established": "……"}, revision=0)
    move(case, "调查终结报告", "CollectEvidence")
    assert list(case.open_steps) == ["调查取证"]
    with district.looking(HEAD) as ctx:
        entries = read_timeline(ctx, case.case_id).items
    moved = next(entry for entry in entries if entry.kind == "case:moved")
    assert (moved.actor, moved.reason, moved.sentence_zh) == ("陈建国", "前序材料有误", "调整到“调查取证”")
    assert moved.detail["from"] == ["InvestigationReport"]
    assert case.to("作出处罚决定").open_steps


def test_what_would_happen_is_told_before(penalty: Casework, district: District, contents: Contents) -> None:
    case = penalty.to("调查终结报告")
    task = case.open_steps["调查终结报告"]
    district.do("wangqiang", save_draft, task_id=task, data={"facts_established": "……"}, revision=0)
    before = contents()
    with district.looking(HEAD) as ctx:
        told = preview(ctx, case.case_id, Wish("move", key_of(case, "调查终结报告"), "CollectEvidence"))
        refused = preview(ctx, case.case_id, Wish("move", key_of(case, "调查终结报告"), "DecidePenalty"))
    assert told.is_allowed
    sentences = [effect.zh for effect in told.effects]
    assert "撤回“调查终结报告”（王强正在办理）" in sentences
    assert "“调查终结报告”已填写的草稿将丢弃" in sentences
    assert "打开任务“调查取证”" in sentences
    assert REVIEW in {fault.where.get("rule") for fault in refused.refusals}
    assert contents() == before


def test_the_page_knows_where_a_case_stands_and_where_it_may_go(penalty: Casework, district: District) -> None:
    case = penalty.to("调查终结报告")
    with district.looking(HEAD) as ctx:
        standing = read_standing(ctx, case.case_id)
    assert [(place.name_zh, place.holder) for place in standing.places] == [("调查终结报告", "王强")]
    assert {"CollectEvidence", "DecidePenalty"} <= {target.element for target in standing.targets}
    assert "LegalReviewOpinion" not in {target.element for target in standing.targets}
    assert standing.seq == case.seq


PAST_THE_REVIEW = [
    # By moving: to the decision, and behind it.
    (move_token, {"to": "DecidePenalty"}),
    (move_token, {"to": "ServeDecision"}),
    # By skipping the report, which is what the review and the notice are about.
    (cancel_activity, {"go_on": True}),
    # By withdrawing it, so that the case would end without one.
    # (The runtime refuses that first: nothing would be left.)
]


@pytest.mark.parametrize(("command", "arguments"), PAST_THE_REVIEW)
def test_no_intervention_gets_past_the_legal_review(
    penalty: Casework, district: District, contents: Contents, command: Any, arguments: dict[str, Any]
) -> None:
    case = penalty.to("调查终结报告")
    before, seq = contents(), case.seq
    token = key_of(case, "调查终结报告")
    with pytest.raises(GatePassedBy) as refused:
        district.do(HEAD, command, case_id=case.case_id, token=token, reason="赶时间", seq=seq, **arguments)
    assert REVIEW in bases(refused)
    assert contents() == before


def test_no_restart_gets_past_the_legal_review(penalty: Casework, district: District, contents: Contents) -> None:
    case = penalty.to("调查终结报告")
    district.do(HEAD, cancel_case, case_id=case.case_id, reason="误立")
    before = contents()
    for to in ("DecidePenalty", "ServeDecision"):
        with pytest.raises(GatePassedBy) as refused:
            district.do(HEAD, restart_case, case_id=case.case_id, to=to, reason="重办", seq=case.seq)
        assert REVIEW in bases(refused)
    assert contents() == before
    district.do(HEAD, restart_case, case_id=case.case_id, to="CollectEvidence", reason="重办", seq=case.seq)
    assert (case.status, list(case.open_steps)) == ("active", ["调查取证"])
    assert case.to("作出处罚决定").open_steps


def correct(case: Casework, changes: dict[str, Any], **more: Any) -> None:
    arguments = {"reason": "录入有误", "seq": case.seq, **more}
    case.district.do(HEAD, correct_data, case_id=case.case_id, changes=changes, **arguments)


def test_no_correction_gets_past_the_legal_review(penalty: Casework, contents: Contents) -> None:
    case = penalty.to("制作事先告知书")
    before = contents()
    # The report says that the case is difficult, on which the need of a review was concluded.
    with pytest.raises(GatePassedBy) as refused:
        correct(case, {"complexity": "NORMAL", "complex_or_major": "no"})
    assert REVIEW in bases(refused)
    assert contents() == before


def test_a_decision_is_not_corrected_but_made_again(penalty: Casework, contents: Contents) -> None:
    case = penalty.to("作出处罚决定")
    case.do("作出处罚决定")
    before = contents()
    with pytest.raises(GatePassedBy) as refused:
        correct(case, {"decided_fine": "1"})
    assert "退回该环节重新办理" in refused.value.faults[0].zh
    assert contents() == before


def test_a_correction_is_judged_by_its_form_and_goes_on_record(penalty: Casework, district: District) -> None:
    case = penalty.to("调查取证")
    old = case.document["party_name"]
    correct(case, {"party_name": "成都新名字餐饮有限公司"})
    assert case.document["party_name"] == "成都新名字餐饮有限公司"
    with district.looking(HEAD) as ctx:
        entry = next(each for each in read_timeline(ctx, case.case_id).items if each.kind == "case:corrected")
    assert entry.reason == "录入有误"
    assert entry.detail["fields"] == ["party_name"]
    shown = entry.detail["before"].get("party_name")
    assert shown in (old, None), "what is personal lies beside the chain"
    with pytest.raises(FormRefused):
        correct(case, {"party_name": ""})
    with pytest.raises(NothingCorrected):
        correct(case, {"party_name": "成都新名字餐饮有限公司"})
    for field in ("review_need", "decided_fine", "nothing"):
        with pytest.raises(FieldsNotCorrectable) as refused:
            correct(case, {field: "x"})
        assert refused.value.faults[0].where["field"] == field


def test_a_step_no_gate_rests_on_is_skipped_with_a_reason(penalty: Casework, district: District) -> None:
    case = penalty.to("作出处罚决定")
    case.do("作出处罚决定")
    case.do("送达处罚决定书")
    token = key_of(case, "公示处罚决定")
    district.do(
        HEAD, cancel_activity, case_id=case.case_id, token=token, reason="涉密，不公示", seq=case.seq, go_on=True
    )
    assert "公示处罚决定" not in case.open_steps


def test_whoever_looked_at_an_older_state_looks_again(penalty: Casework, contents: Contents) -> None:
    case = penalty.to("调查取证")
    before = contents()
    with pytest.raises(CaseChanged) as refused:
        move(case, "调查取证", "CollectEvidence", seq=case.seq - 1)
    assert str(case.seq) in refused.value.sentence("zh")
    for changed, error in (
        ({"reason": " "}, ReasonMissing),
        ({"to": "Nothing"}, NoSuchElement),
        ({"token": "9999"}, NotOpen),
    ):
        with pytest.raises(error):
            move(case, "调查取证", **{"to": "CollectEvidence", **changed})
    assert contents() == before


def test_only_who_may_and_only_what_is_running(penalty: Casework, district: District) -> None:
    case = penalty.to("调查取证")
    seq, token = case.seq, key_of(case, "调查取证")
    common: dict[str, Any] = {"token": token, "to": "CollectEvidence", "reason": "x", "seq": seq}
    with pytest.raises(MissingPermission):
        district.do("wangqiang", move_token, case_id=case.case_id, **common)
    with pytest.raises(NotFound):
        district.do(HEAD, move_token, case_id=UUID(int=1), **common)
    with pytest.raises(CaseGoesOn):
        district.do(HEAD, restart_case, case_id=case.case_id, to="CollectEvidence", reason="x", seq=seq)
    district.do(HEAD, cancel_case, case_id=case.case_id, reason="误立")
    with pytest.raises(CaseEnded):
        district.do(HEAD, move_token, case_id=case.case_id, **{**common, "seq": case.seq})
