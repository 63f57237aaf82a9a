"""Conditions that no value can meet."""

from collections.abc import Iterator

from engine.decisions.checks.grid import Grid
from engine.kernel.errors import Fault


def dead_rules(grid: Grid) -> Iterator[Fault]:
    """Yield a warning for each cell that accepts nothing: an upside-down range, or a value that is not allowed."""
    for row in grid.rows:
        for column, region in enumerate(row.regions):
            if not region.maybe:
                zh = f"第{row.number}条规则永远不会命中：“{grid.labels[column]}”不可能满足 {row.cells[column]}。"
                en = f"rule {row.number} never fires: “{grid.labels[column]}” can never be {row.cells[column]}."
                yield grid.fault("never", zh, en, row=row, column=column + 1)
