"""Compensation: what was completed is undone by its handlers, the last first."""

from collections.abc import Sequence
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn import Element, Trigger
from engine.runtime.completed import Completed, forget, notes_of, rows_of
from engine.runtime.documents import Document
from engine.runtime.level import Level
from engine.runtime.run import Run, SubRun
from engine.runtime.scripting import failed
from engine.runtime.specs.node import Node, ScopeSpec
from engine.runtime.specs.raising import raise_to_scopes
from engine.runtime.specs.scopes import begin_level, open_level
from engine.runtime.token import Token

CONDUCTOR = "undo##"
"""The node of a scope that undoes what was completed in it; no id of a drawing can be written like this."""


def reopener(element: str) -> str:
    """Return the name of the node that opens a completed subprocess again to undo what is inside."""
    return f"{element}~#"


class ConductorNode(Node):
    """Undoes activities of its scope, one after the other; it is no part of the drawing and never passed.

    Its token remembers what is left (`todo`), who waits for it (`thrower`), the document made for the handler that
    is running (`made`), and whether a transaction is `cancelled` by it.
    """

    is_hidden = True

    def undo(self, token: Token) -> None:
        """Undo the next activity, or end after the last."""
        todo = token.internal_data["todo"]
        if not todo:
            self._end(token)
            return
        (note,) = notes_of([todo.pop()])
        level = token.workflow
        handler = level.spec.undone_by.get(note.element)
        scope = self._document(token, note)
        if handler is not None:
            level.send(handler, scope=scope, parent=token)
        else:
            child = level.place(reopener(note.element), scope=scope, parent=token)
            child.task_spec.reopen(child, note)

    def child_left(self, holder: Token) -> None:
        """Undo the next activity after a handler has ended."""
        documents = holder.workflow.top_workflow.documents
        documents.by_number.pop(holder.internal_data.pop("made", None), None)
        self.undo(holder)

    def withdraw(self, token: Token) -> None:
        """Forget the documents that what is not undone yet would have needed."""
        documents = token.workflow.top_workflow.documents
        forget(notes_of(token.internal_data["todo"]), documents)
        documents.by_number.pop(token.internal_data.get("made"), None)

    def _document(self, token: Token, note: Completed) -> int:
        if not note.local:
            return note.scope
        made: int = token.workflow.top_workflow.add_document(Document(note.scope, None, note.local))
        token.internal_data["made"] = made
        return made

    def _end(self, token: Token) -> None:
        level, top = token.workflow, token.workflow.top_workflow
        level.remove(token)
        if token.internal_data.get("cancelled"):
            _leave_transaction(level)
        thrower = top.positions.get(token.internal_data.get("thrower"))
        if thrower is not None:
            thrower.task_spec.undone(thrower)
        top.finish_if_empty(level)


class ReopenedNode(Node):
    """A completed subprocess or call that is undone by its compensation event subprocess, else by what is inside."""

    def __init__(self, scope: ScopeSpec, element: Element, inner: str) -> None:
        super().__init__(scope, element, reopener(element.id))
        self.inner = inner

    def reopen(self, host: Token, note: Completed) -> None:
        """Open the level again as it was left, and begin to undo it."""
        scope = host.scope if note.document is None else note.document
        if note.document is not None:
            host.internal_data["document"] = note.document
        # Nothing new may be begun in what was an ad-hoc subprocess.
        host.internal_data["closing"] = True
        level = open_level(host, self.inner)
        level.done = list(note.inside)
        if level.spec.undoing is not None:
            handler = level.place(level.spec.undoing, scope=scope)
            begin_level(handler, handler.task_spec.inner, scope)
        else:
            conduct(level, take(level))

    def finished(self, host: Token, level: SubRun) -> None:
        """Let whoever undoes things go on after everything inside is undone."""
        top = host.workflow.top_workflow
        top.drop_all(level)
        top.subprocesses.pop(host.id, None)
        forget(level.done, top.documents)
        self.discard(host)
        holder = host.parent
        host.workflow.remove(host)
        holder.task_spec.child_left(holder)

    def discard(self, host: Token) -> None:
        """Forget the called process's document."""
        number: Any = host.internal_data.pop("document", None)
        host.workflow.top_workflow.documents.by_number.pop(number, None)


def take(level: Level, activity: str | None = None) -> list[Completed]:
    """Take out what was completed in a level, or only one activity's performances: nothing is undone twice."""
    taken = [note for note in level.done if activity in (None, note.element)]
    level.done = [note for note in level.done if activity not in (None, note.element)]
    return taken


def conduct(level: Level, notes: Sequence[Completed], *, thrower: int | None = None, cancelled: bool = False) -> None:
    """Begin to undo what was completed in a level."""
    token = level.place(CONDUCTOR, scope=0)
    token._set_state(TaskState.STARTED)
    token.internal_data["todo"] = rows_of(notes)
    if thrower is not None:
        token.internal_data["thrower"] = thrower
    if cancelled:
        token.internal_data["cancelled"] = True
    token.task_spec.undo(token)


def compensate(token: Token, trigger: Trigger) -> bool:
    """Begin to undo what a throwing event sees; return whether it has to wait.

    Without a named activity everything completed in its scope so far is undone. An event subprocess also sees the scope
    it belongs to. What completes while others are undone is not among it.
    """
    found = [(level, notes) for level in _seen_levels(token.workflow) if (notes := take(level, trigger.activity))]
    if not trigger.waits:
        for level, notes in found:
            conduct(level, notes)
        return False
    token.internal_data["left"] = [[_number(level), rows_of(notes)] for level, notes in found]
    return go_on_undoing(token)


def go_on_undoing(token: Token) -> bool:
    """Undo what is left of what a throwing event waits for, scope by scope; return whether there was anything."""
    left = token.internal_data["left"]
    if not left:
        del token.internal_data["left"]
        return False
    token._set_state(TaskState.STARTED)
    number, rows = left.pop(0)
    top: Run = token.workflow.top_workflow
    conduct(top.subprocesses[number] if number else top, notes_of(rows), thrower=token.id)
    return True


def cancel_transaction(token: Token) -> None:
    """Withdraw everything in the transaction around an event, undo what was completed in it, then leave it."""
    level: Level = token.workflow
    top = level.top_workflow
    while isinstance(level, SubRun) and level.host.task_spec.element.kind != "transaction":
        level = level.host.workflow
    if not isinstance(level, SubRun):
        raise failed(token, zh="取消结束事件不在事务之内", en="the cancel end event lies in no transaction")
    top.drop_all(level)
    conduct(level, take(level), cancelled=True)


def _leave_transaction(level: Level) -> None:
    assert isinstance(level, SubRun)
    host = level.host
    if not raise_to_scopes(host, "cancel", None):
        raise failed(host, zh="没有捕获事务取消的边界事件", en="no boundary event catches the cancellation")


def _seen_levels(level: Level) -> list[Level]:
    seen = [level]
    while isinstance(level, SubRun) and level.host.task_spec.element.by_event:
        level = level.host.workflow
        seen.append(level)
    return seen


def _number(level: Level) -> int:
    return level.parent_task_id if isinstance(level, SubRun) else 0
