"""Rules that apply to the same inputs, and rules that say the same."""

from collections.abc import Iterator

from engine.decisions.checks.grid import Grid, Row
from engine.decisions.checks.scale import pieces
from engine.kernel.errors import Fault

_SHOWN = 10


def overlaps(grid: Grid) -> Iterator[Fault]:
    """Yield an error for rules that surely apply together where the policy forbids it: unique, or any that differ."""
    if grid.policy not in {"UNIQUE", "ANY"}:
        return
    shown = 0
    for first, second in _pairs(grid):
        if grid.policy == "ANY" and first.results == second.results:
            continue
        yield _overlap(grid, first, second)
        shown += 1
        if shown == _SHOWN:
            return


def _pairs(grid: Grid) -> Iterator[tuple[Row, Row]]:
    """Yield pairs of rules that surely apply together; an unread cell meets only another with the same text."""
    sure = [tuple(region.sure for region in row.regions) for row in grid.rows]
    for at, second in enumerate(grid.rows):
        for earlier in range(at):
            if _meet(sure[earlier], sure[at]) or grid.rows[earlier].cells == second.cells:
                yield grid.rows[earlier], second


def _meet(first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    # A plain loop: this runs half a million times for a table of a thousand rules.
    for at, bits in enumerate(first):  # noqa: SIM110 - a generator would cost three times as much
        if not bits & second[at]:
            return False
    return True


def _overlap(grid: Grid, first: Row, second: Row) -> Fault:
    example = {
        column: next(pieces(left.sure & right.sure))
        for column, (left, right) in enumerate(zip(first.regions, second.regions, strict=True))
        if left.sure & right.sure and left.sure & right.sure != grid.scales[column].full
    }
    zh, en = grid.in_words(example)
    numbers = (first.number, second.number)
    if grid.policy == "UNIQUE":
        zh = f"第{numbers[0]}条与第{numbers[1]}条规则重叠：{zh} 时两条都适用，而本表只许一条命中。"
        en = f"rules {numbers[0]} and {numbers[1]} overlap: both apply when {en}, but only one may."
        return grid.fault("overlap", zh, en, row=second, severity="error")
    zh = f"第{numbers[0]}条与第{numbers[1]}条规则矛盾：{zh} 时两条都适用而结果不同。"
    en = f"rules {numbers[0]} and {numbers[1]} contradict each other: both apply when {en}, with different results."
    return grid.fault("contradiction", zh, en, row=second, severity="error")


def duplicates(grid: Grid) -> Iterator[Fault]:
    """Yield a warning for each rule written twice with the same results; in a unique table that is an overlap."""
    if grid.policy == "UNIQUE":
        return
    seen: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
    for row in grid.rows:
        number = seen.setdefault((row.cells, row.results), row.number)
        if number != row.number:
            zh, en = f"第{row.number}条规则与第{number}条相同。", f"rule {row.number} is the same as rule {number}."
            yield grid.fault("duplicate", zh, en, row=row)
