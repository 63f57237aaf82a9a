"""Events that are waited for: in the flow, attached to an activity, or competing behind a gateway."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn import Element, Trigger
from engine.runtime.specs.node import Node, ScopeSpec
from engine.runtime.specs.work import correlated, receive
from engine.runtime.timing import due_of
from engine.runtime.token import Token

OUTSIDE = frozenset({"message", "signal", "timer"})
"""Triggers that come from outside the case; the others arise in it."""


class CatchNode(Node):
    """An intermediate catch event or a receive task: waits until what it waits for happens.

    `event` is the element that says what is waited for, `watched` its triggers: any of them will do, or, for a
    parallel multiple event, all of them. A token remembers by the index of the trigger when a timer is `due`, how
    often it fires (`left`), what was `seen` of a parallel multiple event, and which conditions are met (`met`).
    """

    def __init__(self, scope: ScopeSpec, element: Element, name: str | None = None) -> None:
        super().__init__(scope, element, name)
        self.event = element
        self.watched: tuple[Trigger, ...] = element.triggers or (Trigger("message"),)

    @property
    def is_conditional(self) -> bool:
        """Tell whether a condition is among what is waited for."""
        return any(trigger.kind == "conditional" for trigger in self.watched)

    def name_of(self, which: int) -> str:
        """Return the name of what is waited for; an unnamed event is known by its element's name."""
        return self.watched[which].name or self.event.name or self.event.id

    def pending(self, token: Token) -> list[int]:
        """Return the triggers a waiting token still waits for."""
        known = token.internal_data
        seen, due = known.get("seen", ()), known.get("due", {})
        return [
            which
            for which, trigger in enumerate(self.watched)
            if which not in seen and (trigger.kind != "timer" or str(which) in due)
        ]

    def catching(self, token: Token, kind: str, code: str | None) -> int | None:
        """Return the trigger by which a waiting token catches an error, escalation or cancellation.

        One that names the code comes before one that takes any; `None` if there is none.
        """
        if token.state != TaskState.WAITING:
            return None
        fitting = [which for which, trigger in enumerate(self.watched) if trigger.kind == kind]
        exact = [which for which in fitting if code is not None and self.watched[which].name == code]
        return next(iter(exact or [which for which in fitting if self.watched[which].name is None]), None)

    def _update_hook(self, my_task: Token) -> bool:
        self.arm_boundaries(my_task)
        self.arm(my_task)
        return False

    def arm(self, token: Token) -> None:
        """Begin to wait, fixing what the wait depends on: when timers are due, the correlation of messages."""
        for which, trigger in enumerate(self.watched):
            if trigger.kind == "timer":
                self._set_timer(token, which)
        if any(trigger.kind == "message" for trigger in self.watched) and (
            found := correlated(token, self.event, self.watched)
        ):
            token.internal_data["correlation"] = found
        token._set_state(TaskState.WAITING)

    def fire(self, token: Token, payload: Mapping[str, Any], which: int = 0) -> None:
        """Take note that a trigger happened; of a parallel multiple event, only the last one counts."""
        receive(token, payload, self.event)
        if self.event.parallel_multiple and len(self.watched) > 1:
            seen = [*token.internal_data.get("seen", ()), which]
            token.internal_data["seen"] = seen
            if len(seen) < len(self.watched):
                return
            del token.internal_data["seen"]
        self.happen(token, which)

    def happen(self, token: Token, which: int) -> None:  # noqa: ARG002 - the attached events need to know which
        """Let a waiting token go on because its event happened."""
        gateway = token.parent
        if isinstance(gateway.task_spec, EventGatewayNode):
            top = token.workflow.top_workflow
            token.workflow.adopt(token)
            top.journal.passing(gateway.task_spec)
            top.drop(gateway)
        token._ready()

    def stay(self, token: Token, which: int) -> bool:
        """Prepare an event that interrupts nothing to happen again; return whether it can."""
        if self.watched[which].kind == "timer":
            self._wind(token, which)
        return bool(self.pending(token))

    def _set_timer(self, token: Token, which: int, after: datetime | None = None) -> None:
        due, left = due_of(self.watched[which], token, after=after)
        token.internal_data.setdefault("due", {})[str(which)] = due.isoformat()
        if after is None and left != 1:
            token.internal_data.setdefault("left", {})[str(which)] = left

    def _wind(self, token: Token, which: int) -> None:
        key, known = str(which), token.internal_data
        left = known.get("left", {}).get(key, 1)
        after = datetime.fromisoformat(known["due"].pop(key))
        if left is not None:
            if left <= 1:
                return
            known["left"][key] = left - 1
        self._set_timer(token, which, after)


class BoundaryNode(CatchNode):
    """An event attached to an activity; its token hangs on the activity's token and goes with it."""

    def _update_hook(self, my_task: Token) -> bool:
        self.arm(my_task)
        return False

    def happen(self, token: Token, which: int) -> None:
        """Interrupt the activity, or start a path beside it."""
        level, host = token.workflow, token.parent
        if self.element.interrupting:
            holder = host.parent
            level.adopt(token)
            level.top_workflow.drop(host)
            token._ready()
            if holder is not level.task_tree:
                holder.task_spec.child_left(holder)
            return
        beside = level.place(self.name, scope=token.scope)
        beside._ready()
        if not self.stay(token, which):
            level.remove(token)


class EventGatewayNode(Node):
    """An event-based gateway: the events behind it compete, the first wins."""

    def _update_hook(self, my_task: Token) -> bool:
        my_task._set_state(TaskState.WAITING)
        for way in self.ways:
            my_task.workflow.send(way.target, scope=my_task.scope, via=way.flow, parent=my_task)
        return False


def watch_conditions(level: Any) -> bool:
    """Let an event happen whose condition has become true; return whether one did."""
    engine, names = level.script_engine, level.spec.conditional
    for token in [token for token in level.tasks.values() if token.task_spec.name in names]:
        spec = token.task_spec
        if token.state != TaskState.WAITING:
            continue
        for which in spec.pending(token):
            trigger = spec.watched[which]
            if trigger.kind == "conditional" and _has_become_true(engine, token, which, trigger):
                spec.fire(token, {}, which)
                return True
    return False


def _has_become_true(engine: Any, token: Token, which: int, trigger: Trigger) -> bool:
    met = token.internal_data.get("met", [])
    if trigger.formula is None or not engine.is_met(token, trigger.formula):
        if which in met:
            met.remove(which)
        return False
    if which in met:
        return False
    token.internal_data["met"] = [*met, which]
    return True
