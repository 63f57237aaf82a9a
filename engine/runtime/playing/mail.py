"""Who gets a message or a signal: one who waits or many, in any case of a run, or a process it starts."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from engine.runtime.correlating import correlation_of
from engine.runtime.pending import Pending
from engine.runtime.playing.deeds import Deed, Kept, delivery, starting
from engine.runtime.program import Program
from engine.runtime.values import Wait

if TYPE_CHECKING:
    from engine.runtime.playing.stage import Stage


def receiver(stage: "Stage", message: Kept, *, may_start: bool = True) -> Deed | None:
    """Return the deed that hands a message to who waits for it, else to what it starts; `None` if nobody does.

    Where a message flow leads comes first, with or without a common name.
    """
    drawn = [message] if message.targets else []
    for each in (*drawn, replace(message, targets=frozenset())):
        deed = _waiting(stage, each) or (_begun(stage, each) if may_start else None)
        if deed is not None:
            return deed
    return None


def _waiting(stage: "Stage", message: Kept) -> Deed | None:
    known = {**correlation_of(stage.program.model, message.name, message.payload), **message.correlation}
    for case, wait in stage.waits():
        if _reaches(message, wait) and correlates(wait, known):
            return delivery(case, wait, message.payload)
    for pending in stage.pendings.values():
        for wait in pending.waits:
            if _reaches(message, wait):
                return begin(pending, wait, message.payload)
    return None


def _reaches(message: Kept, wait: Wait) -> bool:
    if message.targets:
        return wait.event == "message" and wait.element in message.targets
    return _is_for(wait, "message", message.name)


def _begun(stage: "Stage", message: Kept) -> Deed | None:
    if not message.targets:
        return next(iter(_started(stage, "message", message.name, message.payload)), None)
    for process in stage.program.model.processes.values():
        for element in stage.program.starts(process.id):
            trigger = next((each for each in element.triggers if each.kind == "message"), None)
            if element.id in message.targets and trigger is not None:
                name = trigger.name or element.name or element.id
                return starting(process, data={}, event=element.id, payload=message.payload, trigger=name)
    return None


def targets_of(program: Program, element: str) -> frozenset[str]:
    """Return the elements that message flows from an element lead to."""
    drawn = {name for process in program.model.processes.values() for name in process.elements}
    # A flow may also lead to a pool, which is somebody outside.
    return frozenset(flow.target for flow in program.model.message_flows if flow.source == element) & drawn


def hearers(stage: "Stage", name: str, payload: Mapping[str, Any], *, beside: int | None = None) -> list[Deed]:
    """Return the deeds that hand a signal to all that wait for it now and start what it starts.

    `beside` is the case it came from, in which it was heard already.
    """
    waits = [(case, wait) for case, wait in stage.waits() if _is_for(wait, "signal", name)]
    found = [delivery(case, wait, payload) for case, wait in waits if case.number != beside]
    waiting = {
        pending.process.id: begin(pending, wait, payload)
        for pending in stage.pendings.values()
        for wait in pending.waits
        if _is_for(wait, "signal", name)
    }
    # A case that began with another of its events hears this one itself; it begins no second case.
    heard = {wait.element for _, wait in waits}
    started = [
        deed
        for deed in _started(stage, "signal", name, payload)
        if deed.process not in waiting and deed.arguments["start_event"] not in heard
    ]
    return [*found, *waiting.values(), *started]


def _started(stage: "Stage", kind: str, name: str, payload: Mapping[str, Any]) -> list[Deed]:
    return [
        starting(process, data={}, event=element.id, payload=payload, trigger=name)
        for process in stage.program.model.processes.values()
        for element in stage.program.starts(process.id)
        if any(
            (trigger.kind, trigger.name or element.name or element.id) == (kind, name) for trigger in element.triggers
        )
    ]


def begin(pending: Pending, wait: Wait, payload: Mapping[str, Any]) -> Deed:
    """Return the deed that begins a case by the start event its process waits for."""
    return starting(pending.process, data=pending.data, event=wait.element, payload=payload, trigger=wait.name)


def is_caught(program: Program, kind: str, name: str) -> bool:
    """Tell whether anything in a program could ever receive a message or signal of a name."""
    return name in names_caught(program, kind)


def names_caught(program: Program, kind: str) -> list[str]:
    """Return the names of all messages or signals that something in a program receives."""
    found = {
        trigger.name or element.name or element.id
        for process in program.model.processes.values()
        for element in process.elements.values()
        if element.kind in ("startEvent", "intermediateCatchEvent", "boundaryEvent", "receiveTask")
        for trigger in element.triggers
        if trigger.kind == kind
    }
    if kind == "message":
        found |= {
            element.name or element.id
            for process in program.model.processes.values()
            for element in process.elements.values()
            if element.kind == "receiveTask" and not element.triggers
        }
    return sorted(found)


def correlates(wait: Wait, correlation: Mapping[str, Any]) -> bool:
    """Tell whether a message with a correlation is for a wait; what either does not say does not tell them apart."""
    known, said = wait.correlation, _flat(correlation)
    if not known or not said:
        return True
    if not known.keys() & said.keys():
        # Whoever sends may call a key what they like as long as its value is the one that is waited for.
        return any(value in known.values() for value in said.values())
    return all(known[name] == value for name, value in said.items() if name in known)


def _flat(correlation: Mapping[str, Any]) -> dict[str, Any]:
    # Properties may be sent by themselves or under the name of their key.
    flat: dict[str, Any] = {}
    for name, value in correlation.items():
        flat.update(value if isinstance(value, dict) else {name: value})
    return flat


def _is_for(wait: Wait, kind: str, name: str) -> bool:
    return (wait.event, wait.name) == (kind, name)
