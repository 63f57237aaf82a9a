"""What a multi-instance activity throws when one of its instances ends."""

from collections.abc import Mapping
from typing import Any

from engine.bpmn import Behavior, Trigger
from engine.runtime.specs.events import CatchNode
from engine.runtime.specs.raising import raise_to_scopes
from engine.runtime.specs.throwing import broadcast
from engine.runtime.token import Token
from engine.runtime.values import Thrown

IMPLICIT = frozenset({"signal", "message", "escalation", "error"})
"""What may be thrown so; anything else would end more than an activity."""


def due_throws(behaviors: tuple[Behavior, ...], item: Token, counts: Mapping[str, Any]) -> list[Trigger]:
    """Return what is thrown because an instance ends; conditions see the counts and the instance's document."""
    engine = item.workflow.script_engine
    is_first = counts["numberOfCompletedInstances"] == 1
    return [
        behavior.trigger
        for behavior in behaviors
        if (is_first or not behavior.first)
        and (behavior.condition is None or engine.is_met(item, behavior.condition, counts))
    ]


def throw_implicitly(holder: Token, trigger: Trigger) -> None:
    """Throw an event of a multi-instance activity: the events attached to it are the first that can catch it."""
    element, top = holder.task_spec.element, holder.workflow.top_workflow
    if trigger.kind in ("escalation", "error"):
        if not raise_to_scopes(holder, trigger.kind, trigger.name) and trigger.kind == "error":
            top.drop_all(top)
            top.status = "failed"
        return
    if trigger.name is None:
        _tell_unnamed(holder, trigger.kind)
        return
    top.journal.thrown.append(Thrown(element.id, trigger.kind, trigger.name, {}, {}))
    if trigger.kind == "signal":
        broadcast(holder)


def _tell_unnamed(holder: Token, kind: str) -> None:
    # The default signal has no name (BPMN 2.0.2, table 10.29); only an event attached to the activity can mean it.
    for child in list(holder.children):
        spec = child.task_spec
        which = spec.catching(child, kind, None) if isinstance(spec, CatchNode) else None
        if which is not None:
            spec.fire(child, {}, which)
            return
