"""Says in words where in a model an expression stands, so that a person finds the cell."""

from collections.abc import Mapping

Place = Mapping[str, str | int]


def place_of(label: str, where: Place, *, line: int, character: int) -> tuple[str, str]:
    """Return the Chinese and the English words for a character of an expression: model part, row, column, character.

    `where` holds `row` and `column` in tables; `line` is said only in texts of several lines.
    """
    lines_zh, lines_en = (f"第{line}行文字", f", line {line} of the text") if line > 1 else ("", "")
    cell_zh, cell_en = _cell(where)
    zh = f"“{label}”{cell_zh}{lines_zh}第{character}个字符"
    return zh, f"“{label}”{cell_en}{lines_en}, character {character}"


def _cell(where: Place) -> tuple[str, str]:
    zh = f"第{where['row']}行" if "row" in where else ""
    en = f", row {where['row']}" if "row" in where else ""
    if "column" in where:
        zh, en = f"{zh}第{where['column']}列", f"{en}, column {where['column']}"
    return zh, en
