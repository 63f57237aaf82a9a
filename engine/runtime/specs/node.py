"""What all flow nodes have in common: tokens arrive, are ready, run, and leave by sequence flows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.util.task import TaskState

from engine.bpmn import DataUse, Element, Formula, Process
from engine.runtime.scripting import failed, reasons_of
from engine.runtime.specs.data_use import open_data
from engine.runtime.token import OUTER, Token


class ScopeSpec(BpmnProcessSpec):
    """The nodes of one process or embedded subprocess, by the ids of the drawing.

    The library reserves the names Start, End and Root for tasks of its own; none of them is needed here, so they are
    free for the drawing.

    `kept` are activities whose completion is noted because it can be undone, `undone_by` their handlers, `undoing` is
    the scope's own compensation event subprocess. `offers` are what people may begin in an ad-hoc subprocess.
    """

    def __init__(self, name: str, filename: str) -> None:
        super().__init__(name=name, filename=filename)
        self.task_specs.clear()
        self.entries: tuple[str, ...] = ()
        self.inclusive_joins: tuple[str, ...] = ()
        self.handlers: tuple[str, ...] = ()
        self.conditional: frozenset[str] = frozenset()
        self.watch: Any = None
        self.kept: frozenset[str] = frozenset()
        self.undone_by: dict[str, str] = {}
        self.undoing: str | None = None
        self.offers: tuple[str, ...] = ()
        self.is_ad_hoc = False
        self.takes_data = False
        self.data: DataUse | None = None
        self.process: Process | None = None


def scope_name(process_id: str, scope_id: str) -> str:
    """Return the name of a scope's specs: a subprocess's id is unique in its process only."""
    return process_id if scope_id == process_id else f"{process_id}/{scope_id}"


@dataclass(frozen=True)
class Way:
    """One sequence flow out of a node."""

    flow: str
    target: str
    condition: Formula | None = None
    is_default: bool = False


class Node(BpmnSpecMixin):
    """A flow node. Immutable once a program is built, so that all cases and threads share it."""

    is_work = False
    """Whether people or machines outside do this, so that they, not we, record it."""

    passes_first = False
    """Whether the element counts as passed before what it does, because that may end its own scope."""

    stands_by = False
    """Whether a waiting token does not keep its scope alive."""

    is_hidden = False
    """Whether it is no part of the drawing, so that nobody is told of it."""

    sleeps = False
    """Whether its items are put away between steps while nothing happens to them."""

    hears = False
    """Whether a signal can be waited for inside its items."""

    is_container = False
    """Whether it performs its activity several times, so that each time counts, and not the whole."""

    def __init__(self, scope: ScopeSpec, element: Element, name: str | None = None) -> None:
        super().__init__(scope, name or element.id, lane=element.lane, bpmn_name=element.name)
        self.bpmn_id = element.id
        self.element = element
        self.ways: tuple[Way, ...] = ()
        self.boundaries: tuple[str, ...] = ()

    @property
    def is_activity(self) -> bool:
        """Tell whether the element is an activity, which people speak of as done or not."""
        return not self.element.kind.endswith(("Event", "Gateway"))

    def _predict(self, my_task: Token, *_: Any, **__: Any) -> None:
        """Predict nothing: the future is in the diagram, it need not be in every case."""

    def _update(self, my_task: Token) -> None:
        if self.element.start_quantity > 1 and not gather(my_task, self.element.start_quantity):
            return
        if my_task.workflow.top_workflow.skipping.arrive(my_task):
            return
        self.enter(my_task)

    def enter(self, token: Token) -> None:
        """Receive a token that is to do the element's work: with its data, if it takes or gives any."""
        if self.has_data and OUTER not in token.internal_data and not open_data(token):
            return
        if self._update_hook(token):
            token._ready()

    @property
    def has_data(self) -> bool:
        """Tell whether this performs an activity with data of its own; the items of many share the whole's."""
        whole = self.name == self.element.id and not self.stands_by
        return self.element.data is not None and self.is_activity and whole

    def _run(self, my_task: Token) -> bool | None:
        if my_task.workflow.top_workflow.skipping.perform(my_task):
            return True
        done: bool | None = super()._run(my_task)
        return done

    def _update_hook(self, my_task: Token) -> bool:
        """Receive a token; return whether it may go on."""
        self.arm_boundaries(my_task)
        return True

    def _on_ready(self, my_task: Token) -> None:
        my_task.workflow.top_workflow.is_ready(my_task)

    def _run_hook(self, my_task: Token) -> bool | None:  # noqa: ARG002 - the library calls it with the task
        """Do the element's work; `None` means that it goes on after this step."""
        return True

    def _on_complete(self, my_task: Token) -> None:
        top = my_task.workflow.top_workflow
        if top.positions.get(my_task.id) is my_task:
            top.leave(my_task)

    def arm_boundaries(self, token: Token) -> None:
        """Let the events attached to an activity wait as long as the activity lasts."""
        for name in self.boundaries:
            token.workflow.send(name, scope=token.outer, parent=token)

    def withdraw(self, token: Token) -> None:
        """Withdraw what a token holds beyond its children, before it goes itself."""

    def child_left(self, holder: Token) -> None:
        """Take note that something an activity holds, and that is no item of it, has ended."""

    def undoes_itself(self, level: Any) -> bool:  # noqa: ARG002 - activities with a diagram inside look it up
        """Tell whether a completed activity has a compensation event subprocess inside."""
        return False

    def choose(self, token: Token) -> list[Way]:
        """Return the ways a token leaves by: every free one and every one whose condition is met, else the default.

        Raises `ExecutionFailed` when there are ways but none is open.
        """
        chosen = choose_inclusive(self.ways, token)
        if self.ways and not chosen:
            refuse_no_way(self.ways, token)
        return chosen


def gather(token: Token, quantity: int) -> bool:
    """Keep a token until as many have arrived as an activity needs, then let it stand for all; return whether it does.

    BPMN 2.0.2, section 13.3.1. Items and what is begun by hand need no tokens.
    """
    level = token.workflow
    if token.parent is not level.task_tree:
        return True
    waiting = [
        other
        for other in level.task_tree.children
        if other.task_spec is token.task_spec and other.internal_data.get("gathering")
    ]
    if len(waiting) + 1 < quantity:
        token._set_state(TaskState.STARTED)
        token.internal_data["gathering"] = True
        return False
    for other in waiting[: quantity - 1]:
        level.remove(other)
    return True


def choose_inclusive(ways: tuple[Way, ...], token: Token, seen: Mapping[str, Any] | None = None) -> list[Way]:
    """Return every way that is open; the default only if no condition is met. Conditions also see what is `seen`."""
    engine = token.workflow.script_engine
    free = [way for way in ways if not way.is_default and way.condition is None]
    met = [way for way in ways if not way.is_default and way.condition and engine.is_met(token, way.condition, seen)]
    default = [way for way in ways if way.is_default]
    chosen = {way.flow for way in free + (met or default)}
    return [way for way in ways if way.flow in chosen]


def refuse_no_way(ways: tuple[Way, ...], token: Token) -> NoReturn:
    """Refuse to go on, with the reasons why no condition was met."""
    run = token.workflow.top_workflow
    context, functions = run.context(token.scope), run.environment.functions
    said_zh, said_en = [], []
    for way in ways:
        if way.condition:
            reasons = way.condition.expression.explain(context, functions=functions).reasons
            zh, en = reasons_of(reasons)
            said_zh.append(f"{way.condition.text} {zh}".strip())
            said_en.append(f"{way.condition.text} {en}".strip())
    raise failed(
        token,
        zh=f"没有满足的条件，也没有默认流（{'；'.join(said_zh)}）",
        en=f"no condition is met and there is no default flow ({'; '.join(said_en)})",
    )
