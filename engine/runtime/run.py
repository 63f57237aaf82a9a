"""A running case: the library's workflow, moved one token at a time."""

from collections import deque
from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.util.task import TaskState

from engine.kernel.clock import legal_day
from engine.runtime.completed import forget, remember
from engine.runtime.documents import Document, Documents
from engine.runtime.journal import Journal
from engine.runtime.level import Level
from engine.runtime.scripting import FEEL, failed
from engine.runtime.skipping import Skipping
from engine.runtime.specs.data_use import close_data, provided
from engine.runtime.token import OUTER, Token
from engine.runtime.values import Environment, Wait

STEP_BUDGET = 10_000
"""How many automatic elements one step may pass; more is a loop that waits for nobody."""


class SubRun(Level, BpmnSubWorkflow):
    """One performance of an embedded subprocess or a called process."""

    @property
    def stays_open(self) -> bool:
        """Tell whether this is an ad-hoc subprocess in which more may be begun."""
        return bool(self.spec.is_ad_hoc and not self.host.internal_data.get("closing"))

    @property
    def host(self) -> Token:
        """Return the token this was started by."""
        return self.top_workflow.positions[self.parent_task_id]


class Run(Level, BpmnWorkflow):
    """A case in memory for the length of one step.

    `waited` is what the case waited for before the step, of all that is awake; `None` where nobody keeps count.
    """

    subprocesses: dict[int, SubRun]

    def __init__(self, specs: Mapping[str, Any], process: str, documents: Documents, environment: Environment) -> None:
        super().__init__(specs[process], specs, script_engine=FEEL, deserializing=True)
        self.documents = documents
        self.environment = environment
        self.today = legal_day(environment.now)
        self.skipping = Skipping(environment.skips)
        self.journal = Journal(dict(environment.record), self.today)
        self.positions: dict[int, Token] = {}
        self.agenda: deque[Token] = deque()
        self.last_number = 0
        self.waited: dict[str, Wait] | None = None
        self.status = "active"
        self.plant()

    def get_task_from_id(self, task_id: int) -> Token:
        """Return the token of a number, wherever it stands."""
        return self.positions[task_id]

    def crowds(self) -> list[Token]:
        """Return the tokens whose items are kept as numbers."""
        return [token for token in self.positions.values() if "remaining" in token.internal_data]

    def find(self, number: int) -> Token | None:
        """Return the token of a number, waking it if it is one of many; `None` if there is none."""
        token = self.positions.get(number)
        if token is None:
            woken = (crowd.task_spec.wake(crowd, number) for crowd in self.crowds())
            token = next((item for item in woken if item is not None), None)
        return token

    def context(self, scope: int) -> dict[str, Any]:
        """Return everything an expression may name where a document is read."""
        seen = self.documents.view(scope)
        seen["case"] = self.environment.case
        seen["record"] = self.journal.record
        seen["today"] = self.today
        return seen

    def add_document(self, document: Document) -> int:
        """Add a document and return its number."""
        self.last_number += 1
        self.documents.by_number[self.last_number] = document
        return self.last_number

    def levels(self) -> list[Level]:
        """Return the case and all its running subprocesses."""
        return [self, *self.subprocesses.values()]

    def is_ready(self, token: Token) -> None:
        """Take note that a token may go on: at once if it is automatic, otherwise when somebody completes it."""
        if token.task_spec.manual and not self.skipping.is_skipped(token):
            self.journal.open(token)
        else:
            self.agenda.append(token)

    def go_on(self) -> None:
        """Move tokens until every one of them waits.

        Raises `ExecutionFailed` when the step budget is spent.
        """
        budget = STEP_BUDGET
        while True:
            while self.agenda:
                token = self.agenda.popleft()
                if self.positions.get(token.id) is not token or token.state != TaskState.READY:
                    continue
                budget -= 1
                if budget < 0:
                    raise failed(
                        token,
                        zh=f"自动步骤超过 {STEP_BUDGET} 个，流程在空转",
                        en=f"more than {STEP_BUDGET} automatic steps: the process runs in circles",
                    )
                self.perform(token)
            if not self._release():
                return

    def perform(self, token: Token) -> None:
        """Do what a token stands on, and let it leave."""
        level = token.workflow
        token.run()
        self.finish_if_empty(level)

    def finish_if_empty(self, level: Level) -> None:
        """End a level in which nothing is left to happen."""
        if not level.is_empty or level.completed:
            return
        if isinstance(level, SubRun) and level.stays_open:
            level.host.task_spec.emptied(level.host, level)
            return
        level.completed = True
        if isinstance(level, SubRun):
            if level.parent_task_id in self.positions:
                level.host.task_spec.finished(level.host, level)
        else:
            self.drop_all(level)
            if self.status == "active":
                self.status = "completed"

    def leave(self, token: Token) -> None:
        """Let a token that is done go its ways, and take it off the board."""
        spec, level, holder = token.task_spec, token.workflow, token.parent
        if OUTER in token.internal_data:
            close_data(token)
        if not self.skipping.is_skipped(token):
            remember(token)
        if token.index is not None:
            holder.task_spec.item_done(holder, token)
            return
        if not spec.passes_first and not self.skipping.is_skipped(token):
            self.journal.passing(spec)
        ways = self.skipping.ways(token)
        self._drop_children(token)
        level.remove(token)
        for way in ways:
            for _ in range(spec.element.completion_quantity):
                level.send(way.target, scope=token.scope, via=way.flow)
        self._tell(level, token, holder)

    def drop(self, token: Token) -> None:
        """Withdraw a token with everything that belongs to it."""
        token.task_spec.withdraw(token)
        self._drop_children(token)
        inner = self.subprocesses.pop(token.id, None)
        if inner is not None:
            inner.completed = True
            self.drop_all(inner)
            forget(inner.done, self.documents)
            token.task_spec.discard(token)
        if token.task_spec.stands_by and token.state == TaskState.WAITING:
            token.workflow.standing_by -= 1
        if token.is_open:
            self.journal.close(token.id, token.task_spec.element.id, "cancelled")
        if token.index is not None or OUTER in token.internal_data:
            self.documents.by_number.pop(token.scope, None)
        token.workflow.remove(token)

    def drop_all(self, level: Level) -> None:
        """Withdraw every token of a level."""
        for token in list(level.task_tree.children):
            # Dropping one may have dropped another.
            if token.id in self.positions:
                self.drop(token)

    def _drop_children(self, token: Token) -> None:
        for child in list(token.children):
            self.drop(child)

    def _tell(self, level: Level, token: Token, holder: Token) -> None:
        # Whoever undoes things and whoever lets people begin what they like want to know that something has ended.
        if holder is not level.task_tree:
            holder.task_spec.child_left(holder)
        elif isinstance(level, SubRun) and level.stays_open and token.task_spec.is_activity:
            level.host.task_spec.activity_left(level.host, level)

    def _release(self) -> bool:
        # An inclusive gateway waits for what can still arrive, and a condition for what the data will be, so both are
        # asked when nothing moves any more.
        for level in self.levels():
            if level.spec.conditional and level.spec.watch(level):
                return True
            if level.spec.takes_data and (token := provided(level)) is not None:
                token.task_spec.enter(token)
                return True
            for name in level.spec.inclusive_joins:
                if level.spec.task_specs[name].release(level):
                    return True
        return False
