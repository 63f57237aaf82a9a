"""Complex gateways: they go on when their activation condition is met, and swallow what comes later."""

from collections.abc import Iterable, Mapping
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.runtime.specs.gateways import InclusiveNode, arrivals, consume
from engine.runtime.specs.node import Way, choose_inclusive, refuse_no_way
from engine.runtime.token import Token

WAITING_FOR_START = "waitingForStart"


class ComplexNode(InclusiveNode):
    """A complex gateway (BPMN 2.0.2, section 13.4.5).

    While it waits for its start its condition sees `activationCount`, the number of incoming flows that hold a token,
    and under the id of each incoming flow how many tokens it holds. After that it waits for its reset: a token of its
    own remembers the flows whose tokens it has `received`, and one of each other flow is swallowed as far as it can
    still arrive. At the reset only flows whose condition speaks of `waitingForStart` can receive a token: any other
    condition was answered when the gateway started, and to answer it again would double what follows.

    Without an activation condition BPMN does not say when a gateway goes on; it then joins like an inclusive one.
    """

    def _update_hook(self, my_task: Token) -> bool:
        if self.element.activation is None:
            return super()._update_hook(my_task)
        my_task._set_state(TaskState.WAITING)
        self._try_to_start(my_task.workflow)
        return False

    def release(self, level: Any) -> bool:
        """Start or reset the gateway if it is time; return whether it was."""
        if self.element.activation is None:
            return super().release(level)
        mark = self._mark(level)
        if mark is None:
            return self._try_to_start(level)
        waiting = arrivals(level, self)
        received = mark.internal_data["received"]
        late = {flow: token for flow, token in waiting.items() if flow not in received}
        if self._something_may_arrive(level, {**dict.fromkeys(received, mark), **late}):
            return False
        for token in late.values():
            level.remove(token)
        self._reset(mark)
        self._try_to_start(level)
        return True

    def choose(self, token: Token) -> list[Way]:
        """Return the ways taken at the start; raises `ExecutionFailed` when there are ways but none is open."""
        chosen = choose_inclusive(self.ways, token, {WAITING_FOR_START: True})
        if self.ways and not chosen:
            refuse_no_way(self.ways, token)
        return chosen

    def _try_to_start(self, level: Any) -> bool:
        if self._mark(level) is not None:
            return False
        waiting = arrivals(level, self)
        first = next(iter(waiting.values()), None)
        if first is None or not self._is_activated(level, first, waiting):
            return False
        consume(waiting, first)
        mark = level.place(self.name, scope=first.scope)
        mark._set_state(TaskState.WAITING)
        mark.internal_data["received"] = sorted(waiting)
        first._ready()
        return True

    def _is_activated(self, level: Any, first: Token, waiting: Iterable[str]) -> bool:
        counts = self._tokens_by_flow(level)
        seen: dict[str, Any] = {**counts, "activationCount": len(set(waiting)), WAITING_FOR_START: True}
        return bool(level.script_engine.is_met(first, self.element.activation, seen))

    def _tokens_by_flow(self, level: Any) -> Mapping[str, int]:
        counts = dict.fromkeys(self.element.incoming, 0)
        for token in level.task_tree.children:
            if token.task_spec is self and token.via in counts and token.state == TaskState.WAITING:
                counts[token.via] += 1
        return counts

    def _mark(self, level: Any) -> Token | None:
        return next(
            (token for token in level.task_tree.children if token.task_spec is self and is_mark(token)),
            None,
        )

    def _reset(self, mark: Token) -> None:
        level, scope = mark.workflow, mark.scope
        asking = tuple(way for way in self.ways if way.condition and _speaks_of_start(way))
        ways = [way for way in asking if level.script_engine.is_met(mark, way.condition, {WAITING_FOR_START: False})]
        level.remove(mark)
        for way in ways:
            level.send(way.target, scope=scope, via=way.flow)
        level.top_workflow.finish_if_empty(level)


def is_mark(token: Token) -> bool:
    """Tell whether a token is no branch that arrived, but a complex gateway's memory of what it has received."""
    return "received" in token.internal_data


def _speaks_of_start(way: Way) -> bool:
    return way.condition is not None and WAITING_FOR_START in way.condition.expression.names
