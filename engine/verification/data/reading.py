"""Reads a condition: which variables it compares with which constants, as far as that is all it does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from engine.bpmn import Formula
from engine.feel import tree

_OUTSIDE = frozenset({"case", "record", "today"})
"""Names whose values no step of the diagram writes."""


class _TooMuchError(Exception):
    """The condition does more than compare variables with constants."""


@dataclass
class _Found:
    constants: dict[str, set[Any]] = field(default_factory=dict)

    def note(self, variable: str, *values: Any) -> None:
        self.constants.setdefault(variable, set()).update(values)


def compared(formula: Formula) -> Mapping[str, frozenset[Any]] | None:
    """Return the constants each variable is compared with, None for a condition that does more than compare.

    A variable is named as FEEL spells it, `review.result` for an entry. Constants are numbers, strings and booleans.
    """
    if not formula.is_readable:
        return None
    found = _Found()
    try:
        _condition(formula.expression.tree, found)
    except _TooMuchError:
        return None
    return {name: frozenset(values) for name, values in found.constants.items()}


def _condition(node: tree.Node, found: _Found) -> None:
    match node:
        case tree.Conjunction(parts=parts) | tree.Disjunction(parts=parts):
            for part in parts:
                _condition(part, found)
        case tree.Call(function=tree.Name(name="not"), arguments=(inner,)):
            _condition(inner, found)
        case tree.Comparison(left=left, right=right):
            _compared(left, right, found)
        case tree.Between(value=value, low=low, high=high):
            found.note(_variable(value), _constant(low), _constant(high))
        case tree.In(value=value, tests=tests):
            found.note(_variable(value), *(constant for test in tests for constant in _tested(test)))
        case tree.Literal(value=bool()):
            return
        case _:
            found.note(_variable(node), True, False)


def _compared(left: tree.Node, right: tree.Node, found: _Found) -> None:
    if isinstance(right, (tree.Literal, tree.Negative)):
        found.note(_variable(left), _constant(right))
    else:
        found.note(_variable(right), _constant(left))


def _tested(test: tree.Node) -> list[Any]:
    match test:
        case tree.Test(operand=operand):
            return [_constant(operand)]
        case tree.Interval(start=start, end=end):
            return [_constant(start), _constant(end)]
        case tree.ListOf(items=items):
            return [_constant(item) for item in items]
        case _:
            return [_constant(test)]


def _variable(node: tree.Node) -> str:
    match node:
        case tree.Name(name=name) if name not in _OUTSIDE:
            return name
        case tree.Path(source=source, name=name):
            return f"{_variable(source)}.{name}"
        case _:
            raise _TooMuchError


def _constant(node: tree.Node) -> Any:
    match node:
        case tree.Literal(value=bool() | str() | Decimal() as value):
            return value
        case tree.Negative(operand=tree.Literal(value=Decimal() as value)):
            return -value
        case _:
            raise _TooMuchError
