"""Finds what a request speaks of: elements, tasks, incidents; and says what would have been there."""

from collections.abc import Iterable
from difflib import get_close_matches

from engine.runtime.errors import ElementNotOpen, NoIncident, NoSuchElement, NothingWaits
from engine.runtime.playing.deeds import Incident
from engine.runtime.playing.requests import Request
from engine.runtime.playing.stage import Stage
from engine.runtime.playing.standing import PlayedTask, look
from engine.runtime.positions import positions


def find_task(stage: Stage, request: Request, *, offered: bool = False) -> PlayedTask:
    """Return the open (or offered) task a request names by handle, by element, or by both.

    Of several tasks of one element it is the oldest, unless `index` or `case` says which. Raises `NoSuchElement`,
    `ElementNotOpen`.
    """
    element, handle = request.text("element"), request.text("task")
    require_element(stage, element)
    standing = look(stage)
    for played in standing.offered if offered else standing.tasks:
        if _is_meant(played, request, _global_task(stage, element)):
            return played
    there = [f"{played.task.element}" for played in (standing.offered if offered else standing.tasks)]
    waits = {wait.element: wait for wait in standing.waits}
    if element in waits:
        wait = waits[element]
        raise ElementNotOpen(
            element=element,
            hint_zh=f"，它在等待 {wait.event} {wait.name}",
            hint_en=f": it waits for the {wait.event} {wait.name}",
        )
    lacks = {played.lack.element: played.lack.names for played in standing.lacking}
    if element in lacks:
        raise ElementNotOpen(
            element=element,
            hint_zh=f"，它在等待数据：{'、'.join(lacks[element])}",
            hint_en=f": it waits for data: {', '.join(lacks[element])}",
        )
    said_zh, said_en = ("、".join(there) or "无", ", ".join(there) or "nothing")
    word_zh, word_en = ("可启动", "offered") if offered else ("待办", "open")
    raise ElementNotOpen(
        element=element or handle, hint_zh=f"，{word_zh}：{said_zh}", hint_en=f"; {word_en}: {said_en}"
    )


def find_finishable(stage: Stage, request: Request) -> PlayedTask:
    """Return the ad-hoc subprocess a request names, of which people may say that enough was done.

    Raises `NoSuchElement`, `ElementNotOpen`.
    """
    element = request.text("element")
    require_element(stage, element)
    finishable = look(stage).finishable
    for played in finishable:
        if _is_meant(played, request):
            return played
    there = [played.task.element for played in finishable]
    said_zh, said_en = "、".join(there) or "无", ", ".join(there) or "nothing"
    raise ElementNotOpen(
        element=element or request.text("task"), hint_zh=f"，可结束：{said_zh}", hint_en=f"; to be finished: {said_en}"
    )


def find_position(stage: Stage, request: Request) -> tuple[int, str]:
    """Return case and key of what an intervention takes hold of: a task, a wait, or any element that goes on.

    Without a word about it, it is the only thing that goes on. Raises `NoSuchElement`, `ElementNotOpen`.
    """
    if request.text("task") is not None:
        played = find_task(stage, request)
        return played.case, played.task.key
    element = request.text("element") or request.text("from")
    require_element(stage, element)
    found = _going_on(stage, request.text("case"))
    meant = [position for position in found if element is None or position[2] == element]
    if not meant or (element is None and len(meant) > 1):
        there = [position[2] for position in found]
        raise ElementNotOpen(
            element=element or "∗",
            hint_zh=f"，进行中：{'、'.join(there) or '无'}",
            hint_en=f"; going on: {', '.join(there) or 'nothing'}",
        )
    return meant[0][:2]


def _going_on(stage: Stage, number: str | None) -> list[tuple[int, str, str]]:
    found = []
    for case in stage.cases.values():
        if not case.is_active or number not in (None, str(case.number)):
            continue
        held = positions(stage.program, case.outcome.snapshot, environment=case.environment(stage.clock.now()))
        found += [(case.number, each.key, each.element) for each in held if not each.stands_by]
        found += [(case.number, wait.key, wait.element) for wait in case.outcome.waits]
    return found


def find_incident(stage: Stage, request: Request) -> Incident:
    """Return the incident at the element a request names, or the only one there is; raises `NoIncident`."""
    element = request.text("element")
    require_element(stage, element)
    for incident in stage.incidents:
        if element is None or incident.element == element:
            return incident
    there = [str(incident.element) for incident in stage.incidents]
    hint_zh, hint_en = (
        (f"，异常在：{'、'.join(there)}", f"; there are some at {', '.join(there)}") if there else ("", "")
    )
    raise NoIncident(element=element or "∗", hint_zh=hint_zh, hint_en=hint_en)


def require_element(stage: Stage, element: str | None) -> None:
    """Raise `NoSuchElement` if a request names an element that no process of the run has."""
    if element is None:
        return
    known = {name for process in stage.program.model.processes.values() for name in process.elements}
    if element not in known:
        zh, en = _near(element, known)
        raise NoSuchElement(element=element, hint_zh=zh, hint_en=en)


def require_known(name: str, known: Iterable[str]) -> None:
    """Raise `NothingWaits` if nothing in the run could ever receive a message or signal of a name."""
    known = list(known)
    if name not in known:
        zh, en = _near(name, known)
        if known and not en:
            zh, en = f"，可收到的有：{'、'.join(known)}", f"; what could be received: {', '.join(known)}"
        raise NothingWaits(name=f"{name}", hint_zh=zh, hint_en=en)


def _global_task(stage: Stage, element: str | None) -> str | None:
    # What calls a global task is on the page; the task itself is not drawn at all, so either name will do.
    for process in stage.program.model.processes.values():
        call = process.elements.get(element or "")
        called = None if call is None else stage.program.model.processes.get(call.called or "")
        if called is not None and list(called.elements) == [called.id]:
            return called.id
    return None


def _is_meant(played: PlayedTask, request: Request, called: str | None = None) -> bool:
    element, handle, case = request.text("element"), request.text("task"), request.text("case")
    index = request.given.get("index")
    return (
        (handle is None or handle == played.handle)
        and (element is None or played.task.element in (element, called))
        and (case is None or str(played.case) == case)
        and (index is None or played.task.index == index)
    )


def _near(name: str, known: Iterable[str]) -> tuple[str, str]:
    near = get_close_matches(name, list(known), 1)
    return (f"，是否指 {near[0]}", f", did you mean {near[0]}") if near else ("", "")
