"""A column's values cut into pieces within which no cell distinguishes, and cells as sets of pieces."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.decisions.checks.constants import STEPS, NoConstant, constant_of
from engine.feel import tree
from engine.feel.scope import Run
from engine.feel.text import format_number, text_of
from engine.feel.values import YearMonthDuration


@dataclass(frozen=True, slots=True)
class Region:
    """Pieces a cell surely accepts, and pieces it may accept, as bits; they differ where a cell cannot be read."""

    sure: int
    maybe: int

    def __or__(self, other: "Region") -> "Region":
        return Region(self.sure | other.sure, self.maybe | other.maybe)

    def __and__(self, other: "Region") -> "Region":
        return Region(self.sure & other.sure, self.maybe & other.maybe)


class Scale:
    """The pieces of a column: its constants in order, what lies between them or is none of them, and null.

    On a line, constant `i` is piece `2i + 1` and the open interval below it piece `2i`; elsewhere constant `i` is
    piece `i` and anything else the one after the last. Null is the last piece, where a cell speaks of it.
    """

    def __init__(self, constants: Iterable[Any], *, closed: bool = False) -> None:
        values = list(constants)
        kinds = {type(value) for value in values if value is not None}
        self.kind: type | None = kinds.pop() if len(kinds) == 1 else None
        self.values = self._ordered(values)
        self.is_line = self.kind in STEPS and bool(self.values)
        pieces = 2 * len(self.values) + 1 if self.is_line else len(self.values) + 1
        self.null = pieces if None in values else None
        self.full = (1 << (pieces + (self.null is not None))) - 1
        self.full &= ~self._impossible(closed=closed or self.kind is bool)

    def _ordered(self, values: list[Any]) -> list[Any]:
        if self.kind is bool:
            return [True, False]
        known = list(dict.fromkeys(value for value in values if type(value) is self.kind))
        try:
            return sorted(known) if self.kind in STEPS else known
        except TypeError:
            # Moments with and without an offset do not compare; nothing is said about such a column.
            self.kind = None
            return []

    def _impossible(self, *, closed: bool) -> int:
        """Return the pieces that hold no value: between neighbouring days, or beside the values of a closed list."""
        if not self.is_line:
            return 1 << len(self.values) if closed and self.values else 0
        if self.kind is not dt.date and self.kind is not YearMonthDuration:
            return 0
        gaps = 0
        for at, (low, high) in enumerate(zip(self.values, self.values[1:], strict=False), 1):
            if _following(low) == high:
                gaps |= 1 << (2 * at)
        return gaps

    def unknown(self) -> Region:
        """Return the region of a cell that cannot be read: perhaps everything, surely nothing."""
        return Region(0, self.full)

    def all(self) -> Region:
        """Return the region of an empty cell."""
        return Region(self.full, self.full)

    def span(self, low: Any, high: Any, *, low_included: bool, high_included: bool) -> Region:
        """Return the pieces between two constants; an endpoint of `None` is open."""
        if not self.is_line:
            return self.unknown()
        first = 0 if low is None else 2 * self._place(low) + (1 if low_included else 2)
        last = 2 * len(self.values) if high is None else 2 * self._place(high) + (1 if high_included else 0)
        bits = ((1 << (last + 1)) - 1) & ~((1 << first) - 1) if last >= first else 0
        return Region(bits & self.full, bits & self.full)

    def _place(self, value: Any) -> int:
        if type(value) is not self.kind:
            raise NoConstant
        return bisect_left(self.values, value)

    def point(self, value: Any) -> Region:
        """Return the piece of a constant."""
        if value is None:
            bits = 0 if self.null is None else 1 << self.null
        elif type(value) is not self.kind:
            raise NoConstant
        else:
            bits = 1 << (2 * self._place(value) + 1 if self.is_line else self.values.index(value))
        return Region(bits & self.full, bits & self.full)

    def but(self, region: Region) -> Region:
        """Return everything else."""
        return Region(self.full & ~region.maybe, self.full & ~region.sure)

    def example(self, piece: int) -> tuple[str, str]:
        """Return a value of a piece in words, Chinese and English."""
        if piece == self.null:
            return "空值", "null"
        if not self.is_line:
            if piece >= len(self.values):
                return ("其他值", "any other value") if self.values else ("任意值", "any value")
            return (_shown(self.values[piece]),) * 2
        at, is_value = divmod(piece, 2)
        return (_shown(self.values[at] if is_value else self._between(at)),) * 2

    def _between(self, at: int) -> Any:
        if at == 0:
            return _preceding(self.values[0])
        low = self.values[at - 1]
        if at == len(self.values):
            return _following(low)
        return _middle(low, self.values[at])


def pieces(bits: int) -> Iterator[int]:
    """Yield the numbers of the bits that are set, lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def region_of(tests: tree.Tests, scale: Scale) -> Region:
    """Return what a cell accepts; a part that is no constant is perhaps everything."""
    if not tests.items:
        return scale.all()
    accepted = Region(0, 0)
    for item in tests.items:
        try:
            accepted |= _accepted(item, scale)
        except NoConstant:
            accepted |= scale.unknown()
    return scale.but(accepted) if tests.negated else accepted


def _accepted(node: tree.Node, scale: Scale) -> Region:
    match node:
        case tree.Test(operator=operator, operand=operand) | tree.ComparedRange(operator=operator, operand=operand):
            return _compared(operator, constant_of(operand), scale)
        case tree.Comparison(operator=operator, left=tree.Name(name="?"), right=right):
            return _compared(operator, constant_of(right), scale)
        case tree.Interval():
            low, high = constant_of(node.start), constant_of(node.end)
            return scale.span(low, high, low_included=node.start_included, high_included=node.end_included)
        case tree.ListOf(items=items):
            accepted = Region(0, 0)
            for item in items:
                accepted |= scale.point(constant_of(item))
            return accepted
        case _:
            return scale.point(constant_of(node))


def _compared(operator: str, value: Any, scale: Scale) -> Region:
    if operator in {"=", "!="}:
        point = scale.point(value)
        return point if operator == "=" else scale.but(point)
    if value is None:
        raise NoConstant
    included = operator.endswith("=")
    if operator.startswith("<"):
        return scale.span(None, value, low_included=False, high_included=included)
    return scale.span(value, None, low_included=included, high_included=False)


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f"“{value}”"
    return format_number(value) if isinstance(value, Decimal) else text_of(value, Run())


def _following(value: Any) -> Any:
    return YearMonthDuration(value.months + 1) if isinstance(value, YearMonthDuration) else _moved(value, 1)


def _preceding(value: Any) -> Any:
    return YearMonthDuration(value.months - 1) if isinstance(value, YearMonthDuration) else _moved(value, -1)


def _moved(value: Any, steps: int) -> Any:
    try:
        return value + steps * STEPS[type(value)]
    except OverflowError:
        return value


def _middle(low: Any, high: Any) -> Any:
    if isinstance(low, YearMonthDuration):
        return YearMonthDuration((low.months + high.months) // 2)
    middle = low + (high - low) / 2
    if isinstance(middle, Decimal) and low < middle.to_integral_value() < high:
        return middle.to_integral_value()
    return middle
