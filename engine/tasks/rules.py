"""Who may do what with a task: preconditions as statements, their raising twins as a readable chain. Pure."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from engine.bpmn import Element, Gate
from engine.kernel.actor import Actor
from engine.kernel.clock import CHINA
from engine.kernel.errors import Fault
from engine.kernel.typed_json import dump, load
from engine.organization.duties import PersonFacts
from engine.tasks.errors import (
    DraftUnkeepable,
    GateClosed,
    NotYourQueue,
    SeatMissing,
    TaskNotOpen,
    TaskNotYours,
    TaskOfMachine,
    TaskTaken,
)
from engine.tasks.values import LockedTask

_STATUS = {"completed": ("办结", "completed"), "cancelled": ("撤回", "withdrawn"), "open": ("待办", "open")}


def works_queue(actor: Actor, task: LockedTask) -> bool:
    """Tell whether the actor holds a seat that works off the task's queue."""
    return task.queue in actor.queues


def is_held_by(actor: Actor, task: LockedTask) -> bool:
    """Tell whether the task is in the actor's name."""
    return task.assignee_id == actor.person_id


def require_open(task: LockedTask, *, person: Callable[[], str]) -> None:
    """Raise `TaskNotOpen` unless the task is open; `person` tells who closed it, asked for the sentence only."""
    if task.status == "open":
        return
    zh, en = _STATUS[task.status]
    raise TaskNotOpen(
        task_zh=task.name_zh,
        task_en=task.name_en,
        status_zh=zh,
        status_en=en,
        person=person(),
        at=clock_time(task.completed_at),
    )


def require_unclaimed(actor: Actor, task: LockedTask, *, holder: Callable[[], str]) -> None:
    """Raise `TaskTaken` if somebody else holds the task."""
    if task.assignee_id is not None and not is_held_by(actor, task):
        raise TaskTaken(task_zh=task.name_zh, task_en=task.name_en, person=holder(), at=clock_time(task.claimed_at))


def require_queue(actor: Actor, task: LockedTask) -> None:
    """Raise `NotYourQueue` unless the actor works off the task's queue."""
    if not works_queue(actor, task):
        raise NotYourQueue(task_zh=task.name_zh, task_en=task.name_en, role=task.role, unit=task.unit)


def require_held(actor: Actor, task: LockedTask, *, holder: Callable[[], str]) -> None:
    """Raise `TaskNotYours` unless the actor holds the task."""
    if not is_held_by(actor, task):
        raise TaskNotYours(task_zh=task.name_zh, task_en=task.name_en, person=holder())


def require_of_people(task: LockedTask) -> None:
    """Raise `TaskOfMachine` for what no role does: an operation does it, and nobody in its place."""
    if not task.role:
        raise TaskOfMachine(task_zh=task.name_zh, task_en=task.name_en)


def require_seat(task: LockedTask, person: PersonFacts, *, seated: Iterable[PersonFacts]) -> None:
    """Raise `SeatMissing` unless a person holds the task's role in its unit."""
    if person.id not in {each.id for each in seated}:
        raise SeatMissing(person=person.name, role=task.role, unit=task.unit)


def closed_gates(element: Element, names: Mapping[str, Any], functions: Mapping[str, Any]) -> tuple[Gate, ...]:
    """Return the gates of an element that are not open: whose condition is anything but true."""
    gates = element.human.gates if element.human else ()
    return tuple(gate for gate in gates if gate.condition.expression.evaluate(names, functions=functions) is not True)


def require_gates(element: Element, names: Mapping[str, Any], functions: Mapping[str, Any]) -> None:
    """Raise `GateClosed` with a fault per closed gate of an element."""
    closed = closed_gates(element, names, functions)
    if closed:
        raise GateClosed(
            task_zh=element.name, task_en=element.name_en or element.name, faults=list(_gate_faults(element, closed))
        )


def keepable(draft: Mapping[str, Any]) -> bytes:
    """Return the bytes to keep a draft as; raise `DraftUnkeepable` for what could not be stored or opened again.

    A draft is not judged by its form, so anything may be in it: NUL characters and halves of characters, which
    PostgreSQL does not take, numbers wider than 64 bits, and objects that look like our own marks of dates.
    """
    try:
        content = dump(draft)
        load(content)
    except (TypeError, ValueError, ArithmeticError) as error:
        raise DraftUnkeepable from error
    if rb"\u0000" in content.replace(rb"\\", b""):
        raise DraftUnkeepable
    return content


def clock_time(instant: datetime | None) -> str:
    """Return an instant as people in China write it, or an ellipsis where there is none."""
    return instant.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if instant else "…"


def _gate_faults(element: Element, gates: Iterable[Gate]) -> Iterable[Fault]:
    for gate in gates:
        basis = gate.basis or ""
        zh = f"{gate.reason or gate.condition.text}" + (f"（{basis}）" if basis else "")
        en = f"{gate.reason_en or gate.reason or gate.condition.text}" + (f" ({basis})" if basis else "")
        yield Fault("gate", zh, en, {"element": element.id, "rule": basis})
