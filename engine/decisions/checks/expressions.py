"""Unknown names and wrong types in the expressions of decisions."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from engine.decisions.checks.types import Types
from engine.decisions.model import DecisionModel
from engine.decisions.xml import Element, child, children, text_of_child
from engine.feel.checking import FeelFinding, FeelType, check_expression, check_unary_tests, infer_type
from engine.feel.types import ANY
from engine.kernel.errors import Fault


@dataclass(frozen=True)
class _Sight:
    """What the expressions of one decision see, and where findings about it belong."""

    file: str
    element: str
    label: str
    schema: Mapping[str, FeelType]
    functions: Collection[str]

    def faults(self, findings: tuple[FeelFinding, ...], at: Element, **where: str | int) -> Iterator[Fault]:
        """Yield a fault for each finding that speaks of names and types; syntax is told when the file is read."""
        text = child(at, "text")
        first = int((text if text is not None else at).sourceline or 1)
        place_zh, place_en = _place(where)
        for finding in findings:
            if finding.code == "feel.syntax":
                continue
            line = first + finding.line - 1
            place = {"file": self.file, "line": line, "element": self.element, **where, "character": finding.column}
            zh = f"“{self.label}”{place_zh}第{finding.column}个字符：{finding.zh}"
            en = f"“{self.label}”{place_en}, character {finding.column}: {finding.en}"
            yield Fault(f"dmn.{finding.code}", zh, en, place)


def _place(where: Mapping[str, str | int]) -> tuple[str, str]:
    if "row" in where:
        return f"第{where['row']}行第{where['column']}列", f", row {where['row']}, column {where['column']}"
    return (f"第{where['column']}列", f", column {where['column']}") if "column" in where else ("", "")


def wrong_expressions(root: Element, model: DecisionModel, functions: Collection[str]) -> Iterator[Fault]:
    """Yield an error for each expression of a decision's own table or formula that cannot be right.

    Expressions inside contexts, functions and loops see names of their own and are left to the evaluation.
    """
    types = Types(root, model)
    for owner in children(root, "decision"):
        schema = types.schema(owner)
        if schema is None:
            continue
        name = owner.get("name") or ""
        sight = _Sight(model.file, owner.get("id") or name, name, schema, functions)
        formula, table = child(owner, "literalExpression"), child(owner, "decisionTable")
        if formula is not None:
            found = check_expression(text_of_child(formula, "text"), schema=schema, functions=functions)
            yield from sight.faults(found, formula)
        elif table is not None:
            yield from _of_table(table, sight, types)


def _of_table(table: Element, sight: _Sight, types: Types) -> Iterator[Fault]:
    kinds = []
    for number, column in enumerate(children(table, "input"), 1):
        expression = child(column, "inputExpression")
        text = text_of_child(expression, "text") if expression is not None else ""
        if expression is not None:
            found = check_expression(text, schema=sight.schema, functions=sight.functions)
            yield from sight.faults(found, expression, column=number)
        kind = types.column_type(column)
        kinds.append(kind if kind != ANY else infer_type(text, schema=sight.schema, functions=sight.functions))
    results = [types.type(column.get("typeRef")) for column in children(table, "output")]
    for number, rule in enumerate(children(table, "rule"), 1):
        yield from _of_rule(rule, sight, kinds, results, number=number)


def _of_rule(
    rule: Element, sight: _Sight, kinds: list[FeelType], results: list[FeelType], *, number: int
) -> Iterator[Fault]:
    for column, (cell, kind) in enumerate(zip(children(rule, "inputEntry"), kinds, strict=False), 1):
        text = text_of_child(cell, "text").strip()
        if text not in {"", "-"}:
            found = check_unary_tests(text, tested=kind, schema=sight.schema, functions=sight.functions)
            yield from sight.faults(found, cell, row=number, column=column)
    for column, (cell, kind) in enumerate(zip(children(rule, "outputEntry"), results, strict=False), len(kinds) + 1):
        text = text_of_child(cell, "text").strip()
        if text:
            found = check_expression(text, schema=sight.schema, functions=sight.functions, expected=kind)
            yield from sight.faults(found, cell, row=number, column=column)
