"""Finds the multi-instance activities whose items can be put away while nothing happens to them."""

from collections.abc import Iterator, Mapping

from engine.runtime.specs.crowds import CrowdNode
from engine.runtime.specs.events import CatchNode
from engine.runtime.specs.node import Node, ScopeSpec
from engine.runtime.specs.repeats import MultiNode


def let_sleep(scopes: Mapping[str, ScopeSpec]) -> None:
    """Mark parallel activities nothing inside of which looks at what happens elsewhere in the case.

    A condition, a missing input, an offer to people or something that can be undone has to be seen in every step.
    """
    for scope in scopes.values():
        for node in scope.task_specs.values():
            if not isinstance(node, MultiNode) or isinstance(node, CrowdNode) or node.loop.kind != "parallel":
                continue
            body, inside = scope.task_specs[node.body], list(_inside(scopes, scope.task_specs[node.body], set()))
            has_own_way = isinstance(body, CatchNode) or bool(inside)
            node.sleeps = has_own_way and node.element.id not in scope.kept and not any(map(_is_watched, inside))
            nodes = [body, *(each for level in inside for each in level.task_specs.values())]
            node.hears = any(
                trigger.kind == "signal" for each in nodes if isinstance(each, CatchNode) for trigger in each.watched
            )


def _inside(scopes: Mapping[str, ScopeSpec], node: Node, seen: set[str]) -> Iterator[ScopeSpec]:
    inner = getattr(node, "inner", None)
    if inner is None or inner in seen:
        return
    seen.add(inner)
    yield scopes[inner]
    for each in scopes[inner].task_specs.values():
        yield from _inside(scopes, each, seen)


def _is_watched(scope: ScopeSpec) -> bool:
    return bool(scope.is_ad_hoc or scope.conditional or scope.takes_data or scope.kept or scope.undoing)
