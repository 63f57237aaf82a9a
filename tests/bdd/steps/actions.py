"""当: what somebody does; a refusal is kept for the next step."""

from pytest_bdd import parsers, when

from tests.bdd.scene import Scene
from tests.bdd.steps.tables import Rows, entries_of, inputs_of, lines_of

NO_TABLE: Rows = ()


@when(parsers.parse("「{person}」发起「{procedure}」"))
def begins(scene: Scene, person: str, procedure: str) -> None:
    scene.refusal = scene.driver.begin(person, procedure)


@when(parsers.parse("「{person}」办理「{task}」"))
def performs(scene: Scene, person: str, task: str, datatable: Rows = NO_TABLE) -> None:
    scene.refusal = scene.driver.perform(person, task, entries_of(datatable))


@when(parsers.parse("「{person}」修改「{task}」"))
def alters(scene: Scene, person: str, task: str, datatable: Rows = NO_TABLE) -> None:
    scene.refusal = scene.driver.alter(person, task, entries_of(datatable))


@when(parsers.parse("「{person}」上传附件「{name}」"))
def attaches(scene: Scene, person: str, name: str) -> None:
    scene.refusal = scene.driver.attach(person, name)


@when(parsers.parse("存储中的附件「{name}」被改动"))
def is_damaged(scene: Scene, name: str) -> None:
    scene.driver.damage(name)


@when(parsers.parse("「{person}」查看「{task}」"))
def looks_at(scene: Scene, person: str, task: str) -> None:
    scene.sight = scene.driver.look(person, task)


@when(parsers.parse("时间过去「{days:d}」天"))
def days_pass(scene: Scene, days: int) -> None:
    scene.driver.pass_days(days)


@when(parsers.parse("「{person}」登记数额标准"))
def enters_threshold(scene: Scene, person: str, datatable: Rows) -> None:
    (line,) = lines_of(datatable)
    scene.refusal = scene.driver.enter_threshold(person, line)


@when(parsers.parse("「{person}」核实数额标准「{name}」"))
def confirms_threshold(scene: Scene, person: str, name: str) -> None:
    scene.refusal = scene.driver.confirm_threshold(person, name)


@when(parsers.parse("按「{decision}」计算"))
def is_computed(scene: Scene, decision: str, datatable: Rows) -> None:
    scene.computed = scene.driver.compute(decision, inputs_of(datatable))
