"""The nodes of a decision requirement graph: inputs, decisions, knowledge models, services (DMN 1.5, chapter 6)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from engine.decisions.functions import Parameters, fitted, nested
from engine.decisions.items import ANYTHING, Item, fit, from_outside
from engine.decisions.misfits import misfit
from engine.decisions.run import DecisionRun, Level
from engine.feel.scope import Code, Run, Scope
from engine.feel.values import FeelFunction


class Node(Protocol):
    """Whatever a decision may require: it has a name and, in a run, a value."""

    @property
    def name(self) -> str:
        """The name of its variable."""

    def value(self, run: DecisionRun) -> Any:
        """Return the value in a run, evaluated at most once."""


@dataclass(eq=False)
class Requirement:
    """A node needed by another; `prefix` is the name of the import it comes from, if any."""

    prefix: str
    node: Node


def variables(requirements: Iterable[Requirement], run: DecisionRun) -> dict[str, Any]:
    """Evaluate what a node requires, by name; imported nodes stand in a context named for their import."""
    found: dict[str, Any] = {}
    for requirement in requirements:
        node, prefix = requirement.node, requirement.prefix
        if prefix:
            with run.at(run.level.imported(prefix)):
                found.setdefault(prefix, {})[node.name] = node.value(run)
        else:
            found[node.name] = node.value(run)
    return found


@dataclass(eq=False)
class InputNode:
    """Input data: a value from outside, made to fit its type."""

    id: str
    name: str
    item: Item = ANYTHING

    def value(self, run: DecisionRun) -> Any:
        """Return the given value; null with a reason when it is missing or misfits."""
        decided = run.level.decided
        if self in decided:
            return decided[self]
        decided[self] = value = self._read(run)
        return value

    def _read(self, run: DecisionRun) -> Any:
        return given(self.name, self.item, run)


def given(name: str, item: Item, run: DecisionRun) -> Any:
    """Return an input from outside made to fit its type; null with the reason where it misfits or is missing."""
    if name not in run.level.inputs:
        return run.null("The input {name} is missing", "缺少输入“{name}”", name=name)
    outside = from_outside(run.level.inputs[name], item)
    value, fits = fit(outside, item, run)
    if fits:
        return value
    why_zh, why_en = misfit(outside, item, run)
    words = {"name": name, "kind": item.name, "why_zh": why_zh, "why_en": why_en}
    return run.null("The input {name} is no {kind}: {why_en}", "输入“{name}”不符合类型{kind}：{why_zh}", **words)


def _nothing(_scope: Scope) -> None:
    """Stand in for a decision without logic."""


@dataclass(eq=False)
class DecisionNode:
    """A decision: evaluated once per run, seeing only what it requires; `columns` are the outputs of its table.

    `is_table` tells whether its whole logic is a table.
    """

    id: str
    name: str
    item: Item = ANYTHING
    code: Code = _nothing
    requirements: list[Requirement] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    is_table: bool = False

    def value(self, run: DecisionRun) -> Any:
        """Return the decision's value."""
        decided = run.level.decided
        if self in decided:
            return decided[self]
        decided[self] = value = self.code(Scope(variables(self.requirements, run), None, run))
        return value


@dataclass(eq=False)
class KnowledgeNode:
    """A business knowledge model: a function that sees the knowledge it requires, and itself."""

    id: str
    name: str
    code: Code = _nothing
    requirements: list[Requirement] = field(default_factory=list)
    parameters: Parameters = ()

    def result(self, run: DecisionRun) -> Any:
        """Return what the function gives for the inputs from outside by the names of its parameters."""
        function = self.value(run)
        if not isinstance(function, FeelFunction):
            return function
        return function.call([given(name, item, run) for name, item in self.parameters], run)

    def value(self, run: DecisionRun) -> Any:
        """Return the function."""
        decided = run.level.decided
        if self in decided:
            return decided[self]
        known = variables(self.requirements, run)
        decided[self] = known[self.name] = function = self.code(Scope(known, None, run))
        return function


@dataclass(eq=False)
class ServiceNode:
    """A decision service: a function from its inputs to the decisions it puts out."""

    id: str
    name: str
    item: Item = ANYTHING
    inputs: list[InputNode | DecisionNode] = field(default_factory=list)
    outputs: list[DecisionNode] = field(default_factory=list)

    def value(self, run: DecisionRun) -> Any:
        """Return the function; its parameters are the input data, then the input decisions."""
        parameters = tuple((node.name, node.item) for node in self.inputs)

        def call(arguments: list[Any], caller: Run) -> Any:
            given = fitted(self.name, parameters, arguments, caller)
            return None if given is None else nested(lambda _scope: self.result(given, run), Scope({}, None, run), run)

        return FeelFunction(self.name, tuple(name for name, _ in parameters), call)

    def result(self, given: dict[str, Any], run: DecisionRun) -> Any:
        """Evaluate the output decisions with these inputs in place of whatever was decided outside."""
        with run.at(Level(given)) as level:
            level.decided.update((node, given[node.name]) for node in self.inputs)
            values = {node.name: node.value(run) for node in self.outputs}
        value, fits = fit(next(iter(values.values())) if len(values) == 1 else values, self._result_item(), run)
        return value if fits else run.null("{name}: the result misfits", "{name}：结果不符合类型", name=self.name)

    def _result_item(self) -> Item:
        """Return the type of the result; a service typed as a function does not state it in a way we hold."""
        kind = self.item.type()
        if kind.name != "function":
            return self.item
        return Item(str(kind.result), kind.result) if kind.result else ANYTHING

    def from_outside(self, run: DecisionRun) -> dict[str, Any]:
        """Return the inputs as they come from outside."""
        return {node.name: self._outside(node, run) for node in self.inputs}

    @staticmethod
    def _outside(node: InputNode | DecisionNode, run: DecisionRun) -> Any:
        return node.value(run) if isinstance(node, InputNode) else given(node.name, node.item, run)


def required(node: Node) -> Sequence[Node]:
    """Return the nodes a node requires directly."""
    if isinstance(node, (DecisionNode, KnowledgeNode)):
        return [requirement.node for requirement in node.requirements]
    return node.outputs if isinstance(node, ServiceNode) else []


def inputs_of(decision: Node) -> tuple[str, ...]:
    """Return the names of the input data that a decision needs, its own and its predecessors', in the file's order."""
    names: list[str] = []
    seen: set[Node] = set()
    waiting: list[Node] = [decision]
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        if isinstance(node, InputNode):
            names.append(node.name)
        # A stack takes them in the order of the file when they are put on it backwards.
        waiting.extend(reversed(required(node)))
    return tuple(names)
