"""当: one command of one person; a refusal is kept for the next step."""

from engine.scenarios.feature import Rows
from engine.scenarios.library.tables import entries_of, inputs_of, lines_of
from engine.scenarios.library.vocabulary import STEPS
from engine.scenarios.scene import Scene, require

NO_TABLE: Rows = ()
FILES = ("附件由平台保存", "attached files are kept by the platform")
PAGES = ("保密由平台的页面和接口执行", "pages and interfaces of the platform keep secrets")


@STEPS.when("「{person}」发起「{procedure}」")
def begins(scene: Scene, person: str, procedure: str) -> None:
    """Begin a case."""
    scene.refusal = scene.driver.begin(person, procedure)


@STEPS.when("「{person}」办理「{task}」")
def performs(scene: Scene, person: str, task: str, datatable: Rows = NO_TABLE) -> None:
    """Claim, fill in and complete a task."""
    scene.refusal = scene.driver.perform(person, task, entries_of(datatable))


@STEPS.when("「{person}」修改「{task}」")
def alters(scene: Scene, person: str, task: str, datatable: Rows = NO_TABLE) -> None:
    """Try to change a done task."""
    scene.refusal = scene.driver.alter(person, task, entries_of(datatable))


@STEPS.when("「{person}」上传附件「{name}」", platform=FILES)
def attaches(scene: Scene, person: str, name: str) -> None:
    """Attach a file."""
    scene.refusal = scene.driver.attach(person, name)


@STEPS.when("存储中的附件「{name}」被改动", platform=FILES)
def is_damaged(scene: Scene, name: str) -> None:
    """Change a stored file."""
    scene.driver.damage(name)


@STEPS.when("「{person}」查看「{task}」", platform=PAGES)
def looks_at(scene: Scene, person: str, task: str) -> None:
    """Look at a done task."""
    scene.sight = scene.driver.look(person, task)


@STEPS.when("时间过去「{days:d}」天")
def days_pass(scene: Scene, days: int) -> None:
    """Move the clock on."""
    scene.driver.pass_days(days)


@STEPS.when("「{person}」登记数额标准")
def enters_threshold(scene: Scene, person: str, datatable: Rows = NO_TABLE) -> None:
    """Enter one threshold."""
    lines = lines_of(datatable)
    require(len(lines) == 1, "每次登记一个数额标准", "one threshold is entered at a time")
    scene.refusal = scene.driver.enter_threshold(person, lines[0])


@STEPS.when("「{person}」核实数额标准「{name}」")
def confirms_threshold(scene: Scene, person: str, name: str) -> None:
    """Confirm a threshold."""
    scene.refusal = scene.driver.confirm_threshold(person, name)


@STEPS.when("按「{decision}」计算")
def is_computed(scene: Scene, decision: str, datatable: Rows = NO_TABLE) -> None:
    """Compute a decision."""
    scene.computed = scene.driver.compute(decision, inputs_of(datatable))
