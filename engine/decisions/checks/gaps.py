"""Inputs for which no rule of a table applies."""

from collections.abc import Iterator
from itertools import islice

from engine.decisions.checks.cover import Budget, cover_of
from engine.decisions.checks.grid import Grid
from engine.decisions.policies import SINGLE_POLICIES
from engine.kernel.errors import Fault

_SHOWN = 5


def gaps(grid: Grid) -> Iterator[Fault]:
    """Yield a warning with an example for each kind of input that surely no rule accepts.

    Tables that gather rules may find none, and a default answers for all; cells that cannot be read count as fitting.
    """
    if grid.policy not in SINGLE_POLICIES or grid.has_default:
        return
    budget = Budget()
    full = [scale.full for scale in grid.scales]
    cover = cover_of([[region.maybe for region in row.regions] for row in grid.rows], full, budget)
    for example in islice(cover.holes(full, (1 << len(grid.rows)) - 1), _SHOWN):
        zh, en = grid.in_words(example)
        yield grid.fault("gap", f"有空缺：{zh} 时没有规则适用。", f"no rule applies when {en}.")
    if budget.is_spent:
        yield grid.fault("unchecked", "过大，空缺未检查完全。", "it is too large; not all gaps were looked for.")
