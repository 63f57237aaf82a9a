"""Event subprocesses: diagrams that stand by in a scope until their event happens."""

from SpiffWorkflow.util.task import TaskState

from engine.bpmn import Element
from engine.runtime.level import Level
from engine.runtime.run import SubRun
from engine.runtime.specs.events import CatchNode
from engine.runtime.specs.node import ScopeSpec
from engine.runtime.specs.scopes import begin_level, end_level
from engine.runtime.token import Token


class HandlerNode(CatchNode):
    """An event subprocess.

    Its token waits without keeping its scope alive. When the event happens, an interrupting one withdraws everything
    else in the scope and becomes the activity; another stays and starts an activity beside.
    """

    stands_by = True

    def __init__(self, scope: ScopeSpec, element: Element, start: Element, inner: str) -> None:
        super().__init__(scope, element)
        self.event = start
        self.watched = start.triggers
        self.inner = inner

    def _update_hook(self, my_task: Token) -> bool:
        my_task.workflow.standing_by += 1
        self.arm(my_task)
        return False

    def happen(self, token: Token, which: int) -> None:
        """Run the subprocess, instead of or beside what its scope is doing."""
        level = token.workflow
        if not self.event.interrupting:
            beside = level.place(self.name, scope=token.scope)
            if not self.stay(token, which):
                level.top_workflow.drop(token)
            begin_level(beside, self.inner, beside.scope)
            return
        for other in list(level.task_tree.children):
            if other is not token:
                level.top_workflow.drop(other)
        level.standing_by = 0
        token._set_state(TaskState.STARTED)
        token.internal_data.clear()
        begin_level(token, self.inner, token.scope)

    def undoes_itself(self, level: Level) -> bool:
        """Tell whether there is a compensation event subprocess inside."""
        return level.top_workflow.subprocess_specs[self.inner].undoing is not None

    def finished(self, host: Token, level: SubRun) -> None:
        """Go on after everything inside has ended."""
        end_level(host, level)

    def discard(self, host: Token) -> None:
        """Forget nothing: an event subprocess shares the documents of its scope."""
