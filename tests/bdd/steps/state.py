"""假如: what stands when a scenario begins."""

from datetime import date

from pytest_bdd import given, parsers

from tests.bdd.scene import Scene
from tests.bdd.steps.tables import Rows, changes_of, lines_of

NO_TABLE: Rows = ()
LEGAL_HEAD = "徐岚"
"""Who keeps the thresholds where a scenario says nothing of it."""


@given(parsers.parse("今天是「{day}」"))
def today_is(scene: Scene, day: str) -> None:
    scene.driver.stand_at(date.fromisoformat(day))


@given(parsers.parse("案件已办到「{task}」"))
def case_has_reached(scene: Scene, task: str, datatable: Rows = NO_TABLE) -> None:
    scene.driver.reach(task, changes_of(datatable), afresh=False)


@given(parsers.parse("另一案件已办到「{task}」"))
def another_case_has_reached(scene: Scene, task: str, datatable: Rows = NO_TABLE) -> None:
    scene.driver.reach(task, changes_of(datatable), afresh=True)


@given("数额标准")
def thresholds_are(scene: Scene, datatable: Rows) -> None:
    for line in lines_of(datatable):
        assert scene.driver.enter_threshold(LEGAL_HEAD, line) is None


@given(parsers.parse("数额标准「{name}」已全部撤回"))
def thresholds_are_withdrawn(scene: Scene, name: str) -> None:
    scene.driver.withdraw_thresholds(LEGAL_HEAD, name)
