"""What an assignment of the diagram can yield: constants, other variables, truths, or anything."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from engine.feel import tree
from engine.verification.compliance.questions import FALSE, NULL, TRUE, Question, Values, question, variable

ANYTHING = None
"""What is said of a value of which nothing is known."""


@dataclass
class Worth:
    """The values an expression can have in given circumstances; `copies` are the facts it hands on as they are.

    `yields` gives the possible values, `ANYTHING` where nothing is known of them.
    """

    yields: Callable[[Values], frozenset[Any] | None]
    constants: dict[str, set[Any]] = field(default_factory=dict)
    copies: tuple[str, ...] = ()
    own: frozenset[Any] = frozenset()


def worth_of(node: tree.Node, process: str) -> Worth:
    """Return what an expression is worth in a process."""
    match node:
        case tree.Literal(value=bool() | str() | Decimal() | None as value):
            only = frozenset({value})
            return Worth(lambda _: only, own=only - {None})
        case tree.Conditional(condition=condition, yes=yes, no=no):
            return _one_of(question(condition, process), worth_of(yes, process), worth_of(no, process))
        case tree.Comparison() | tree.Conjunction() | tree.Disjunction():
            return _truth(question(node, process))
        case _:
            name = variable(node)
            if name is None:
                return Worth(lambda _: ANYTHING)
            fact = f"{process}:{name}"
            return Worth(
                lambda values: frozenset({values[fact]}) if fact in values else ANYTHING, {fact: set()}, (fact,)
            )


def _truth(asked: Question) -> Worth:
    def yields(values: Values) -> frozenset[Any]:
        answer = asked.answer(values)
        return frozenset(value for bit, value in ((TRUE, True), (FALSE, False), (NULL, None)) if answer & bit)

    return Worth(yields, asked.constants, own=frozenset({True, False}))


def _one_of(condition: Question, yes: Worth, no: Worth) -> Worth:
    def yields(values: Values) -> frozenset[Any] | None:
        answer = condition.answer(values)
        found: frozenset[Any] = frozenset()
        for bits, part in ((TRUE, yes), (FALSE | NULL, no)):
            if answer & bits:
                own = part.yields(values)
                if own is None:
                    return ANYTHING
                found |= own
        return found

    constants: dict[str, set[Any]] = {}
    for each in (condition.constants, yes.constants, no.constants):
        for fact, values in each.items():
            constants.setdefault(fact, set()).update(values)
    return Worth(yields, constants, (*yes.copies, *no.copies), yes.own | no.own)
