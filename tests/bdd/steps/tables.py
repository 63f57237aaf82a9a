"""The tables under steps: what is entered instead of the defaults."""

from collections.abc import Sequence

Rows = Sequence[Sequence[str]]


def entries_of(table: Rows) -> dict[str, str]:
    """Return field label → value from a table 字段 | 值; no table is no entry."""
    if not table:
        return {}
    assert list(table[0]) == ["字段", "值"], f"表头应当是 字段 | 值，实际是 {table[0]}"
    return {row[0]: row[1] for row in table[1:]}


def changes_of(table: Rows) -> dict[str, dict[str, str]]:
    """Return task → field label → value from a table 环节 | 字段 | 值; no table is no change."""
    if not table:
        return {}
    assert list(table[0]) == ["环节", "字段", "值"], f"表头应当是 环节 | 字段 | 值，实际是 {table[0]}"
    changed: dict[str, dict[str, str]] = {}
    for task, field, value in table[1:]:
        changed.setdefault(task, {})[field] = value
    return changed


def lines_of(table: Rows) -> list[dict[str, str]]:
    """Return each row of a table with headings as heading → value."""
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


def inputs_of(table: Rows) -> dict[str, str]:
    """Return input → value from a table 输入 | 值."""
    assert list(table[0]) == ["输入", "值"], f"表头应当是 输入 | 值，实际是 {table[0]}"
    return {row[0]: row[1] for row in table[1:]}
