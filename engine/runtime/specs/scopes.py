"""Activities that hold a diagram of their own: embedded subprocesses and calls."""

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn import Element
from engine.runtime.completed import keep_inside
from engine.runtime.documents import Document
from engine.runtime.level import Level
from engine.runtime.run import SubRun
from engine.runtime.scripting import failed
from engine.runtime.specs.data_use import passed_in, passed_out
from engine.runtime.specs.node import Node, ScopeSpec
from engine.runtime.specs.work import assigned
from engine.runtime.token import Token

NESTING_LIMIT = 100
"""How deep subprocesses and calls may nest; deeper is a process that calls itself without end."""


def begin_level(host: Token, inner: str, scope: int) -> None:
    """Start the diagram inside an activity; its tokens read and write the document `scope`.

    Raises `ExecutionFailed` when subprocesses and calls are nested too deep.
    """
    if host.workflow.depth >= NESTING_LIMIT:
        zh, en = f"调用嵌套超过 {NESTING_LIMIT} 层", f"calls are nested deeper than {NESTING_LIMIT} levels"
        raise failed(host, zh=zh, en=en)
    level = open_level(host, inner)
    level.open(level.spec.entries, scope=scope)
    level.top_workflow.finish_if_empty(level)


def open_level(host: Token, inner: str) -> SubRun:
    """Open the diagram inside an activity without a token in it."""
    host._set_state(TaskState.STARTED)
    top = host.workflow.top_workflow
    level = SubRun(top.subprocess_specs[inner], host.id, top, deserializing=True)
    top.subprocesses[host.id] = level
    level.plant()
    return level


def end_level(host: Token, level: SubRun) -> None:
    """Let an activity go on after everything inside has ended."""
    top = host.workflow.top_workflow
    top.drop_all(level)
    top.subprocesses.pop(host.id, None)
    if not keep_inside(host, level):
        host.task_spec.discard(host)
    host._ready()


class SubprocessNode(Node):
    """An embedded subprocess: its tokens read and write the documents of the scope around it."""

    def __init__(self, scope: ScopeSpec, element: Element, name: str | None, inner: str) -> None:
        super().__init__(scope, element, name)
        self.inner = inner

    def _update_hook(self, my_task: Token) -> bool:
        self.arm_boundaries(my_task)
        begin_level(my_task, self.inner, self.inner_scope(my_task))
        return False

    def inner_scope(self, host: Token) -> int:
        """Return the document that the tokens inside read and write."""
        return host.scope

    def undoes_itself(self, level: Level) -> bool:
        """Tell whether there is a compensation event subprocess inside."""
        return level.top_workflow.subprocess_specs[self.inner].undoing is not None

    def finished(self, host: Token, level: SubRun) -> None:
        """Go on after everything inside has ended."""
        end_level(host, level)

    def discard(self, host: Token) -> None:
        """Forget what only the inside knew."""


class CallNode(SubprocessNode):
    """A call activity: the called process has a document of its own and sees nothing but its inputs."""

    def inner_scope(self, host: Token) -> int:
        """Open the document of the called process, filled with the call's inputs."""
        called = host.workflow.top_workflow.subprocess_specs[self.inner].data
        inputs = {**(passed_in(host, called) if called else {}), **assigned(host, self.element.inputs)}
        number: int = host.workflow.top_workflow.add_document(Document(None, inputs))
        host.internal_data["document"] = number
        return number

    def finished(self, host: Token, level: SubRun) -> None:
        """Write the call's outputs to the caller's document and go on."""
        number = host.internal_data["document"]
        outputs = assigned(host, self.element.outputs, scope=number)
        if (called := level.spec.data) is not None:
            outputs = {**passed_out(host, called, number), **outputs}
        host.workflow.top_workflow.documents.write(host.scope, outputs)
        super().finished(host, level)

    def discard(self, host: Token) -> None:
        """Forget the called process's document."""
        number: Any = host.internal_data.pop("document", None)
        host.workflow.top_workflow.documents.by_number.pop(number, None)
