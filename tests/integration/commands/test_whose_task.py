"""Who may take a task, give it back, hand it on, and what happens to what they typed."""

import pytest

from engine.cases.errors import ReasonMissing
from engine.commands.claim_task import claim_task
from engine.commands.complete_task import complete_task
from engine.commands.reassign_task import reassign_task
from engine.commands.release_task import release_task
from engine.commands.save_draft import save_draft
from engine.kernel.errors import GuijuError, NotFound
from engine.organization.errors import Barred, MissingPermission, PersonUnknown
from engine.tasks.errors import NotYourQueue, SeatMissing, StaleTaskDraft, TaskNotYours, TaskTaken
from tests.driving.casework import Casework
from tests.driving.district import District
from tests.integration.commands.conftest import Contents

SIMPLE = {"案件是否疑难复杂": "不属疑难复杂", "是否情节复杂或者属重大违法行为": "否"}
"""A case that the legal office checks in one step, without the procedure for major decisions."""


@pytest.mark.parametrize(
    ("login", "refusal"),
    [
        # another role in the same unit
        ("zhoumin", NotYourQueue),
        # an officer of a squad, who may not read the case, learns not even that there is such a task
        ("wangqiang", NotFound),
        # supervision reads everything and works on nothing
        ("penglei", MissingPermission),
    ],
)
def test_a_task_is_claimed_from_ones_own_queue_only(
    district: District, queued: Casework, contents: Contents, login: str, refusal: type[GuijuError]
) -> None:
    before = contents()
    with pytest.raises(refusal):
        district.do(login, claim_task, task_id=queued.open_steps["查重"])
    assert contents() == before


def test_claiming_ones_own_task_again_changes_nothing(district: District, queued: Casework, contents: Contents) -> None:
    task_id = queued.open_steps["查重"]
    district.do("wuqian", claim_task, task_id=task_id)
    before = contents()
    district.do("wuqian", claim_task, task_id=task_id)
    assert {name for name, was in before.items() if contents()[name] != was} == {"request_key"}


def test_a_released_task_is_back_in_its_queue_with_what_was_typed(district: District, queued: Casework) -> None:
    row = district.claim("wuqian", "查重")
    district.do("wuqian", save_draft, task_id=row.id, data={"duplicate_reason": "同一地点"}, revision=0)
    district.do("wuqian", release_task, task_id=row.id)
    with pytest.raises(TaskNotYours):
        district.do("wuqian", complete_task, task_id=row.id, data={})
    assert row.id in {each.id for each in district.tasks("wuqian", "claimable")}
    assert district.worksheet("wuqian", row.id).values == {"duplicate_reason": "同一地点"}


def test_of_two_windows_neither_overwrites_the_other_and_both_texts_are_kept(
    district: District, intake: Casework
) -> None:
    task_id = intake.open_steps["登记诉求"]
    first = district.do("zhoumin", save_draft, task_id=task_id, data={"complaint_title": "甲"}, revision=0)
    assert first.detail["revision"] == 1
    with pytest.raises(StaleTaskDraft) as refused:
        district.do("zhoumin", save_draft, task_id=task_id, data={"complaint_title": "乙"}, revision=0)
    assert "第 1 稿" in refused.value.sentence("zh")
    sheet = district.worksheet("zhoumin", task_id)
    assert (sheet.values, sheet.draft_revision) == ({"complaint_title": "甲"}, 1)
    district.do("zhoumin", save_draft, task_id=task_id, data={"complaint_title": "乙"}, revision=1)
    assert district.worksheet("zhoumin", task_id).values == {"complaint_title": "乙"}


def test_a_draft_is_kept_by_the_holder_alone(district: District, intake: Casework) -> None:
    with pytest.raises(TaskNotYours):
        district.do("wuqian", save_draft, task_id=intake.open_steps["登记诉求"], data={}, revision=0)


def test_a_work_order_never_goes_sideways_to_another_unit(
    district: District, intake: Casework, contents: Contents
) -> None:
    intake.to("签收或退单")
    row = district.claim("majun", "签收或退单")
    before = contents()
    with pytest.raises(SeatMissing) as refused:
        district.do("majun", reassign_task, task_id=row.id, login="luojun", reason="请二中队办理")
    assert "不得自行转送其他单位" in refused.value.sentence("zh")
    assert "return the task" in refused.value.sentence("en")
    assert contents() == before


@pytest.mark.parametrize(
    ("by", "to", "reason", "refusal"),
    [
        # a colleague who does not hold the task and has no right to reassign
        ("zhaolei", "suntao", "忙", MissingPermission),
        # nobody has this login
        ("wangqiang", "nobody", "忙", PersonUnknown),
        # a reason is owed, and blanks are none
        ("wangqiang", "zhaolei", "  ", ReasonMissing),
        # an essay is no reason
        ("wangqiang", "zhaolei", "忙" * 501, ReasonMissing),
        # another unit's officer cannot even see the case
        ("songjie", "zhaolei", "忙", NotFound),
    ],
)
def test_handing_on_has_its_conditions(
    district: District, penalty: Casework, by: str, to: str, reason: str, refusal: type[GuijuError]
) -> None:
    task_id = penalty.open_steps["案件来源登记"]
    with pytest.raises(refusal):
        district.do(by, reassign_task, task_id=task_id, login=to, reason=reason)


def test_a_task_handed_on_is_the_others_and_the_reason_is_on_record(district: District, penalty: Casework) -> None:
    task_id = penalty.open_steps["案件来源登记"]
    district.do("wangqiang", reassign_task, task_id=task_id, login="zhaolei", reason="本人出差")
    assert task_id in {row.id for row in district.tasks("zhaolei", "mine")}
    with pytest.raises(TaskNotYours) as refused:
        district.do("wangqiang", complete_task, task_id=task_id, data={})
    assert "赵磊" in refused.value.sentence("zh")
    with pytest.raises(TaskTaken):
        district.do("wangqiang", claim_task, task_id=task_id)


def test_an_auxiliary_neither_claims_an_investigation_nor_is_handed_one(district: District, penalty: Casework) -> None:
    """协管员 hold a seat beside that role in the demo organisation: the duty rule bars them all the same."""
    penalty.to("线索核查")
    task_id = penalty.open_steps["线索核查"]
    with pytest.raises((Barred, SeatMissing)):
        district.do("wangqiang", reassign_task, task_id=task_id, login="chenhao", reason="代办")


def test_whoever_investigated_is_barred_from_the_review_already_when_claiming(
    district: District, penalty: Casework
) -> None:
    """林峰 helps the investigation as an officer and sits in the legal office as well."""
    penalty.to("案件审核", {"指派承办人员": {"协办人": "林峰"}, "调查终结报告": SIMPLE})
    with pytest.raises(Barred) as refused:
        district.do("linfeng", claim_task, task_id=penalty.open_steps["案件审核"])
    assert "林峰" in refused.value.sentence("zh")
    assert "SOD-05" in {fault.where.get("rule") for fault in refused.value.faults}
    sheet = district.worksheet("linfeng", penalty.open_steps["案件审核"])
    assert "claim" not in sheet.allowed
    assert [each.rule for each in sheet.barred]


def test_strangers_to_a_case_learn_neither_a_tasks_name_nor_its_holder(
    district: District, penalty: Casework, contents: Contents
) -> None:
    wish = {"task_id": penalty.open_steps["案件来源登记"]}
    before = contents()
    for command, more in (
        (claim_task, {}),
        (release_task, {}),
        (complete_task, {"data": {}}),
        (save_draft, {"data": {}, "revision": 0}),
    ):
        with pytest.raises(NotFound) as refused:
            district.do("songjie", command, **wish, **more)
        assert "王强" not in refused.value.sentence("zh")
    assert contents() == before
