"""What the expressions of one part of a model see while it is checked, and where findings about it belong."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from engine.decisions.checks.types import Types
from engine.decisions.places import place_of
from engine.decisions.xml import Element, child, text_of_child
from engine.feel.checking import FeelFinding, FeelType, check_unary_tests, examine
from engine.feel.types import ANY
from engine.kernel.errors import Fault

_UNKNOWN = frozenset({"feel.unknown-name", "feel.unknown-function"})


@dataclass(frozen=True)
class Sight:
    """Names with their types inside one decision or knowledge model; `is_open` where there may be more names.

    `faults` is shared by all that is seen inside the same part.
    """

    types: Types
    element: str
    label: str
    schema: Mapping[str, FeelType]
    functions: Collection[str]
    is_open: bool = False
    faults: list[Fault] = field(default_factory=list)
    _cells: dict[tuple[str, FeelType], tuple[FeelFinding, ...]] = field(default_factory=dict, init=False)

    def inside(self, names: Mapping[str, FeelType], *, is_open: bool = False) -> "Sight":
        """Return the sight of a construct that binds names."""
        return replace(self, schema={**self.schema, **names}, is_open=self.is_open or is_open)

    def expression(self, at: Element, *, expected: FeelType | None = None, **where: str | int) -> FeelType:
        """Check the text of an element, noting faults; returns the type of its value."""
        text = text_of_child(at, "text")
        if not text.strip():
            return ANY
        kind, findings = examine(
            text, schema=self.schema, functions=self.functions, expected=expected, names=self.types.names
        )
        self._note(findings, at, where)
        return kind

    def cell(self, at: Element, tested: FeelType, **where: str | int) -> None:
        """Check a cell of conditions, noting faults."""
        text = text_of_child(at, "text").strip()
        if text not in {"", "-"}:
            # Tables repeat their cells: each text is looked at once in a column of its kind.
            if (text, tested) not in self._cells:
                self._cells[text, tested] = check_unary_tests(
                    text, tested=tested, schema=self.schema, functions=self.functions, names=self.types.names
                )
            self._note(self._cells[text, tested], at, where)

    def _note(self, findings: Collection[FeelFinding], at: Element, where: Mapping[str, str | int]) -> None:
        """Note what speaks of names and types; syntax is told when the file is read."""
        if not findings:
            return
        text = child(at, "text")
        first = int((text if text is not None else at).sourceline or 1)
        for finding in findings:
            if finding.code == "feel.syntax" or (finding.code in _UNKNOWN and self.is_open):
                continue
            place = {"file": self.types.model.file, "line": first + finding.line - 1, "element": self.element, **where}
            zh, en = place_of(self.label, where, line=finding.line, character=finding.column)
            self.faults.append(
                Fault(
                    f"dmn.{finding.code}",
                    f"{zh}：{finding.zh}",
                    f"{en}: {finding.en}",
                    {**place, "character": finding.column},
                )
            )
