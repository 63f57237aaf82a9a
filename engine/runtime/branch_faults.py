"""Refuses gateways that are drawn so that it is not certain when they go on, or with what."""

from collections.abc import Iterator

from engine.bpmn import Element, Loop, Process
from engine.kernel.errors import Fault
from engine.runtime.links import is_link
from engine.runtime.specs.behaviors import IMPLICIT

SENTENCES: dict[str, tuple[str, str]] = {
    "gateway-target": (
        "事件网关之后只能是中间捕获事件或接收任务，实际为 {what}。",
        "Only a catch event or a receive task may follow an event-based gateway, found {what}.",
    ),
    "parallel-events": (
        "eventGatewayType=Parallel 的事件网关只能用来启动流程（instantiate=true）。",
        "An event-based gateway with eventGatewayType=Parallel can only begin a process (instantiate=true).",
    ),
    "behavior": (
        "多实例的 behavior 应为 All、None、One 或 Complex，且只能抛出信号、消息、升级或错误。",
        "Expected the behavior All, None, One or Complex, throwing signals, messages, escalations or errors.",
    ),
    "begins-in-flow": (
        "启动流程的环节（instantiate=true）不能有流入的顺序流。",
        "What begins a process (instantiate=true) must not have incoming flows.",
    ),
}
BEHAVIORS = frozenset({"All", "None", "One", "Complex"})


def find_branch_faults(process: Process, element: Element) -> Iterator[Fault]:
    """Yield what is wrong with a gateway, with what begins a process, or with what a multi-instance activity throws."""
    if element.loop is not None and not _throws_what_it_may(element.loop):
        yield _fault("behavior", element)
    if element.instantiate and element.incoming:
        yield _fault("begins-in-flow", element)
    if element.kind != "eventBasedGateway":
        return
    if element.gateway_type == "Parallel" and not element.instantiate:
        yield _fault("parallel-events", element)
    for flow in element.outgoing:
        target = process.elements[process.flows[flow].target]
        if target.kind not in ("intermediateCatchEvent", "receiveTask") or is_link(target):
            yield _fault("gateway-target", element, what=target.id)


def _throws_what_it_may(loop: Loop) -> bool:
    kinds = {behavior.trigger.kind for behavior in loop.throws}
    return loop.behavior in BEHAVIORS and kinds <= IMPLICIT and (loop.behavior != "Complex" or bool(kinds))


def _fault(code: str, element: Element, **words: str) -> Fault:
    zh, en = SENTENCES[code]
    where: dict[str, str | int] = {"file": element.file, "line": element.line, "element": element.id}
    return Fault(code, zh.format(**words), en.format(**words), where)
