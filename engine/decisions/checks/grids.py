"""Reads the tables of a file for their checks."""

from collections.abc import Iterator
from typing import Any

from engine.decisions.checks.constants import NoConstant, constant_of
from engine.decisions.checks.grid import Grid, Row
from engine.decisions.checks.scale import Region, Scale, region_of
from engine.decisions.checks.types import Types
from engine.decisions.model import DecisionModel
from engine.decisions.xml import Element, child, children, local_name, text_of_child
from engine.feel import FeelSyntaxError, tree
from engine.feel.expression import parsed_tests

_UNREAD = tree.Tests(negated=False, items=(tree.Name("?"),))
"""What stands for a cell that is no FEEL: perhaps everything."""


def read_grids(root: Element, model: DecisionModel) -> Iterator[Grid]:
    """Yield every decision table with rules, wherever it stands in a decision or knowledge model."""
    types = Types(root, model)
    for owner in children(root, "decision", "businessKnowledgeModel"):
        for element in owner.iter():
            if local_name(element) == "decisionTable" and child(element, "rule") is not None:
                yield _grid(element, owner, types)


def _grid(element: Element, owner: Element, types: Types) -> Grid:
    inputs, rules = list(children(element, "input")), list(children(element, "rule"))
    cells = [[text_of_child(cell, "text").strip() for cell in children(rule, "inputEntry")] for rule in rules]
    columns = [_column(column, [row[at] for row in cells if at < len(row)], types) for at, column in enumerate(inputs)]
    rows = tuple(
        Row(
            number,
            int(rule.sourceline or 1),
            tuple(cells[number - 1]),
            tuple(text_of_child(cell, "text").strip() for cell in children(rule, "outputEntry")),
            tuple(regions[number - 1] for _, regions in columns),
        )
        for number, rule in enumerate(rules, 1)
    )
    return Grid(
        file=types.model.file,
        element=owner.get("id") or owner.get("name") or "",
        name=owner.get("name") or "",
        line=int(element.sourceline or 1),
        policy=(element.get("hitPolicy") or "UNIQUE").upper(),
        has_default=any(child(output, "defaultOutputEntry") is not None for output in children(element, "output")),
        labels=tuple(_label(column) for column in inputs),
        scales=tuple(scale for scale, _ in columns),
        rows=rows,
    )


def _label(column: Element) -> str:
    expression = child(column, "inputExpression")
    written = text_of_child(expression, "text").strip() if expression is not None else ""
    return column.get("label") or written


def _column(column: Element, cells: list[str], types: Types) -> tuple[Scale, list[Region]]:
    """Return the scale of a column and the region of each cell."""
    parsed = {text: _tests(text, types) for text in dict.fromkeys(cells)}
    values = child(column, "inputValues")
    allowed_text = text_of_child(values, "text") if values is not None else types.allowed(column)
    allowed = _tests(allowed_text, types) if allowed_text.strip() else None
    if types.is_composite(column):
        scale = Scale(())
        return scale, [scale.all() if text in {"", "-"} else scale.unknown() for text in cells]
    constants = [value for tests in (allowed, *parsed.values()) if tests for value in _constants(tests)]
    scale = Scale(constants)
    if allowed is not None:
        # Values outside the list are refused before any rule is looked at.
        permitted = region_of(allowed, scale).maybe
        scale.full &= permitted | (1 << scale.null if scale.null is not None else 0)
    regions = {text: region_of(tests, scale) for text, tests in parsed.items()}
    return scale, [Region(regions[text].sure & scale.full, regions[text].maybe & scale.full) for text in cells]


def _tests(text: str, types: Types) -> tree.Tests:
    if text.strip() in {"", "-"}:
        return tree.Tests(negated=False, items=())
    try:
        return parsed_tests(text, types.names)
    except FeelSyntaxError:
        return _UNREAD


def _constants(tests: tree.Tests) -> Iterator[Any]:
    for item in tests.items:
        parts: tuple[tree.Node, ...] = (item,)
        match item:
            case tree.Test(operand=operand) | tree.ComparedRange(operand=operand):
                parts = (operand,)
            case tree.Comparison(left=tree.Name(name="?"), right=right):
                parts = (right,)
            case tree.Interval(start=start, end=end):
                parts = (start, end)
            case tree.ListOf(items=items):
                parts = items
        for part in parts:
            try:
                yield constant_of(part)
            except NoConstant:
                continue
