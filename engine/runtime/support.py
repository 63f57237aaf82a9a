"""Names what a diagram holds that we cannot run right, so that it is refused and never run wrongly."""

from collections.abc import Iterator

from engine.bpmn import Element, Model, Process, Trigger
from engine.kernel.errors import Fault
from engine.runtime.branch_faults import find_branch_faults
from engine.runtime.call_faults import find_bad_binding, find_call_cycles
from engine.runtime.links import find_link_faults
from engine.runtime.timing import read_schedule
from engine.runtime.undo_faults import find_undo_faults

SENTENCES: dict[str, tuple[str, str]] = {
    "unsupported-element": ("尚不支持 {what}。", "{what} is not supported."),
    "unsupported-event": (
        "{kind} 尚不支持 {what} 事件。",
        "A {kind} with the event {what} is not supported.",
    ),
    "must-interrupt": (
        "{what} 事件必然中断所附的活动，不能画成非中断。",
        "An event with the trigger {what} always interrupts and must not be drawn otherwise.",
    ),
    "several-events": (
        "链接事件不能有其他触发定义。",
        "A link event must not have another event definition.",
    ),
    "unknown-process": ("被调用的流程 {what} 不在其中。", "The called process {what} is not part of the model."),
    "no-blank-start": (
        "{what} 没有空白开始事件，无法被调用。",
        "{what} has no blank start event and cannot be called.",
    ),
    "several-starts": ("子流程只能有一个空白开始事件。", "A subprocess must not have several start events."),
    "ad-hoc-start": (
        "临时子流程没有开始事件，也不由事件触发。",
        "An ad-hoc subprocess has no start event and is not triggered by an event.",
    ),
    "ad-hoc-empty": (
        "临时子流程中至少应有一个活动。",
        "An ad-hoc subprocess needs at least one activity.",
    ),
    "event-subprocess": (
        "事件子流程应恰有一个带触发的开始事件，且不与顺序流相连，不循环，不用于补偿，也没有边界事件。",
        "An event subprocess needs exactly one start event with a trigger, and no flows, loop or attached events.",
    ),
    "bad-time": ("{what} 不是所要求的时间。", "{what} is not the kind of time that is asked for."),
}
UNSUPPORTED_KINDS = frozenset({"implicitThrowEvent"})
CAUGHT = frozenset({"message", "signal", "timer"})
ARISING = frozenset({"error", "escalation", "conditional"})
ALWAYS_INTERRUPTING = frozenset({"error", "cancel"})
THROWN = frozenset({"message", "signal", "escalation", "compensation"})
SUPPORTED_EVENTS = {
    "startEvent": CAUGHT | {"conditional"},
    "intermediateCatchEvent": CAUGHT | {"link", "conditional"},
    "intermediateThrowEvent": THROWN | {"link"},
    "boundaryEvent": CAUGHT | ARISING | {"compensation"},
    "endEvent": THROWN | {"terminate", "error"},
}


def find_unsupported(model: Model) -> tuple[Fault, ...]:
    """Return a fault for everything in a model that would not run right, in document order."""
    found: list[Fault] = []
    for process in model.processes.values():
        for element in process.elements.values():
            found.extend(_element(model, process, element))
    found.extend(find_call_cycles(model))
    return tuple(found)


def _element(model: Model, process: Process, element: Element) -> Iterator[Fault]:
    yield from _kind(element)
    yield from _events(process, element)
    yield from find_undo_faults(process, element)
    yield from find_branch_faults(process, element)
    yield from find_link_faults(process, element)
    if element.kind == "callActivity":
        yield from find_bad_binding(element)
        yield from _call(model, element)
    if element.kind in ("subProcess", "transaction"):
        yield from _subprocess(process, element)
    if element.kind == "adHocSubProcess":
        yield from _ad_hoc(process, element)


def _subprocess(process: Process, element: Element) -> Iterator[Fault]:
    starts = [inner for inner in process.within(element.id) if inner.kind == "startEvent"]
    if len(starts) > 1:
        yield _fault("several-starts", element)
    if not element.by_event:
        return
    beside = [other for other in process.within(element.scope_id) if other.attached_to == element.id]
    is_drawn_in = element.incoming or element.outgoing or element.loop or element.for_compensation or beside
    if len(starts) != 1 or not starts[0].triggers or is_drawn_in:
        yield _fault("event-subprocess", element)


def _ad_hoc(process: Process, element: Element) -> Iterator[Fault]:
    inside = process.within(element.id)
    if element.by_event or any(inner.kind == "startEvent" for inner in inside):
        yield _fault("ad-hoc-start", element)
    if not any(not inner.kind.endswith(("Event", "Gateway")) for inner in inside):
        yield _fault("ad-hoc-empty", element)


def _kind(element: Element) -> Iterator[Fault]:
    if element.kind in UNSUPPORTED_KINDS:
        yield _fault("unsupported-element", element, what=element.kind)


def _events(process: Process, element: Element) -> Iterator[Fault]:
    supported = _supported(process, element)
    if supported is None:
        return
    if len(element.triggers) > 1 and _has_link(element):
        yield _fault("several-events", element)
    for trigger in element.triggers:
        if trigger.kind not in supported:
            yield _fault("unsupported-event", element, kind=element.kind, what=trigger.kind)
        yield from _trigger(element, trigger)
        if trigger.kind in ALWAYS_INTERRUPTING and not element.interrupting:
            yield _fault("must-interrupt", element, what=trigger.kind)
    if not element.triggers and element.kind in ("intermediateCatchEvent", "boundaryEvent"):
        yield _fault("unsupported-event", element, kind=element.kind, what="∅")


def _supported(process: Process, element: Element) -> frozenset[str] | None:
    holder = process.elements.get(element.scope_id)
    if element.kind == "startEvent" and holder is not None:
        return CAUGHT | ARISING | {"compensation"} if holder.by_event else frozenset()
    if element.kind == "boundaryEvent":
        host = process.elements[element.attached_to or ""]
        return SUPPORTED_EVENTS["boundaryEvent"] | ({"cancel"} if host.kind == "transaction" else set())
    if element.kind == "endEvent" and holder is not None:
        return SUPPORTED_EVENTS["endEvent"] | ({"cancel"} if _catches_cancel(process, holder) else set())
    return SUPPORTED_EVENTS.get(element.kind)


def _catches_cancel(process: Process, holder: Element) -> bool:
    transaction: Element | None = holder
    while transaction is not None and transaction.kind != "transaction":
        transaction = process.elements.get(transaction.scope_id)
    return transaction is not None and any(
        event.attached_to == transaction.id and any(trigger.kind == "cancel" for trigger in event.triggers)
        for event in process.within(transaction.scope_id)
    )


def _has_link(element: Element) -> bool:
    return any(trigger.kind == "link" for trigger in element.triggers)


def _trigger(element: Element, trigger: Trigger) -> Iterator[Fault]:
    if trigger.kind == "timer" and trigger.literal and read_schedule(trigger.form, trigger.literal) is None:
        yield _fault("bad-time", element, what=trigger.literal)


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
