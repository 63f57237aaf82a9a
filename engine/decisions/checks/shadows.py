"""Rules that never fire because earlier ones take all their inputs."""

from collections.abc import Iterator

from engine.decisions.checks.cover import Budget, Cover, cover_of
from engine.decisions.checks.grid import Grid, Row
from engine.decisions.checks.scale import pieces
from engine.kernel.errors import Fault


def shadowed_rules(grid: Grid) -> Iterator[Fault]:
    """Yield a warning for each rule of a first-hit table that earlier rules together leave nothing for."""
    if grid.policy != "FIRST":
        return
    budget = Budget()
    full = [scale.full for scale in grid.scales]
    cover = cover_of([[region.sure for region in row.regions] for row in grid.rows], full, budget)
    for at, row in enumerate(grid.rows):
        if at and _is_covered(grid, row, cover):
            yield _shadowed(grid, row)
    if budget.is_spent:
        zh, en = "过大，未检查是否有规则被遮蔽。", "it is too large; not all shadowed rules were looked for."
        yield grid.fault("unchecked", zh, en)


def _is_covered(grid: Grid, row: Row, cover: Cover) -> bool:
    own = [region.maybe for region in row.regions]
    if not all(own):
        return False
    before = grid.rows[: row.number - 1]
    if any(_holds(earlier, row) for earlier in before):
        return True
    alive = sum(1 << other.number - 1 for other in before if _meets(other, own))
    return next(cover.holes(own, alive), None) is None and not cover.budget.is_spent


def _meets(earlier: Row, own: list[int]) -> bool:
    return all(region.sure & bits for region, bits in zip(earlier.regions, own, strict=True))


def _shadowed(grid: Grid, row: Row) -> Fault:
    example = {
        column: next(pieces(region.maybe))
        for column, region in enumerate(row.regions)
        if region.maybe != grid.scales[column].full
    }
    zh, en = grid.in_words(example)
    earlier = next((other for other in grid.rows[: row.number - 1] if _holds(other, row)), None)
    by_zh = f"第{earlier.number}条" if earlier else "之前几条合起来"
    by_en = f"rule {earlier.number}" if earlier else "the earlier rules together"
    zh = f"第{row.number}条规则永远不会命中，已被{by_zh}遮蔽：例如 {zh} 时先命中的是前面的规则。"
    en = f"rule {row.number} never fires, {by_en} come first: for example when {en}."
    return grid.fault("shadowed", zh, en, row=row)


def _holds(earlier: Row, later: Row) -> bool:
    return all(not own.maybe & ~before.sure for before, own in zip(earlier.regions, later.regions, strict=True))
