"""How errors, escalations and cancellations find the event that catches them: outwards, from scope to scope."""

from collections.abc import Mapping
from typing import Any

from engine.runtime.specs.events import CatchNode
from engine.runtime.token import Token


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
