"""Unknown names and wrong types in the expressions of decisions and knowledge models."""

from collections.abc import Collection, Iterator

from engine.decisions.checks.boxes import FUNCTION, check_boxed, check_function
from engine.decisions.checks.sight import Sight
from engine.decisions.checks.types import Types, variable_name
from engine.decisions.model import DecisionModel
from engine.decisions.xml import Element, child, children
from engine.kernel.errors import Fault

_LOGIC = (
    "literalExpression",
    "decisionTable",
    "context",
    "invocation",
    "functionDefinition",
    "relation",
    "list",
    "conditional",
    "filter",
    "for",
    "some",
    "every",
)


def wrong_expressions(root: Element, model: DecisionModel, functions: Collection[str]) -> Iterator[Fault]:
    """Yield an error for each expression that cannot be right, wherever it stands in a decision or knowledge model."""
    types = Types(root, model)
    for owner in children(root, "decision", "businessKnowledgeModel"):
        name = owner.get("name") or ""
        sight = Sight(types, owner.get("id") or name, name, types.schema(owner), functions, types.is_open(owner))
        logic = child(owner, "encapsulatedLogic")
        if logic is not None:
            # A knowledge model may call itself.
            check_function(logic, sight.inside({variable_name(owner): FUNCTION}))
        for element in children(owner, *_LOGIC):
            check_boxed(element, sight)
        yield from sight.faults
