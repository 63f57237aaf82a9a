"""A decision table as its checks see it: texts of cells, the region each accepts, and places for findings."""

from dataclasses import dataclass

from engine.decisions.checks.scale import Region, Scale
from engine.kernel.errors import Fault


@dataclass(frozen=True)
class Row:
    """A rule: its number from 1, the line of the file, its cells and results as written, the region of each cell."""

    number: int
    line: int
    cells: tuple[str, ...]
    results: tuple[str, ...]
    regions: tuple[Region, ...]


@dataclass(frozen=True)
class Grid:
    """A table: `labels` name the columns of conditions, `scales` cut their values into pieces."""

    file: str
    element: str
    name: str
    line: int
    policy: str
    has_default: bool
    labels: tuple[str, ...]
    scales: tuple[Scale, ...]
    rows: tuple[Row, ...]

    def fault(
        self, code: str, zh: str, en: str, *, row: Row | None = None, column: int = 0, severity: str = "warning"
    ) -> Fault:
        """Return a finding about the table, about one of its rules, or about one cell, its column counted from 1."""
        where: dict[str, str | int] = {"file": self.file, "line": row.line if row else self.line}
        where |= {"element": self.element}
        where |= {"row": row.number} if row else {}
        where |= {"column": column} if column else {}
        return Fault(f"dmn.{code}", f"决策表“{self.name}”{zh}", f"Decision table “{self.name}”: {en}", where, severity)

    def in_words(self, example: dict[int, int]) -> tuple[str, str]:
        """Return an example in words: pieces by column; columns that do not matter are left out."""
        if not example:
            return "任何输入", "any input"
        told = [(self.labels[column], self.scales[column].example(piece)) for column, piece in example.items()]
        zh = "，".join(f"{label} = {words[0]}" for label, words in told)
        en = ", ".join(f"{label} = {words[1]}" for label, words in told)
        return zh, en
