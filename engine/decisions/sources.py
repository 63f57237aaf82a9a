"""Which input data stand behind the columns of a rule that fired, so that personal values can be kept apart."""

from collections.abc import Iterator, Mapping

from engine.decisions.model import DecisionModel
from engine.decisions.nodes import DecisionNode, InputNode
from engine.decisions.run import FiredRule


def sources_of(model: DecisionModel, rule: FiredRule, *, asked: str) -> Mapping[str, frozenset[str]]:
    """Return the names of input data from which each column's value may come, by label.

    `asked` is the decision that was asked for. What a required decision gave rests on all its inputs; a parameter or
    an entry of a context may rest on any input of the decision asked for.
    """
    whole = _inputs_of(model, asked)
    known = dict(_required(model, rule.decision))
    return {
        label: frozenset(name for read in names for name in known.get(read, whole))
        for label, names in rule.reads.items()
    }


def _required(model: DecisionModel, decision: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the names that a decision sees by its requirements, each with the input data behind it."""
    node = model.nodes.get(decision)
    for requirement in node.requirements if isinstance(node, DecisionNode) else ():
        needed = requirement.node
        if requirement.prefix:
            continue
        if isinstance(needed, InputNode):
            yield needed.name, frozenset({needed.name})
        elif isinstance(needed, DecisionNode):
            yield needed.name, _inputs_of(model, needed.id)


def _inputs_of(model: DecisionModel, decision: str) -> frozenset[str]:
    return frozenset(
        name for info in model.decisions if decision in {info.id, info.name} for name in info.inputs
    ) or frozenset(node.name for node in model.nodes.values() if isinstance(node, InputNode))
