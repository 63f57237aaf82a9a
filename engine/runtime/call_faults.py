"""Refuses calls that lead back to where they come from: they would never end."""

from collections.abc import Iterator

from engine.bpmn import Element, Model
from engine.kernel.errors import Fault


def find_call_cycles(model: Model) -> Iterator[Fault]:
    """Yield a fault for every call activity that lies on a cycle of calls, in document order."""
    calls = {
        process.id: [element for element in process.elements.values() if element.kind == "callActivity"]
        for process in model.processes.values()
    }
    for process, activities in calls.items():
        for activity in activities:
            path = _path(calls, activity.called or "", process)
            if path:
                yield _fault(activity, " → ".join([process, *path]))


def find_bad_binding(element: Element) -> Iterator[Fault]:
    """Yield a fault for a call activity whose binding is none: `deployment`, `latest` or the number of a version."""
    binding = (element.binding or "deployment").strip()
    if binding not in ("deployment", "latest") and not (binding.isdecimal() and int(binding)):
        where: dict[str, str | int] = {"file": element.file, "line": element.line, "element": element.id}
        zh = f"guiju:binding 应为 deployment、latest 或版本号，实际为 {binding}。"
        yield Fault("bad-binding", zh, f"Expected deployment, latest or a version for guiju:binding: {binding}.", where)


def _path(calls: dict[str, list[Element]], start: str, goal: str) -> list[str]:
    """Return the processes by which a call leads to a process, empty if it does not."""
    came_from: dict[str, str | None] = {start: None}
    todo = [start] if start in calls else []
    while todo:
        current = todo.pop()
        if current == goal:
            found = [current]
            while (before := came_from[found[-1]]) is not None:
                found.append(before)
            return found[::-1]
        for activity in calls[current]:
            called = activity.called or ""
            if called in calls and called not in came_from:
                came_from[called] = current
                todo.append(called)
    return []


def _fault(element: Element, path: str) -> Fault:
    where: dict[str, str | int] = {"file": element.file, "line": element.line, "element": element.id}
    return Fault(
        "call-cycle", f"调用构成循环：{path}。", f"The calls lead back to where they come from: {path}.", where
    )
