"""Which parts of a cell are constants, and what they stand for."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.feel import tree
from engine.feel.compiling.table import build_code
from engine.feel.expression import guarded
from engine.feel.naming import names_of
from engine.feel.scope import Run, Scope
from engine.feel.values import YearMonthDuration

STEPS: Mapping[type, Any] = {
    Decimal: Decimal(1),
    dt.date: dt.timedelta(days=1),
    dt.datetime: dt.timedelta(minutes=1),
    dt.timedelta: dt.timedelta(hours=1),
    YearMonthDuration: None,
}
"""The kinds of values that lie on a line, with a step to a neighbour for examples."""

CONSTRUCTORS = frozenset({"date", "date and time", "duration", "years and months duration"})


class NoConstant(Exception):  # noqa: N818 - it ends the reading of a cell, nobody outside sees it
    """A part of a cell depends on more than its own text."""


def constant_of(node: tree.Node) -> Any:
    """Return the value of a literal or of a call that makes one from literals; raises NoConstant."""
    if isinstance(node, tree.Literal):
        return node.value
    found = names_of(node)
    calls = found.called <= CONSTRUCTORS and not found.read
    if not calls or not isinstance(node, (tree.Negative, tree.AtLiteral, tree.Call, tree.Arithmetic)):
        raise NoConstant
    value = guarded(build_code(node), Scope({}, None, Run()))
    if value is None:
        raise NoConstant
    return value
