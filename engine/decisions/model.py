"""A decision model ready to decide."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.decisions.errors import NoSuchDecision
from engine.decisions.items import Item
from engine.decisions.nodes import DecisionNode, InputNode, KnowledgeNode, Node, ServiceNode
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

    `faults` is empty unless the model was read tolerantly: then what could not be read decides to null.
    """

    name: str
    namespace: str
    file: str
    nodes: Mapping[str, Node]
    items: Mapping[str, Item]
    decisions: tuple[DecisionInfo, ...]
    faults: tuple[Fault, ...] = ()

    def decide(
        self,
        decision: str,
        inputs: Mapping[str, Any],
        *,
        functions: Mapping[str, Callable[..., Any]] = NO_FUNCTIONS,
    ) -> Decided:
        """Evaluate a decision, or a decision service, by id or name.

        `inputs` are values by the name of input data; texts become dates and durations where the input's type says
        so. Raises NoSuchDecision; what goes wrong on the way is null with reasons.
        """
        node = self._decidable(decision)
        run = DecisionRun(inputs, functions)
        value = guarded(lambda _scope: _result(node, run), Scope({}, None, run))
        return Decided(value, tuple(run.fired), run.reasons())

    def _decidable(self, key: str) -> DecisionNode | ServiceNode | KnowledgeNode:
        found = self.nodes.get(key)
        if not isinstance(found, (DecisionNode, ServiceNode, KnowledgeNode)):
            named = (node for node in self.nodes.values() if node.name == key and not isinstance(node, InputNode))
            found = next(named, None)
        if isinstance(found, (DecisionNode, ServiceNode, KnowledgeNode)):
            return found
        raise NoSuchDecision(decision=key, file=self.file, known=", ".join(info.name for info in self.decisions))


def _result(node: DecisionNode | ServiceNode | KnowledgeNode, run: DecisionRun) -> Any:
    """Return a decision's value, or what a service or knowledge model gives for the inputs by parameter name."""
    if isinstance(node, ServiceNode):
        return node.result(node.given(run), run)
    value = node.value(run)
    if isinstance(node, KnowledgeNode) and value is not None:
        return value.call([run.level.inputs.get(name) for name in value.parameters], run)
    return value
