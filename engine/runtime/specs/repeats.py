"""Activities performed several times: for each of a collection, a number of times, or while a condition holds."""

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn import Element, Loop
from engine.runtime.documents import Document
from engine.runtime.shelves import shelved
from engine.runtime.sleeping import wake_items
from engine.runtime.specs.behaviors import due_throws, throw_implicitly
from engine.runtime.specs.node import Node, ScopeSpec
from engine.runtime.token import OUTER, Token

ITEM_LIMIT = 10_000
"""How many instances one activity may have; more is a mistake in the data."""


class RepeatNode(Node):
    """The container of the items; attached events wait on it, items hang on it."""

    is_container = True

    def __init__(self, scope: ScopeSpec, element: Element, body: str) -> None:
        super().__init__(scope, element)
        assert element.loop is not None
        self.loop: Loop = element.loop
        self.body = body

    @property
    def is_work(self) -> bool:  # type: ignore[override]
        """Tell whether the items are done outside."""
        return bool(self._wf_spec.task_specs[self.body].is_work)

    def _start_item(self, token: Token, index: int, document: Document) -> None:
        level = token.workflow
        item = level.place(self.body, scope=level.top_workflow.add_document(document), parent=token)
        item.internal_data["index"] = index
        item.task_spec._update(item)

    def _end_item(self, token: Token, item: Token) -> None:
        top = token.workflow.top_workflow
        for child in list(item.children):
            top.drop(child)
        if not item.internal_data.get("kept"):
            top.documents.by_number.pop(item.scope)
        token.workflow.remove(item)


class MultiNode(RepeatNode):
    """A parallel or sequential multi-instance activity.

    Every item has a document through which the document around it shows; what an item writes stays its own until its
    output is collected.
    """

    def _update_hook(self, my_task: Token) -> bool:
        items = self._items(my_task)
        if not items:
            self._collect(my_task, [])
            return True
        self.arm_boundaries(my_task)
        my_task._set_state(TaskState.STARTED)
        my_task.internal_data.update(total=len(items), outputs=shelved([], len(items)))
        if self.loop.kind == "sequential":
            my_task.internal_data["items"] = shelved(items, len(items))
            self._start(my_task, 0, items[0])
        else:
            for index, item in enumerate(items):
                self._start(my_task, index, item)
        return False

    def item_done(self, token: Token, item: Token) -> None:
        """Collect an item's output, then go on with the next, or after the last, or when enough is done."""
        known = token.internal_data
        self._keep_output(known, item)
        done = _done(known)
        enough = self._is_enough(token, item)
        thrown = due_throws(self.loop.throws, item, self._counts(token)) if self.loop.throws else ()
        self._end_item(token, item)
        for trigger in thrown:
            throw_implicitly(token, trigger)
            # Whatever caught it may have interrupted the activity.
            if token.workflow.top_workflow.positions.get(token.id) is not token:
                return
        if not enough and done < known["total"]:
            if self.loop.kind == "sequential":
                self._start(token, done, known["items"][done])
            return
        self.withdraw(token)
        self._collect(token, [output for _, output in sorted(known["outputs"], key=lambda pair: pair[0])])
        token.internal_data = {key: value for key, value in known.items() if key in ("index", OUTER)}
        token._ready()

    def withdraw(self, token: Token) -> None:
        """Withdraw the items that are still open."""
        wake_items(token)
        for child in list(token.children):
            if child.index is not None:
                token.workflow.top_workflow.drop(child)

    def _items(self, token: Token) -> list[Any]:
        engine = token.workflow.script_engine
        formula = self.loop.collection or self.loop.cardinality
        assert formula is not None
        value = engine.evaluate(token, formula)
        if (len(value) if isinstance(value, list) else value if _is_count(value) else 0) > ITEM_LIMIT:
            raise engine.failure(
                token, formula, zh=f"多实例超过 {ITEM_LIMIT} 个", en=f"more than {ITEM_LIMIT} instances"
            )
        if self.loop.collection is not None:
            if isinstance(value, list):
                return value
            raise engine.failure(token, formula, zh="多实例的集合应为列表", en="the collection should be a list")
        if _is_count(value):
            return [None] * int(value)
        raise engine.failure(
            token, formula, zh="多实例的次数应为非负整数", en="the number of instances should be a whole number"
        )

    def _start(self, token: Token, index: int, item: Any) -> None:
        local = {"loopCounter": index + 1}
        if self.loop.item:
            local[self.loop.item] = item
        self._start_item(token, index, Document(token.scope, {}, local))

    def _output(self, item: Token) -> Any:
        if self.loop.output_element is not None:
            return item.workflow.script_engine.evaluate(item, self.loop.output_element)
        return item.workflow.top_workflow.documents.own(item.scope)

    def _is_enough(self, token: Token, item: Token) -> bool:
        if self.loop.condition is None:
            return False
        seen = self._counts(token)
        if self.loop.output_collection and self.loop.output_collection in self.loop.condition.expression.names:
            seen[self.loop.output_collection] = [output for _, output in token.internal_data["outputs"]]
        return bool(token.workflow.script_engine.is_met(item, self.loop.condition, seen))

    def _counts(self, token: Token) -> dict[str, Any]:
        known, done = token.internal_data, _done(token.internal_data)
        return {
            "numberOfInstances": known["total"],
            "numberOfCompletedInstances": done,
            "numberOfActiveInstances": known["total"] - done if self.loop.kind == "parallel" else 0,
            "numberOfTerminatedInstances": 0,
        }

    def _keep_output(self, known: dict[str, Any], item: Token) -> None:
        # What nobody collects is not kept: a state that grows with every instance makes each dearer than the last.
        if self.loop.output_collection:
            known["outputs"].append([item.index, self._output(item)])
        else:
            known["done"] = _done(known) + 1

    def _collect(self, token: Token, outputs: list[Any]) -> None:
        if self.loop.output_collection:
            token.workflow.top_workflow.documents.write(token.scope, {self.loop.output_collection: outputs})


class LoopNode(RepeatNode):
    """A standard loop: performs its activity while the condition holds, in the document around it."""

    def _update_hook(self, my_task: Token) -> bool:
        if self.loop.test_before and not self._goes_on(my_task, 0):
            return True
        self.arm_boundaries(my_task)
        my_task._set_state(TaskState.STARTED)
        self._start(my_task, 0)
        return False

    def item_done(self, token: Token, item: Token) -> None:
        """Perform the activity again, or go on."""
        done = (item.index or 0) + 1
        self._end_item(token, item)
        if self._goes_on(token, done):
            self._start(token, done)
        else:
            token._ready()

    def _goes_on(self, token: Token, done: int) -> bool:
        if self.loop.maximum is not None and done >= self.loop.maximum:
            return False
        if self.loop.condition is None:
            return True
        return bool(token.workflow.script_engine.is_met(token, self.loop.condition, {"loopCounter": done}))

    def _start(self, token: Token, done: int) -> None:
        self._start_item(token, done, Document(token.scope, None, {"loopCounter": done + 1}))


def _done(known: Mapping[str, Any]) -> int:
    return known.get("done", 0) or len(known["outputs"])


def _is_count(value: Any) -> bool:
    return not isinstance(value, bool | str | None) and hasattr(value, "__int__") and value >= 0 and int(value) == value
