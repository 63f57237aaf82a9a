"""The names a decision's value brings with it when it is merged into other data."""

from collections.abc import Iterator

from engine.decisions.model import DecisionModel
from engine.decisions.nodes import DecisionNode

UNKNOWN = "*"
"""Stands for names that only the evaluation knows."""


def output_names(model: DecisionModel, decision: str) -> Iterator[str]:
    """Yield the output columns of a decision's table, the components of its type, and its id; `*` where unknown."""
    node = model.nodes.get(decision)
    if isinstance(node, DecisionNode):
        names = [*node.item.components, *node.columns]
        yield from (decision, *(names or [UNKNOWN]))
