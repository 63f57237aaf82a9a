"""Every expression of a process with what it is for, so that it can be checked against the names in sight."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn import Element, Formula, Process


@dataclass(frozen=True)
class Use:
    """An expression, the element it stands at, and what it is in words."""

    formula: Formula
    element: str
    zh: str
    en: str
    is_condition: bool = False


def uses(process: Process) -> Iterator[Use]:
    """Yield the expressions that are evaluated over the case document of a process.

    Outputs are left out: they see what a called procedure or a message brings.
    """
    if process.case_title:
        yield Use(process.case_title, process.id, "案件标题", "the title of the case")
    for flow in process.flows.values():
        if flow.condition:
            yield Use(flow.condition, flow.id, "流转条件", "the condition", is_condition=True)
    for element in process.elements.values():
        yield from (use for use in _of(element) if use.formula.is_readable)


def _of(element: Element) -> Iterator[Use]:
    single = (
        (element.script, "脚本", "the script"),
        (element.correlation, "关联键", "the correlation key"),
        (element.loop.collection if element.loop else None, "多实例集合", "the collection"),
        (element.loop.cardinality if element.loop else None, "多实例次数", "the number of instances"),
        *((trigger.formula, "事件", "the event") for trigger in element.triggers),
        *((each.formula, f"输入“{each.name}”", f"the input “{each.name}”") for each in element.inputs),
    )
    for formula, zh, en in single:
        if formula:
            yield Use(formula, element.id, zh, en)
    yield from _of_human(element)


def _of_human(element: Element) -> Iterator[Use]:
    human = element.human
    if human is None:
        return
    for formula, zh, en in (
        (human.unit, "承办单位", "the unit"),
        (human.assignee, "承办人", "the assignee"),
        (human.deadline_from, "期限起算日", "the day the limit runs from"),
    ):
        if formula:
            yield Use(formula, element.id, zh, en)
    for gate in human.gates:
        yield Use(gate.condition, element.id, "法定前置条件", "the gate", is_condition=True)
    for once in human.once:
        yield Use(once.key, element.id, "一次性事项", "what may be done once")
