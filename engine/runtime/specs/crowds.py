"""Many parallel items that only wait to be done: kept as a range of numbers until one of them is touched."""

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.runtime.documents import Document
from engine.runtime.shelves import BOARD, shelved
from engine.runtime.specs.repeats import MultiNode
from engine.runtime.token import Token


class CrowdNode(MultiNode):
    """A parallel multi-instance activity whose items are work for people or machines outside.

    An item has nothing of its own before it is completed. So between steps there are no tokens for items, only the
    numbers of those that are left (`remaining`, as ranges of indices, or of very many as bits in hexadecimal), and a
    step costs the same among ten items as among a thousand. The token of item i has the number `first + 2 i`, its
    document the number after that.
    """

    def _update_hook(self, my_task: Token) -> bool:
        items = self._items(my_task)
        if not items:
            self._collect(my_task, [])
            return True
        self.arm_boundaries(my_task)
        my_task._set_state(TaskState.STARTED)
        top = my_task.workflow.top_workflow
        known: dict[str, Any] = {
            "total": len(items),
            "outputs": shelved([], len(items)),
            "first": top.last_number + 1,
            "remaining": _all_left(len(items)),
        }
        if self.loop.item:
            known["items"] = shelved(items, len(items))
        my_task.internal_data.update(known)
        top.last_number += 2 * len(items)
        for item in self.unfold(my_task):
            top.journal.open(item)
        return False

    def unfold(self, token: Token) -> list[Token]:
        """Make tokens for all items that are left."""
        return [self._wake(token, index) for index in _left(token)]

    def wake(self, token: Token, number: int) -> Token | None:
        """Make the token of a number, `None` if no item that is left has it."""
        index, rest = divmod(number - token.internal_data["first"], 2)
        if rest or not _is_left(token, index):
            return None
        return self._wake(token, index)

    def fold(self, token: Token) -> None:
        """Forget the tokens of the items that are left; what is left is known without them."""
        level, top = token.workflow, token.workflow.top_workflow
        kept = []
        for child in token.children:
            if child.index is None:
                kept.append(child.id)
                continue
            del level.tasks[child.id], top.positions[child.id], top.documents.by_number[child.scope]
        token._children = kept

    def item_done(self, token: Token, item: Token) -> None:
        """Take the item off those that are left, then go on as any multi-instance activity."""
        index = item.index
        assert index is not None
        _take_off(token, index)
        super().item_done(token, item)

    def withdraw(self, token: Token) -> None:
        """Withdraw the items that are left, with or without a token."""
        top, first = token.workflow.top_workflow, token.internal_data.get("first", 0)
        awake = {child.index for child in token.children}
        for index in _left(token):
            if index not in awake:
                top.journal.close(first + 2 * index, self.element.id, "cancelled")
        super().withdraw(token)

    def _wake(self, token: Token, index: int) -> Token:
        known, level = token.internal_data, token.workflow
        local: dict[str, Any] = {"loopCounter": index + 1}
        if self.loop.item:
            local[self.loop.item] = known["items"][index]
        number = known["first"] + 2 * index
        level.top_workflow.documents.by_number[number + 1] = Document(token.scope, {}, local)
        item: Token = level.place(self.body, scope=number + 1, parent=token, number=number)
        item.internal_data["index"] = index
        item._set_state(TaskState.READY)
        return item


def _all_left(total: int) -> Any:
    # Ranges are short as long as items are done in order; bits are short in any order.
    return f"{(1 << total) - 1:x}" if total > BOARD else [[0, total - 1]]


def _left(token: Token) -> list[int]:
    remaining = token.internal_data.get("remaining", ())
    if isinstance(remaining, str):
        return [index for index, bit in enumerate(reversed(f"{int(remaining, 16):b}")) if bit == "1"]
    return [index for low, high in remaining for index in range(low, high + 1)]


def _is_left(token: Token, index: int) -> bool:
    remaining = token.internal_data["remaining"]
    if isinstance(remaining, str):
        return index >= 0 and bool(int(remaining, 16) >> index & 1)
    return any(low <= index <= high for low, high in remaining)


def _take_off(token: Token, index: int) -> None:
    remaining = token.internal_data["remaining"]
    if isinstance(remaining, str):
        token.internal_data["remaining"] = f"{int(remaining, 16) & ~(1 << index):x}"
        return
    token.internal_data["remaining"] = [
        part
        for low, high in remaining
        for part in (([low, index - 1], [index + 1, high]) if low <= index <= high else ([low, high],))
        if part[0] <= part[1]
    ]
