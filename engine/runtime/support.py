"""Names what a diagram holds that we cannot run right, so that it is refused and never run wrongly."""

from collections.abc import Iterator

from engine.bpmn import Element, Model, Process, Trigger
from engine.kernel.errors import Fault
from engine.runtime.timing import read_schedule

SENTENCES: dict[str, tuple[str, str]] = {
    "unsupported-element": ("尚不支持 {what}。", "{what} is not supported."),
    "unsupported-event": (
        "{kind} 尚不支持 {what} 事件。",
        "A {kind} with the event {what} is not supported.",
    ),
    "several-events": ("一个事件只能有一种触发方式。", "An event with several event definitions is not supported."),
    "unknown-process": ("被调用的流程 {what} 不在其中。", "The called process {what} is not part of the model."),
    "no-blank-start": (
        "{what} 没有空白开始事件，无法被调用。",
        "{what} has no blank start event and cannot be called.",
    ),
    "several-starts": ("子流程只能有一个空白开始事件。", "A subprocess must not have several start events."),
    "link-without-target": ("链接事件 {what} 没有对应的捕获事件。", "The link {what} has no catching event."),
    "gateway-target": (
        "事件网关之后只能是中间捕获事件或接收任务，实际为 {what}。",
        "Only a catch event or a receive task may follow an event-based gateway, found {what}.",
    ),
    "bad-time": ("{what} 不是所要求的时间。", "{what} is not the kind of time that is asked for."),
}
UNSUPPORTED_KINDS = frozenset({"complexGateway", "transaction", "adHocSubProcess", "implicitThrowEvent"})
CAUGHT = frozenset({"message", "signal", "timer"})
SUPPORTED_EVENTS = {
    "startEvent": CAUGHT,
    "intermediateCatchEvent": CAUGHT | {"link"},
    "intermediateThrowEvent": frozenset({"message", "signal", "escalation", "link"}),
    "boundaryEvent": CAUGHT | {"error", "escalation"},
    "endEvent": frozenset({"message", "signal", "terminate", "error", "escalation"}),
}


def find_unsupported(model: Model) -> tuple[Fault, ...]:
    """Return a fault for everything in a model that would not run right, in document order."""
    found: list[Fault] = []
    for process in model.processes.values():
        for element in process.elements.values():
            found.extend(_element(model, process, element))
    return tuple(found)


def _element(model: Model, process: Process, element: Element) -> Iterator[Fault]:
    yield from _kind(element)
    yield from _events(process, element)
    if element.kind == "callActivity":
        yield from _call(model, element)
    if element.kind == "eventBasedGateway":
        for flow in element.outgoing:
            target = process.elements[process.flows[flow].target]
            if target.kind not in ("intermediateCatchEvent", "receiveTask") or _is_link(target):
                yield _fault("gateway-target", element, what=target.id)
    if element.kind == "subProcess":
        starts = [inner for inner in process.within(element.id) if inner.kind == "startEvent"]
        if len(starts) > 1:
            yield _fault("several-starts", element)


def _kind(element: Element) -> Iterator[Fault]:
    if element.kind in UNSUPPORTED_KINDS:
        yield _fault("unsupported-element", element, what=element.kind)
    for what, present in {
        "triggeredByEvent": element.by_event,
        "isForCompensation": element.for_compensation,
        "instantiate": element.instantiate,
        "eventGatewayType=Parallel": element.gateway_type == "Parallel",
        "behavior": element.loop is not None and element.loop.behavior != "All",
        "standardLoopCharacteristics": element.loop is not None and _is_endless(element),
    }.items():
        if present:
            yield _fault("unsupported-element", element, what=what)


def _is_endless(element: Element) -> bool:
    loop = element.loop
    return loop is not None and loop.kind == "standard" and loop.condition is None and loop.maximum is None


def _events(process: Process, element: Element) -> Iterator[Fault]:
    supported = SUPPORTED_EVENTS.get(element.kind)
    if supported is None:
        return
    if len(element.triggers) > 1:
        yield _fault("several-events", element)
    for trigger in element.triggers:
        if trigger.kind not in supported:
            yield _fault("unsupported-event", element, kind=element.kind, what=trigger.kind)
        yield from _trigger(process, element, trigger)
    if not element.triggers and element.kind in ("intermediateCatchEvent", "boundaryEvent"):
        yield _fault("unsupported-event", element, kind=element.kind, what="∅")
    if element.kind == "startEvent" and element.triggers and element.scope_id != process.id:
        yield _fault("unsupported-event", element, kind=element.kind, what=element.triggers[0].kind)


def _trigger(process: Process, element: Element, trigger: Trigger) -> Iterator[Fault]:
    if trigger.kind == "timer" and trigger.literal and read_schedule(trigger.form, trigger.literal) is None:
        yield _fault("bad-time", element, what=trigger.literal)
    if trigger.kind == "link" and element.kind == "intermediateThrowEvent" and not link_targets(process, element):
        yield _fault("link-without-target", element, what=trigger.name or "∅")


def link_targets(process: Process, element: Element) -> list[Element]:
    """Return the catching link events of the same scope and name."""
    name = element.trigger.name if element.trigger else None
    return [
        other
        for other in process.within(element.scope_id)
        if other.kind == "intermediateCatchEvent" and _is_link(other) and other.triggers[0].name == name
    ]


def _is_link(element: Element) -> bool:
    return element.trigger is not None and element.trigger.kind == "link"


def _call(model: Model, element: Element) -> Iterator[Fault]:
    called = model.processes.get(element.called or "")
    if called is None:
        yield _fault("unknown-process", element, what=element.called or "∅")
        return
    starts = [inner for inner in called.within(called.id) if inner.kind == "startEvent"]
    if starts and all(inner.triggers for inner in starts):
        yield _fault("no-blank-start", element, what=called.id)


def _fault(code: str, element: Element, **words: object) -> Fault:
    zh, en = SENTENCES[code]
    where: dict[str, str | int] = {"file": element.file, "line": element.line, "element": element.id}
    return Fault(code, zh.format(**words), en.format(**words), where)
