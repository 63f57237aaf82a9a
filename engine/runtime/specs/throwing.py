"""Events that a case itself lets happen: messages, signals, escalations, errors, and ends."""

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn import Trigger
from engine.runtime.scripting import failed
from engine.runtime.specs.events import CatchNode
from engine.runtime.specs.node import Node
from engine.runtime.specs.work import throw
from engine.runtime.token import Token


class ThrowNode(Node):
    """An intermediate throw event: nothing, or any of messages, signals, escalations; or an operation."""

    passes_first = True

    def _run_hook(self, my_task: Token) -> bool:
        my_task.workflow.top_workflow.journal.passing(self)
        if self.element.operation is not None:
            throw(my_task, None)
        else:
            for trigger in self.element.triggers:
                self._throw(my_task, trigger)
        return True

    def _throw(self, token: Token, trigger: Trigger) -> None:
        if trigger.kind == "escalation":
            raise_to_scopes(token, "escalation", trigger.name)
        elif trigger.kind in ("message", "signal"):
            throw(token, trigger)
            if trigger.kind == "signal":
                broadcast(token)


class EndNode(ThrowNode):
    """An end event: consumes its token; may also throw, or end more than itself."""

    def _throw(self, token: Token, trigger: Trigger) -> None:
        if trigger.kind == "terminate":
            self._terminate(token)
        elif trigger.kind == "error":
            self._fail(token, trigger.name)
        elif trigger.kind == "cancel":
            self._cancel(token)
        else:
            super()._throw(token, trigger)

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

    def _cancel(self, token: Token) -> None:
        if not raise_to_scopes(token, "cancel", None):
            raise failed(token, zh="没有捕获事务取消的边界事件", en="no boundary event catches the cancellation")


def broadcast(token: Token) -> None:
    """Hand the signal just thrown to all in the case that waits for it now; other cases get it by the outcome."""
    top = token.workflow.top_workflow
    thrown = top.journal.thrown[-1]
    for other in [other for _, other in sorted(top.positions.items())]:
        # What one receiver does may have withdrawn the next.
        if top.positions.get(other.id) is other and other.state == TaskState.WAITING:
            which = _awaits(other, "signal", thrown.name)
            if which is not None:
                other.task_spec.fire(other, thrown.payload, which)


def raise_to_scopes(token: Token, kind: str, code: str | None, payload: Mapping[str, Any] | None = None) -> bool:
    """Hand an error, escalation or cancellation to the nearest event around a token that catches it.

    Asked are the events attached to the activity, then the event subprocesses of its scope, then the same of the
    scope around it, and so on. Returns whether one caught it.
    """
    top = token.workflow.top_workflow
    current: Token | None = token
    while current is not None:
        level = current.workflow
        candidates = list(current.children)
        if current.parent is level.task_tree:
            candidates += [other for other in level.task_tree.children if other.task_spec.stands_by]
        if _hand_over(candidates, kind, code, payload or {}):
            return True
        current = _around(current, top)
    return False


def _hand_over(candidates: list[Token], kind: str, code: str | None, payload: Mapping[str, Any]) -> bool:
    found = [
        (token.task_spec.watched[which].name is None, token, which)
        for token in candidates
        if isinstance(token.task_spec, CatchNode) and (which := token.task_spec.catching(token, kind, code)) is not None
    ]
    if not found:
        return False
    _, token, which = min(found, key=lambda candidate: candidate[0])
    token.task_spec.fire(token, payload, which)
    return True


def _around(token: Token, top: Any) -> Token | None:
    level = token.workflow
    if token.parent is not level.task_tree:
        parent: Token = token.parent
        return parent
    host: Token | None = None if level is top else level.host
    return host


def _awaits(token: Token, kind: str, name: str) -> int | None:
    spec = token.task_spec
    if not isinstance(spec, CatchNode):
        return None
    pending = (which for which in spec.pending(token) if spec.watched[which].kind == kind)
    return next((which for which in pending if spec.name_of(which) == name), None)
