"""Events that a case itself lets happen: messages, signals, escalations, errors, and ends."""

from SpiffWorkflow.util.task import TaskState

from engine.bpmn import Element, Trigger
from engine.runtime.sleeping import wake_hearers
from engine.runtime.specs.compensation import cancel_transaction, compensate, go_on_undoing
from engine.runtime.specs.events import CatchNode
from engine.runtime.specs.node import Node, ScopeSpec
from engine.runtime.specs.raising import raise_to_scopes
from engine.runtime.specs.work import throw
from engine.runtime.token import Token

_ORDER = ("message", "signal", "escalation", "compensation", "cancel", "error", "terminate")
"""In which order an event with several triggers lets them happen: what ends most comes last."""


class ThrowNode(Node):
    """An intermediate throw event: nothing, or any of messages, signals, escalations, compensations; or an operation.

    While a compensation it waits for is under way its token remembers in `at` which trigger comes next.
    """

    passes_first = True

    def __init__(self, scope: ScopeSpec, element: Element, name: str | None = None) -> None:
        super().__init__(scope, element, name)
        self.thrown = sorted(
            (trigger for trigger in element.triggers if trigger.kind in _ORDER),
            key=lambda trigger: _ORDER.index(trigger.kind),
        )

    def _run_hook(self, my_task: Token) -> bool | None:
        first = my_task.internal_data.get("at", 0)
        if not first:
            my_task.workflow.top_workflow.journal.passing(self)
            if self.element.operation is not None:
                throw(my_task, None)
                return True
        for which, trigger in enumerate(self.thrown[first:], start=first + 1):
            if trigger.kind != "compensation":
                self._throw(my_task, trigger)
            elif compensate(my_task, trigger):
                my_task.internal_data["at"] = which
                return None
        return True

    def undone(self, token: Token) -> None:
        """Go on after what was to be undone is undone."""
        if not go_on_undoing(token):
            token._ready()

    def _throw(self, token: Token, trigger: Trigger) -> None:
        if trigger.kind == "escalation":
            raise_to_scopes(token, "escalation", trigger.name)
        else:
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
            cancel_transaction(token)
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


def broadcast(token: Token) -> None:
    """Hand the signal just thrown to all in the case that waits for it now; other cases get it by the outcome."""
    top = token.workflow.top_workflow
    wake_hearers(top)
    thrown = top.journal.thrown[-1]
    for other in [other for _, other in sorted(top.positions.items())]:
        # What one receiver does may have withdrawn the next.
        if top.positions.get(other.id) is other and other.state == TaskState.WAITING:
            which = _awaits(other, "signal", thrown.name)
            if which is not None:
                other.task_spec.fire(other, thrown.payload, which)


def _awaits(token: Token, kind: str, name: str) -> int | None:
    spec = token.task_spec
    if not isinstance(spec, CatchNode):
        return None
    pending = (which for which in spec.pending(token) if spec.watched[which].kind == kind)
    return next((which for which in pending if spec.name_of(which) == name), None)
