"""A decision model ready to decide."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.decisions.errors import no_such_decision
from engine.decisions.items import Item
from engine.decisions.nodes import DecisionNode, InputNode, KnowledgeNode, Node, ServiceNode, inputs_of
from engine.decisions.run import DecisionRun, FiredRule
from engine.feel import Reason
from engine.feel.expression import guarded
from engine.feel.scope import NO_FUNCTIONS, Scope
from engine.kernel.errors import Fault


@dataclass(frozen=True, slots=True)
class DecisionInfo:
    """What can be decided, and the names of the input data it needs, its own and its predecessors'."""

    id: str
    name: str
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """A value, the rules that fired on the way (predecessors first), and why nulls arose."""

    value: Any
    fired: tuple[FiredRule, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionModel:
    """A DMN file, read and compiled; immutable, shared by threads.

    `faults` is empty unless the model was read tolerantly: then what could not be read decides to null. `imports` are
    the names under which other models were imported.
    """

    name: str
    namespace: str
    file: str
    nodes: Mapping[str, Node]
    items: Mapping[str, Item]
    decisions: tuple[DecisionInfo, ...]
    faults: tuple[Fault, ...] = ()
    imports: tuple[str, ...] = ()

    def decide(
        self,
        decision: str,
        inputs: Mapping[str, Any],
        *,
        functions: Mapping[str, Callable[..., Any]] = NO_FUNCTIONS,
    ) -> Decided:
        """Evaluate a decision, a decision service or a knowledge model, by id or name.

        `inputs` are values by the name of input data; texts become dates and durations where the input's type says
        so. Raises NoSuchDecision; what goes wrong on the way is null with reasons.
        """
        node = self._decidable(decision)
        run = DecisionRun(inputs, functions)
        value = guarded(lambda _scope: _result(node, run), Scope({}, None, run))
        return Decided(value, tuple(run.fired), run.reasons())

    def names(self) -> tuple[str, ...]:
        """Return the names of all that can be asked for: decisions, services, knowledge models."""
        return tuple(node.name for node in self.nodes.values() if not isinstance(node, InputNode))

    def reads(self, decision: str) -> tuple[str, ...]:
        """Return the names of the inputs that a decision, a service or a knowledge model takes from outside.

        An import stands for all that is taken from it. Raises NoSuchDecision.
        """
        node = self._decidable(decision)
        if isinstance(node, KnowledgeNode):
            return tuple(name for name, _ in node.parameters)
        if isinstance(node, ServiceNode):
            return tuple(each.name for each in node.inputs)
        return inputs_of(node)

    def _decidable(self, key: str) -> DecisionNode | ServiceNode | KnowledgeNode:
        found = self.nodes.get(key)
        if not isinstance(found, (DecisionNode, ServiceNode, KnowledgeNode)):
            name = " ".join(key.split())
            named = (node for node in self.nodes.values() if node.name == name and not isinstance(node, InputNode))
            found = next(named, None)
        if isinstance(found, (DecisionNode, ServiceNode, KnowledgeNode)):
            return found
        raise no_such_decision(key, file=self.file, known=self.names())


def _result(node: DecisionNode | ServiceNode | KnowledgeNode, run: DecisionRun) -> Any:
    """Return a decision's value, or what a service or knowledge model gives for the inputs by parameter name."""
    if isinstance(node, ServiceNode):
        return node.result(node.from_outside(run), run)
    return node.result(run) if isinstance(node, KnowledgeNode) else node.value(run)
