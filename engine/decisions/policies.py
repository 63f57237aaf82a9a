"""Hit policies: what a decision table makes of the rules that match (DMN 1.5, 8.2.8)."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from engine.feel.arithmetic import NUMBERS, calculate
from engine.feel.comparing import equal, ordered
from engine.feel.scope import Run

SINGLE_POLICIES = frozenset({"UNIQUE", "ANY", "PRIORITY", "FIRST"})
POLICIES = SINGLE_POLICIES | {"RULE ORDER", "OUTPUT ORDER", "COLLECT"}
AGGREGATORS = frozenset({"SUM", "MIN", "MAX", "COUNT"})

Outputs = list[Any]
"""The output values of one rule, in the order of the output columns."""


def violation(policy: str, hits: Sequence[Outputs], run: Run) -> bool:
    """Tell whether the matching rules break the policy; notes the reason."""
    if policy == "UNIQUE" and len(hits) > 1:
        run.null("More than one rule of a unique table fits", "唯一命中的决策表有多条规则符合")
        return True
    if policy == "ANY" and any(equal(hits[0], other, run) is not True for other in hits[1:]):
        run.null("Rules that fit differ in their results", "符合的规则结果不一致")
        return True
    return False


def by_priority(hits: Sequence[Outputs], priorities: Sequence[Sequence[Any]], run: Run) -> list[int]:
    """Return the indexes of hits ordered by the places of their values in the lists of output values."""

    def rank(index: int) -> list[int]:
        values = hits[index]
        return [_place(value, known, run) for value, known in zip(values, priorities, strict=True) if known]

    return sorted(range(len(hits)), key=rank)


def _place(value: Any, known: Sequence[Any], run: Run) -> int:
    return next((at for at, other in enumerate(known) if equal(value, other, run) is True), len(known))


def aggregate(aggregator: str, values: list[Any], run: Run) -> Any:
    """Sum up the results of a collecting table; null where they do not allow it."""
    return _AGGREGATES[aggregator](values, run)


def _count(values: list[Any], _run: Run) -> Decimal:
    return Decimal(len(values))


def _sum(values: list[Any], run: Run) -> Any:
    total = values[0]
    for value in values[1:]:
        total = calculate("+", total, value, run)
    return NUMBERS.plus(total) if isinstance(total, Decimal) else total


def _extreme(operator: str) -> Callable[[list[Any], Run], Any]:
    def find(values: list[Any], run: Run) -> Any:
        best = values[0]
        for value in values[1:]:
            verdict = ordered(operator, value, best, run)
            if verdict is None:
                return None
            best = value if verdict else best
        return best

    return find


_AGGREGATES: Mapping[str, Callable[[list[Any], Run], Any]] = {
    "COUNT": _count,
    "SUM": _sum,
    "MIN": _extreme("<"),
    "MAX": _extreme(">"),
}
