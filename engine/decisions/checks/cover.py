"""Looks for a combination of pieces that no rule of a set accepts, column by column."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from engine.decisions.checks.scale import pieces

STEPS = 100_000
"""How many sets of rules one table's checks may look at, all together."""


@dataclass
class Budget:
    """What is left of the steps; at zero a check ends and says that it is not complete."""

    left: int = STEPS

    @property
    def is_spent(self) -> bool:
        """Whether the check had to end early."""
        return self.left <= 0


@dataclass
class Cover:
    """For each column the rules of each piece as bits; `unbounded` holds the rules that are free from a column on."""

    columns: Sequence[Sequence[int]]
    unbounded: Sequence[int]
    budget: Budget = field(default_factory=Budget)

    def holes(self, allowed: Sequence[int], alive: int) -> Iterator[dict[int, int]]:
        """Yield examples, pieces by column, that none of the rules in `alive` accepts, within the allowed pieces.

        One example stands for all combinations that the same rules have been ruled out for.
        """
        seen: set[tuple[int, int]] = set()
        waiting: list[tuple[int, int, dict[int, int]]] = [(0, alive, {})]
        while waiting and not self.budget.is_spent:
            column, rules, example = waiting.pop()
            self.budget.left -= 1
            if not rules:
                yield example
            elif not rules & self.unbounded[column] and (column, rules) not in seen:
                seen.add((column, rules))
                waiting += self._next(column, rules, example, allowed[column])

    def _next(
        self, column: int, rules: int, example: dict[int, int], allowed: int
    ) -> list[tuple[int, int, dict[int, int]]]:
        groups: dict[int, int] = {}
        for piece in pieces(allowed):
            groups.setdefault(rules & self.columns[column][piece], piece)
        self.budget.left -= len(groups)
        told = [
            (column + 1, left, example if len(groups) == 1 and left else {**example, column: piece})
            for left, piece in groups.items()
        ]
        return told[::-1]


def cover_of(regions: Sequence[Sequence[int]], full: Sequence[int], budget: Budget) -> Cover:
    """Return the cover of rules whose pieces are given by rule and column."""
    columns = [_rules_by_piece([rule[column] for rule in regions], full[column]) for column in range(len(full))]
    unbounded = [0] * (len(full) + 1)
    for number, rule in enumerate(regions):
        column = len(full)
        unbounded[column] |= 1 << number
        while column and rule[column - 1] == full[column - 1]:
            column -= 1
            unbounded[column] |= 1 << number
    return Cover(columns, unbounded, budget)


def _rules_by_piece(masks: Sequence[int], full: int) -> list[int]:
    """Turn pieces by rule into rules by piece; only where a rule begins or ends is anything done."""
    toggles = [0] * (full.bit_length() + 2)
    for number, mask in enumerate(masks):
        for piece in pieces(mask ^ (mask << 1)):
            toggles[piece] ^= 1 << number
    current = 0
    rules = []
    for toggle in toggles:
        current ^= toggle
        rules.append(current)
    return rules
