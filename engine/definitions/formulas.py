"""Every expression of a process with what it is for, so that it can be checked against the names in sight."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.bpmn import Element, Formula, Process

INSTANCES = (
    "numberOfInstances",
    "numberOfCompletedInstances",
    "numberOfActiveInstances",
    "numberOfTerminatedInstances",
)
"""What a condition at a multi-instance activity sees besides the case document."""


@dataclass(frozen=True)
class Use:
    """An expression, the element it stands at, and what it is in words.

    `sees` are names in sight only here; `inside` is the called process whose data it reads instead; `is_open` where
    a message or an item brings names of its own.
    """

    formula: Formula
    element: str
    zh: str
    en: str
    is_condition: bool = False
    sees: tuple[str, ...] = ()
    inside: str | None = None
    is_open: bool = False


def uses(process: Process) -> Iterator[Use]:
    """Yield the expressions of a process that can be read."""
    yield from (use for use in _all(process) if use.formula.is_readable)


def _all(process: Process) -> Iterator[Use]:
    if process.case_title:
        yield Use(process.case_title, process.id, "案件标题", "the title of the case")
    for flow in process.flows.values():
        if flow.condition:
            yield Use(flow.condition, flow.id, "流转条件", "the condition", is_condition=True)
    for name, formula in process.subscriptions.items():
        yield Use(formula, process.id, f"关联属性“{name}”", f"the correlation property “{name}”")
    for element in process.elements.values():
        for source in (_of_data, _of_borders, _of_loop, _of_conditions, _of_human):
            yield from source(element)


def _of_data(element: Element) -> Iterator[Use]:
    """Yield what an element computes from data."""
    if element.script:
        yield Use(element.script, element.id, "脚本", "the script")
    if element.correlation:
        yield Use(element.correlation, element.id, "关联键", "the correlation key")
    for trigger in element.triggers:
        if trigger.formula:
            is_condition = trigger.kind == "conditional"
            yield Use(trigger.formula, element.id, "事件", "the event", is_condition=is_condition)


def _of_borders(element: Element) -> Iterator[Use]:
    """Yield what an element hands on and takes over."""
    for each in element.inputs:
        yield Use(each.formula, element.id, f"输入“{each.name}”", f"the input “{each.name}”")
    # Messages and machines give names of their own.
    is_open = element.called is None and (bool(element.triggers or element.operation) or element.kind == "receiveTask")
    for each in element.outputs:
        zh, en = f"输出“{each.name}”", f"the output “{each.name}”"
        yield Use(each.formula, element.id, zh, en, inside=element.called, is_open=is_open)
    for transfer in (*element.data.takes, *element.data.gives) if element.data else ():
        if transfer.formula:
            zh, en = f"数据“{transfer.target}”", f"the data “{transfer.target}”"
            yield Use(transfer.formula, element.id, zh, en, is_open=True)


def _of_loop(element: Element) -> Iterator[Use]:
    loop = element.loop
    if loop is None:
        return
    if loop.collection:
        yield Use(loop.collection, element.id, "多实例集合", "the collection")
    if loop.cardinality:
        yield Use(loop.cardinality, element.id, "多实例次数", "the number of instances")
    if loop.condition:
        zh, en = (
            ("循环条件", "the loop condition") if loop.kind == "standard" else ("完成条件", "the completion condition")
        )
        yield Use(loop.condition, element.id, zh, en, is_condition=True, sees=INSTANCES)
    if loop.output_element:
        yield Use(loop.output_element, element.id, "多实例结果", "the result of an instance", is_open=True)
    for behavior in loop.throws:
        if behavior.condition:
            zh, en = "多实例事件条件", "the condition of an event"
            yield Use(behavior.condition, element.id, zh, en, is_condition=True, sees=INSTANCES)


def _of_conditions(element: Element) -> Iterator[Use]:
    if element.activation:
        counts = ("activationCount", "waitingForStart", *element.incoming)
        yield Use(
            element.activation, element.id, "汇合条件", "the activation condition", is_condition=True, sees=counts
        )
    if element.ad_hoc and element.ad_hoc.condition:
        yield Use(element.ad_hoc.condition, element.id, "结束条件", "the completion condition", is_condition=True)
    if element.ad_hoc and element.ad_hoc.unit:
        yield Use(element.ad_hoc.unit, element.id, "承办单位", "the unit")


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
        if once.when:
            zh, en = "一次性事项的条件", "when something may be done once"
            yield Use(once.when, element.id, zh, en, is_condition=True)
