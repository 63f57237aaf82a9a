"""Steps fail where they must: a scenario that passes has seen what it says."""

import pytest

from engine.commands.add_comment import add_comment
from engine.scenarios.driver import Refusal, Sight
from engine.scenarios.library.outcomes import is_invisible, is_refused, is_refused_because
from engine.scenarios.library.tables import changes_of, entries_of
from engine.scenarios.scene import Scene
from tests.bdd.on_postgresql import OnPostgresql
from tests.bdd.traces import fingerprint
from tests.driving.district import District

REFUSED = Refusal(("罚款数额超过法定最高限额。",), left_traces=False)


def test_a_refusal_that_never_came_fails(scene: Scene) -> None:
    with pytest.raises(AssertionError, match="没有拒绝"):
        is_refused(scene)


def test_a_refusal_that_nobody_expected_fails_once(scene: Scene) -> None:
    scene.refusal = REFUSED
    with pytest.raises(AssertionError, match="超过法定最高限额"):
        scene.require_no_refusal()
    scene.require_no_refusal()


def test_a_refusal_for_another_reason_fails(scene: Scene) -> None:
    scene.refusal = REFUSED
    with pytest.raises(AssertionError, match="理由是：罚款数额"):
        is_refused_because(scene, "不得为同一人")


def test_a_refusal_that_wrote_something_fails(scene: Scene) -> None:
    scene.refusal = Refusal(REFUSED.sentences, left_traces=True)
    with pytest.raises(AssertionError, match="留下了改动"):
        is_refused_because(scene, "罚款数额")


def test_a_field_that_holds_nothing_proves_nothing(scene: Scene) -> None:
    scene.sight = Sight(frozenset({"诉求内容"}), {})
    is_invisible(scene, "诉求内容")
    with pytest.raises(AssertionError, match="没有填写"):
        is_invisible(scene, "诉求人姓名")


def test_any_written_row_is_noticed(district: District) -> None:
    driver = OnPostgresql.of(district)
    driver.reach("查重", {}, afresh=False)
    assert driver.case is not None
    before = fingerprint(district)
    assert fingerprint(district) == before
    district.do("zhoumin", add_comment, case_id=driver.case.case_id, body="已联系诉求人。")
    assert fingerprint(district) != before


def test_a_change_of_a_task_off_the_way_fails(district: District) -> None:
    with pytest.raises(AssertionError, match="没有经过：告知并移送"):
        OnPostgresql.of(district).reach("查重", {"告知并移送": {"告知方式": "短信"}}, afresh=False)


def test_a_refused_task_does_not_count_as_changed(district: District) -> None:
    driver = OnPostgresql.of(district)
    driver.reach("诉求分类", {}, afresh=False)
    refusal = driver.alter("周敏", "登记诉求", {"诉求标题": "改写"})
    assert refusal is not None
    assert not refusal.left_traces
    assert driver.shown("诉求标题") == ["浆洗街商铺占道经营"]


def test_tables_with_other_heads_fail() -> None:
    with pytest.raises(AssertionError, match="表头"):
        entries_of([["栏目", "值"]])
    with pytest.raises(AssertionError, match="表头"):
        changes_of([["字段", "值"]])
