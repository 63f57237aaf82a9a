"""假如: what stands when a scenario begins."""

from datetime import date

from engine.scenarios.errors import StepFailed
from engine.scenarios.feature import Rows
from engine.scenarios.library.tables import changes_of, lines_of
from engine.scenarios.library.vocabulary import STEPS
from engine.scenarios.scene import Scene, require

NO_TABLE: Rows = ()
LEGAL_HEAD = "徐岚"
"""Who keeps the thresholds where a scenario says nothing of it."""


@STEPS.given("今天是「{day}」")
def today_is(scene: Scene, day: str) -> None:
    """Set the clock."""
    try:
        scene.driver.stand_at(date.fromisoformat(day))
    except ValueError as error:
        raise StepFailed(f"“{day}”不是日期，例如 2026-11-24", f"'{day}' is no day such as 2026-11-24") from error


@STEPS.given("案件已办到「{task}」")
def case_has_reached(scene: Scene, task: str, datatable: Rows = NO_TABLE) -> None:
    """Take the case at hand forward."""
    scene.driver.reach(task, changes_of(datatable), afresh=False)


@STEPS.given("另一案件已办到「{task}」")
def another_case_has_reached(scene: Scene, task: str, datatable: Rows = NO_TABLE) -> None:
    """Take a new case forward."""
    scene.driver.reach(task, changes_of(datatable), afresh=True)


@STEPS.given("数额标准")
def thresholds_are(scene: Scene, datatable: Rows = NO_TABLE) -> None:
    """Enter thresholds."""
    for line in lines_of(datatable):
        refusal = scene.driver.enter_threshold(LEGAL_HEAD, line)
        told = "；".join(refusal.sentences) if refusal else ""
        require(refusal is None, f"系统拒绝：{told}", f"refused: {told}")


@STEPS.given("数额标准「{name}」已全部撤回")
def thresholds_are_withdrawn(scene: Scene, name: str) -> None:
    """Withdraw a threshold."""
    scene.driver.withdraw_thresholds(LEGAL_HEAD, name)
