"""Which input data stand behind what a decision looked at and gave, so that personal values can be kept apart."""

from collections.abc import Iterator, Mapping, Sequence

from engine.decisions.model import DecisionModel
from engine.decisions.nodes import DecisionNode, InputNode
from engine.decisions.run import FiredRule


def sources_of(model: DecisionModel, rule: FiredRule, *, asked: str) -> Mapping[str, frozenset[str]]:
    """Return the names of input data from which each column's value may come, by label.

    `asked` is the decision that was asked for. What a required decision gave rests on all its inputs; a parameter or
    an entry of a context may rest on any input of the decision asked for.
    """
    return _behind(model, rule, rule.reads, asked=asked)


def sources_of_results(model: DecisionModel, rule: FiredRule, *, asked: str) -> Mapping[str, frozenset[str]]:
    """Return the names of input data from which each result of a rule may come, by output; a constant has none."""
    return _behind(model, rule, rule.writes, asked=asked)


def rules_behind_value(model: DecisionModel, fired: Sequence[FiredRule], *, asked: str) -> Sequence[FiredRule]:
    """Return the rules that gave the value of the decision asked for; none where its logic is more than a table."""
    nodes = [each for each in model.nodes.values() if isinstance(each, DecisionNode)]
    node = next((each for each in nodes if asked in {each.id, each.name}), None)
    return [rule for rule in fired if node is not None and node.is_table and rule.decision == node.id]


def _behind(
    model: DecisionModel, rule: FiredRule, spoken: Mapping[str, frozenset[str]], *, asked: str
) -> Mapping[str, frozenset[str]]:
    whole = inputs_behind(model, asked)
    known = dict(_required(model, rule.decision))
    return {
        label: frozenset(name for read in names for name in known.get(read, whole)) for label, names in spoken.items()
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
            yield needed.name, inputs_behind(model, needed.id)


def inputs_behind(model: DecisionModel, decision: str) -> frozenset[str]:
    """Return the names of all input data that a decision rests on; those of the whole model where it is no decision."""
    return frozenset(
        name for info in model.decisions if decision in {info.id, info.name} for name in info.inputs
    ) or frozenset(node.name for node in model.nodes.values() if isinstance(node, InputNode))
