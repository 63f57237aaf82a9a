"""Gateways: where tokens choose, split and join."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.runtime.specs.node import Node, Way, refuse_no_way
from engine.runtime.token import Token


class ExclusiveNode(Node):
    """Takes the first way whose condition is met, in the order of the drawing; else the default or a free way."""

    def choose(self, token: Token) -> list[Way]:
        """Return the one way taken; raises `ExecutionFailed` when there is none."""
        engine = token.workflow.script_engine
        for way in self.ways:
            if way.condition and not way.is_default and engine.is_met(token, way.condition):
                return [way]
        otherwise = [way for way in self.ways if way.is_default] or [way for way in self.ways if not way.condition]
        if self.ways and not otherwise:
            refuse_no_way(self.ways, token)
        return otherwise[:1]


class ParallelNode(Node):
    """Waits for one token on every incoming flow, consumes one of each, and takes every way.

    Tokens wait with the flow they came on. The library counts what the tree remembers instead, which in a loop lets
    a token of the last round stand in for one of this round.
    """

    def _update_hook(self, my_task: Token) -> bool:
        my_task._set_state(TaskState.WAITING)
        waiting = arrivals(my_task.workflow, self)
        if len(waiting) < len(set(self.element.incoming)):
            return False
        consume(waiting, my_task)
        return True

    def choose(self, token: Token) -> list[Way]:  # noqa: ARG002 - one signature for all nodes
        """Return all ways; a parallel gateway has no conditions."""
        return list(self.ways)


class InclusiveNode(Node):
    """Waits for every token that can still arrive, then takes every way whose condition is met."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.find_upstream: Callable[[], Mapping[str, frozenset[str]]] = dict

    @cached_property
    def upstream(self) -> Mapping[str, frozenset[str]]:
        """Return the elements from which each incoming flow can be reached without passing the gateway.

        Found when the gateway is first reached: for all gateways of a large diagram it would take a minute.
        """
        return self.find_upstream()

    def _update_hook(self, my_task: Token) -> bool:
        if len(self.element.incoming) <= 1:
            return True
        my_task._set_state(TaskState.WAITING)
        return False

    def release(self, level: Any) -> bool:
        """Let the gateway fire if nothing more can arrive; return whether it did."""
        waiting = arrivals(level, self)
        if not waiting or self._something_may_arrive(level, waiting):
            return False
        first = next(iter(waiting.values()))
        consume(waiting, first)
        first._ready()
        return True

    def _something_may_arrive(self, level: Any, waiting: Mapping[str, Token]) -> bool:
        # BPMN 2.0.2, section 13.4.3: a token elsewhere delays the gateway if it can reach an empty incoming flow
        # without passing the gateway, unless it could as well reach one that already holds a token.
        empty = [self.upstream[flow] for flow in self.upstream if flow not in waiting]
        full = [self.upstream[flow] for flow in self.upstream if flow in waiting]
        for token in level.task_tree.children:
            name = token.task_spec.name
            if token.task_spec is self or name in level.spec.handlers:
                continue
            if any(name in nodes for nodes in empty) and not any(name in nodes for nodes in full):
                return True
        return False


def arrivals(level: Any, node: Node) -> dict[str, Token]:
    """Return the first token that waits at a gateway on each incoming flow, oldest first.

    A complex gateway's memory of what it has `received` is no arrival.
    """
    found: dict[str, Token] = {}
    for token in level.task_tree.children:
        if token.task_spec is node and token.state == TaskState.WAITING and "received" not in token.internal_data:
            found.setdefault(token.via, token)
    return found


def consume(waiting: Mapping[str, Token], survivor: Token) -> None:
    """Take one token of each incoming flow; of them one goes on for all."""
    for flow, token in waiting.items():
        if token is survivor:
            continue
        if flow == survivor.via:
            # An older token of the same flow is consumed in its stead; the tokens of one flow are interchangeable.
            continue
        token.workflow.remove(token)
