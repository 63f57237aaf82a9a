"""The tables under steps: what is entered instead of the defaults."""

from collections.abc import Sequence

from engine.scenarios.feature import Rows
from engine.scenarios.scene import require


def entries_of(table: Rows) -> dict[str, str]:
    """Return field label → value from a table 字段 | 值; no table is no entry."""
    if not table:
        return {}
    _require_head(table, "字段", "值")
    return {row[0]: row[1] for row in table[1:]}


def changes_of(table: Rows) -> dict[str, dict[str, str]]:
    """Return task → field label → value from a table 环节 | 字段 | 值; no table is no change."""
    if not table:
        return {}
    _require_head(table, "环节", "字段", "值")
    changed: dict[str, dict[str, str]] = {}
    for task, field, value in table[1:]:
        changed.setdefault(task, {})[field] = value
    return changed


def lines_of(table: Rows) -> list[dict[str, str]]:
    """Return each row of a table with headings as heading → value."""
    require(table, "该步骤下应当有表格", "the step needs a table")
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


def inputs_of(table: Rows) -> dict[str, str]:
    """Return input → value from a table 输入 | 值."""
    require(table, "该步骤下应当有表格", "the step needs a table")
    _require_head(table, "输入", "值")
    return {row[0]: row[1] for row in table[1:]}


def _require_head(table: Sequence[Sequence[str]], *head: str) -> None:
    expected, found = " | ".join(head), " | ".join(table[0])
    require(
        list(table[0]) == list(head),
        f"表头应当是 {expected}，实际是 {found}",
        f"the head of the table should be {expected}, but is {found}",
    )
