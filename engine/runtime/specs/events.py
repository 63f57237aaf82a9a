"""Events: what a case waits for, throws, and ends with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn import Element, Trigger
from engine.runtime.scripting import failed
from engine.runtime.specs.node import Node, ScopeSpec
from engine.runtime.specs.work import correlated, receive, throw
from engine.runtime.timing import due_of
from engine.runtime.token import Token


class CatchNode(Node):
    """An intermediate catch event or a receive task: waits until what it waits for happens."""

    def __init__(self, scope: ScopeSpec, element: Element, name: str | None = None) -> None:
        super().__init__(scope, element, name)
        self.caught: Trigger = element.trigger or Trigger("message")

    @property
    def waits_for(self) -> str:
        """Return the name of what is waited for; an unnamed event is known by its own name."""
        return self.caught.name or self.element.name or self.element.id

    def _update_hook(self, my_task: Token) -> bool:
        self.arm_boundaries(my_task)
        self.arm(my_task)
        my_task._set_state(TaskState.WAITING)
        return False

    def arm(self, token: Token) -> None:
        """Fix what the wait depends on: the due instant of a timer, the correlation of a message."""
        if self.caught.kind == "timer":
            due, left = due_of(self.caught, token)
            token.internal_data["due"] = due.isoformat()
            if left != 1:
                token.internal_data["left"] = left
        elif found := correlated(token):
            token.internal_data["correlation"] = found

    def fire(self, token: Token, payload: Mapping[str, Any]) -> None:
        """Let a waiting token go on because its event happened."""
        receive(token, payload)
        gateway = token.parent
        if isinstance(gateway.task_spec, EventGatewayNode):
            top = token.workflow.top_workflow
            token.workflow.adopt(token)
            top.journal.passing(gateway.task_spec)
            top.drop(gateway)
        token._ready()


class BoundaryNode(CatchNode):
    """An event attached to an activity; its token hangs on the activity's token and goes with it."""

    def _update_hook(self, my_task: Token) -> bool:
        if self.caught.kind in ("message", "signal", "timer"):
            self.arm(my_task)
        my_task._set_state(TaskState.WAITING)
        return False

    def fire(self, token: Token, payload: Mapping[str, Any]) -> None:
        """Interrupt the activity, or start a path beside it."""
        level, host = token.workflow, token.parent
        receive(token, payload)
        if self.element.interrupting:
            level.adopt(token)
            level.top_workflow.drop(host)
            token._ready()
            return
        beside = level.place(self.name, scope=token.scope)
        beside._ready()
        if self.caught.kind == "timer" and not self._rearm(token):
            level.remove(token)

    def _rearm(self, token: Token) -> bool:
        left = token.internal_data.get("left", 1)
        if left is not None:
            left -= 1
            if left <= 0:
                return False
            token.internal_data["left"] = left
        due = datetime.fromisoformat(token.internal_data["due"])
        token.internal_data["due"] = due_of(self.caught, token, after=due)[0].isoformat()
        return True


class EventGatewayNode(Node):
    """An event-based gateway: the events behind it compete, the first wins."""

    def _update_hook(self, my_task: Token) -> bool:
        my_task._set_state(TaskState.WAITING)
        for way in self.ways:
            my_task.workflow.send(way.target, scope=my_task.scope, via=way.flow, parent=my_task)
        return False


class ThrowNode(Node):
    """An intermediate throw event: nothing, a message, a signal, an operation or an escalation."""

    passes_first = True

    def _run_hook(self, my_task: Token) -> bool:
        trigger = self.element.trigger
        my_task.workflow.top_workflow.journal.passing(self)
        if trigger is not None and trigger.kind == "escalation":
            raise_to_scopes(my_task, "escalation", trigger.name)
        elif self.element.operation or (trigger is not None and trigger.kind in ("message", "signal")):
            throw(my_task)
            if trigger is not None and trigger.kind == "signal":
                broadcast(my_task, trigger.name or self.element.name or self.element.id)
        return True


class EndNode(ThrowNode):
    """An end event: consumes its token; may also throw, or end more than itself."""

    def _run_hook(self, my_task: Token) -> bool:
        trigger, journal = self.element.trigger, my_task.workflow.top_workflow.journal
        kind = None if trigger is None else trigger.kind
        if kind == "terminate":
            journal.passing(self)
            self._terminate(my_task)
        elif kind == "error" and trigger is not None:
            journal.passing(self)
            self._fail(my_task, trigger.name)
        else:
            super()._run_hook(my_task)
        return True

    def _terminate(self, token: Token) -> None:
        level, top = token.workflow, token.workflow.top_workflow
        top.drop_all(level)
        if level is top:
            top.status = "terminated"

    def _fail(self, token: Token, code: str | None) -> None:
        top = token.workflow.top_workflow
        if not raise_to_scopes(token, "error", code):
            top.drop_all(top)
            top.status = "failed"
        elif token.id in top.positions:
            raise failed(token, zh="错误没有结束其所在范围", en="the error did not end its scope")


def broadcast(token: Token, name: str) -> None:
    """Hand a signal to everything in the same case that waits for it now; other cases get it from the outcome."""
    top = token.workflow.top_workflow
    payload = top.journal.thrown[-1].payload
    waiting = [other for number, other in sorted(top.positions.items()) if _awaits_signal(other, name)]
    for other in waiting:
        if top.positions.get(other.id) is other:
            other.task_spec.fire(other, payload)


def _awaits_signal(token: Token, name: str) -> bool:
    spec = token.task_spec
    return (
        isinstance(spec, CatchNode)
        and token.state == TaskState.WAITING
        and spec.caught.kind == "signal"
        and spec.waits_for == name
    )


def raise_to_scopes(token: Token, kind: str, code: str | None, payload: Mapping[str, Any] | None = None) -> bool:
    """Hand an error or escalation to the nearest activity around a token that catches it; return whether one does.

    An event that names the code is preferred to one that catches any.
    """
    top = token.workflow.top_workflow
    current: Token | None = token
    while current is not None:
        events = [child for child in current.children if _catches(child, kind, code)]
        if events:
            found = min(events, key=lambda event: event.task_spec.caught.name is None)
            found.task_spec.fire(found, payload or {})
            return True
        current = _around(current, top)
    return False


def _around(token: Token, top: Any) -> Token | None:
    level = token.workflow
    if token.parent is not level.task_tree:
        parent: Token = token.parent
        return parent
    host: Token | None = None if level is top else level.host
    return host


def _catches(token: Token, kind: str, code: str | None) -> bool:
    spec = token.task_spec
    return (
        isinstance(spec, BoundaryNode)
        and token.state == TaskState.WAITING
        and spec.caught.kind == kind
        and spec.caught.name in (None, code)
    )
