"""Equality and order of FEEL values in three-valued logic (DMN 1.5, 10.3.2.13)."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.scope import Run
from engine.feel.temporal import clock_seconds, instant, is_zoned
from engine.feel.types import type_name
from engine.feel.values import ORDERED, Range, YearMonthDuration
from engine.feel.wide import DATE_TIMES, DATES, TIMES, WIDE, WideDate, nanoseconds

_SECOND = dt.timedelta(seconds=1)
_NANO = 1_000_000_000

PLAIN = ORDERED | {bool}
"""Types whose equality within the type is Python's."""


def equal(left: Any, right: Any, run: Run) -> bool | None:
    """Tell whether two values are equal; `None` when their types cannot be compared."""
    kind = type(left)
    if kind is type(right) and kind in PLAIN:
        return bool(left == right)
    if left is None or right is None:
        return left is right
    comparer = _COMPARERS.get(kind)
    if comparer and type(right) in comparer[0]:
        return comparer[1](left, right, run)
    return run.null(
        "Values of type {left} and {right} cannot be compared",
        "不能比较{left}和{right}类型的值",
        left=type_name(left),
        right=type_name(right),
    )


def _equal_lists(left: list[Any], right: list[Any], run: Run) -> bool | None:
    run.step(len(left) + 1)
    if len(left) != len(right):
        return False
    return _all(equal(one, other, run) for one, other in zip(left, right, strict=True))


def _equal_contexts(left: dict[str, Any], right: dict[str, Any], run: Run) -> bool | None:
    run.step(len(left) + 1)
    if left.keys() != right.keys():
        return False
    return _all(equal(value, right[key], run) for key, value in left.items())


def _all(parts: Any) -> bool | None:
    """Return whether all parts are true; parts that cannot be compared are not equal."""
    return all(part is True for part in parts)


def _equal_ranges(left: Range, right: Range, run: Run) -> bool | None:
    form, other = ((span.operator, span.start_included, span.end_included) for span in (left, right))
    if form != other:
        return False
    return _all((equal(left.start, right.start, run), equal(left.end, right.end, run)))


def _equal_instants(left: Any, right: Any, _run: Run) -> bool | None:
    """Compare dates and times to the second, as the language does; only their order knows fractions."""
    if is_zoned(left) is not is_zoned(right):
        return False
    if type(left) in WIDE or type(right) in WIDE:
        return nanoseconds(left) // _NANO == nanoseconds(right) // _NANO
    return _to_second(instant(left)) == _to_second(instant(right))


def _equal_clocks(left: Any, right: Any, _run: Run) -> bool | None:
    same_kind = is_zoned(left) is is_zoned(right)
    return same_kind and clock_seconds(left) // _SECOND == clock_seconds(right) // _SECOND


def _to_second(value: dt.datetime) -> dt.datetime:
    return value.replace(microsecond=0)


def _equal_zero_durations(left: Any, right: Any, run: Run) -> bool | None:
    """Compare durations of different kinds: only nothing equals nothing (P0D = P0Y)."""
    months = left.months if isinstance(left, YearMonthDuration) else right.months
    seconds = right if isinstance(left, YearMonthDuration) else left
    if not months and not seconds:
        return True
    return run.null("A duration of months cannot be compared with one of days", "按月的时长不能与按日的时长比较")


def _same(left: Any, right: Any, _run: Run) -> bool | None:
    return left is right


_COMPARERS: dict[type, tuple[tuple[type, ...], Callable[[Any, Any, Run], bool | None]]] = {
    list: ((list,), _equal_lists),
    dict: ((dict,), _equal_contexts),
    Range: ((Range,), _equal_ranges),
    **dict.fromkeys(DATE_TIMES, (DATES + DATE_TIMES, _equal_instants)),
    **dict.fromkeys((dt.date, WideDate), ((WideDate, *DATE_TIMES), _equal_instants)),
    **dict.fromkeys(TIMES, (TIMES, _equal_clocks)),
    dt.timedelta: ((YearMonthDuration,), _equal_zero_durations),
    YearMonthDuration: ((dt.timedelta,), _equal_zero_durations),
}


def _less(left: Any, right: Any) -> bool:
    return bool(left < right)


def _less_or_equal(left: Any, right: Any) -> bool:
    return bool(left <= right)


def _greater(left: Any, right: Any) -> bool:
    return bool(left > right)


def _greater_or_equal(left: Any, right: Any) -> bool:
    return bool(left >= right)


ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": _less,
    "<=": _less_or_equal,
    ">": _greater,
    ">=": _greater_or_equal,
}


def compare(operator: str, left: Any, right: Any, run: Run) -> bool | None:
    """Apply one of = != < <= > >=; `None` when the values cannot be compared."""
    if operator == "=":
        return equal(left, right, run)
    if operator == "!=":
        verdict = equal(left, right, run)
        return None if verdict is None else not verdict
    return ordered(operator, left, right, run)


def ordered(operator: str, left: Any, right: Any, run: Run) -> bool | None:
    """Apply one of < <= > >=; `None` when the values have no order."""
    kind = type(left)
    if kind is type(right) and kind in ORDERED:
        return ORDERS[operator](left, right)
    keys = _order_keys(left, right)
    if keys:
        return ORDERS[operator](*keys)
    return run.null(
        "Values of type {left} and {right} have no order",
        "{left}和{right}类型的值没有先后大小",
        left=type_name(left),
        right=type_name(right),
    )


def _order_keys(left: Any, right: Any) -> tuple[Any, Any] | None:
    """Return what to compare instead of times and dates; `None` when one has a zone and the other has not."""
    if is_zoned(left) is not is_zoned(right):
        return None
    if isinstance(left, TIMES) and isinstance(right, TIMES):
        return (clock_seconds(left), getattr(left, "nano", 0)), (clock_seconds(right), getattr(right, "nano", 0))
    if isinstance(left, DATES) and isinstance(right, DATES):
        distant = type(left) in WIDE or type(right) in WIDE
        return (nanoseconds(left), nanoseconds(right)) if distant else (instant(left), instant(right))
    return None


def contains(span: Range, value: Any, run: Run) -> bool | None:
    """Tell whether a range holds a value; `None` when they cannot be compared."""
    if value is None:
        return run.null("Null is in no range", "空值不在任何区间内")
    if span.operator in {"=", "!="}:
        return compare(span.operator, value, span.start, run)
    if not span.operator and (span.start is None or span.end is None):
        return run.null("A range with a null end holds nothing that can be told", "一端为空值的区间无法判断")
    lower = True if span.start is None else ordered(">=" if span.start_included else ">", value, span.start, run)
    if lower is False:
        return False
    upper = True if span.end is None else ordered("<=" if span.end_included else "<", value, span.end, run)
    return None if lower is None else upper


def is_member(value: Any, candidate: Any, run: Run) -> bool | None:
    """Tell whether a value passes a test given as a value: a range that holds it, a list it is in, an equal."""
    kind = type(candidate)
    if kind is Range:
        return equal(value, candidate, run) if type(value) is Range else contains(candidate, value, run)
    if kind is list:
        return _in_list(value, candidate, run)
    return equal(value, candidate, run)


def _in_list(value: Any, candidates: list[Any], run: Run) -> bool | None:
    """Tell whether a list is, or holds, a value; its items may be ranges or lists themselves."""
    run.step(len(candidates))
    if type(value) is list and equal(value, candidates, run) is True:
        return True
    return any(_is_item(value, candidate, run) for candidate in candidates)


def _is_item(value: Any, candidate: Any, run: Run) -> bool:
    if type(candidate) is list and type(value) is not list:
        return False
    verdict = equal(value, candidate, run) if type(candidate) is list else is_member(value, candidate, run)
    return verdict is True


ZERO = Decimal(0)
