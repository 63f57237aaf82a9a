"""What operators give for operands of which types, and which operands they do not take."""

from collections.abc import Mapping

from engine.feel.checking.kinds import (
    DATE,
    DATE_TIME,
    MONTHS,
    NUMBER,
    SECONDS,
    STRING,
    TIME,
    WORKDAYS,
    FeelType,
    is_open,
)
from engine.feel.types import ANY

ORDERED = frozenset(kind.name for kind in (NUMBER, STRING, DATE, TIME, DATE_TIME, SECONDS, MONTHS))
"""Types whose values have an order."""


def _moments() -> dict[tuple[str, str, str], FeelType]:
    """List what may be done with dates, times and durations."""
    table: dict[tuple[str, str, str], FeelType] = {}
    for length in (SECONDS, MONTHS):
        name = length.name
        table |= {(name, sign, name): length for sign in "+-"}
        table |= {(name, "*", "number"): length, ("number", "*", name): length}
        table |= {(name, "/", "number"): length, (name, "/", name): NUMBER}
    for moment, lengths in ((DATE, (SECONDS, MONTHS)), (DATE_TIME, (SECONDS, MONTHS)), (TIME, (SECONDS,))):
        for length in lengths:
            table |= {(moment.name, sign, length.name): moment for sign in "+-"}
            table[length.name, "+", moment.name] = moment
        table[moment.name, "-", moment.name] = SECONDS
    for day in (DATE, DATE_TIME):
        table |= {(day.name, sign, "workdays"): day for sign in "+-"}
        table["workdays", "+", day.name] = day
    table["workdays", "+", "workdays"] = WORKDAYS
    table |= {("date", "-", "date and time"): SECONDS, ("date and time", "-", "date"): SECONDS}
    return table


_RESULTS: Mapping[tuple[str, str, str], FeelType] = {
    **{("number", sign, "number"): NUMBER for sign in ("+", "-", "*", "/", "**")},
    ("string", "+", "string"): STRING,
    **_moments(),
}


def arithmetic_result(operator: str, left: FeelType, right: FeelType) -> FeelType | None:
    """Return the type of a result; `None` when the operator does not take such operands."""
    if is_open(left) or is_open(right):
        return _likely(operator, left, right)
    return _RESULTS.get((left.name, operator, right.name))


def _likely(operator: str, left: FeelType, right: FeelType) -> FeelType | None:
    """Return the one type a result can have when one operand is unknown; `None` when there can be none."""
    results = {
        result
        for (one, sign, other), result in _RESULTS.items()
        if sign == operator and left.name in {one, "Any", "Null"} and right.name in {other, "Any", "Null"}
    }
    if not results:
        return None
    return results.pop() if len(results) == 1 else ANY


def has_order(left: FeelType, right: FeelType) -> bool:
    """Tell whether values of the types have an order."""
    if is_open(left) or is_open(right):
        return all(is_open(kind) or kind.name in ORDERED for kind in (left, right))
    dates = {"date", "date and time"}
    return left.name in ORDERED and (left.name == right.name or {left.name, right.name} <= dates)
