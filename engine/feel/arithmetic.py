"""The operators + - * / ** on numbers (34 digits), texts, dates and durations (DMN 1.5, 10.3.2.13)."""

import datetime as dt
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

from engine.feel.limits import STRING_CHARACTERS
from engine.feel.scope import Run
from engine.feel.temporal import MICROSECOND, add_months, add_seconds, between, clock_seconds, is_zoned
from engine.feel.types import type_name
from engine.feel.values import Workdays, YearMonthDuration
from engine.feel.wide import DATES, TIMES

NUMBERS = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[])
"""The arithmetic of IEEE 754 decimal128; nothing traps, what is not finite becomes null."""

_MOST_WORKDAYS = 2_500
_MOST_MONTHS = 12 * 999_999_999


def finite(number: Decimal, run: Run) -> Decimal | None:
    """Return a number, or null for infinity and NaN."""
    if number.is_finite():
        return number
    return run.null("The result is no finite number", "结果不是有限的数")


def calculate(operator: str, left: Any, right: Any, run: Run) -> Any:
    """Apply an arithmetic operator; null where the types do not fit or the result is out of bounds."""
    if type(left) is Decimal and type(right) is Decimal:
        return finite(_NUMERIC[operator](left, right), run)
    rule = _RULES.get((type(left), operator, type(right)))
    if rule is None:
        return run.null(
            "{left} {operator} {right} is not defined",
            "{left} {operator} {right} 没有定义",
            left=type_name(left),
            operator=operator,
            right=type_name(right),
        )
    if type(left) is str:
        run.step((len(left) + len(right)) >> 6)
    try:
        result = rule(left, right)
    except (ArithmeticError, ValueError):
        result = None
    if result is None:
        return run.null("The result of {operator} is out of bounds", "{operator} 的结果超出范围", operator=operator)
    return result


_NUMERIC: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": NUMBERS.add,
    "-": NUMBERS.subtract,
    "*": NUMBERS.multiply,
    "/": NUMBERS.divide,
    "**": NUMBERS.power,
}


def negate(value: Any, run: Run) -> Any:
    """Return the negative of a number or duration."""
    if type(value) is Decimal:
        return NUMBERS.minus(value)
    if type(value) is dt.timedelta:
        return -value
    if type(value) is YearMonthDuration:
        return YearMonthDuration(-value.months)
    if type(value) is Workdays:
        return Workdays(-value.count, value.shifted)
    return run.null("A {kind} has no negative", "{kind}没有相反数", kind=type_name(value))


def _join_texts(left: str, right: str) -> str | None:
    return left + right if len(left) + len(right) <= STRING_CHARACTERS else None


def _months(count: int) -> YearMonthDuration | None:
    return YearMonthDuration(count) if abs(count) <= _MOST_MONTHS else None


def _add_months(left: YearMonthDuration, right: YearMonthDuration) -> YearMonthDuration | None:
    return _months(left.months + right.months)


def _subtract_months(left: YearMonthDuration, right: YearMonthDuration) -> YearMonthDuration | None:
    return _months(left.months - right.months)


def _scale_months(left: YearMonthDuration, right: Decimal) -> YearMonthDuration | None:
    return _months(int(NUMBERS.multiply(Decimal(left.months), right)))


def _divide_months(left: YearMonthDuration, right: Decimal) -> YearMonthDuration | None:
    return _months(int(NUMBERS.divide(Decimal(left.months), right)))


def _ratio_of_months(left: YearMonthDuration, right: YearMonthDuration) -> Decimal | None:
    return NUMBERS.divide(Decimal(left.months), Decimal(right.months)) if right.months else None


def _micro(value: dt.timedelta) -> Decimal:
    return Decimal(value // MICROSECOND)


def _scale_seconds(left: dt.timedelta, right: Decimal) -> dt.timedelta:
    return dt.timedelta(microseconds=int(NUMBERS.multiply(_micro(left), right)))


def _divide_seconds(left: dt.timedelta, right: Decimal) -> dt.timedelta:
    return dt.timedelta(microseconds=int(NUMBERS.divide(_micro(left), right)))


def _ratio_of_seconds(left: dt.timedelta, right: dt.timedelta) -> Decimal | None:
    return NUMBERS.divide(_micro(left), _micro(right)) if right else None


def _after_months(left: Any, right: YearMonthDuration) -> Any:
    return add_months(left, right.months)


def _before_months(left: Any, right: YearMonthDuration) -> Any:
    return add_months(left, -right.months)


def _before_seconds(left: Any, right: dt.timedelta) -> Any:
    return add_seconds(left, -right)


def _between_instants(left: Any, right: Any) -> dt.timedelta | None:
    return between(left, right) if is_zoned(left) is is_zoned(right) else None


def _between_clocks(left: Any, right: Any) -> dt.timedelta | None:
    return clock_seconds(left) - clock_seconds(right) if is_zoned(left) is is_zoned(right) else None


def _after_workdays(left: Any, right: Workdays) -> Any:
    return right.shifted(left, right.count) if isinstance(left, dt.date) else None


def _before_workdays(left: Any, right: Workdays) -> Any:
    return right.shifted(left, -right.count) if isinstance(left, dt.date) else None


def _add_workdays(left: Workdays, right: Workdays) -> Workdays | None:
    total = left.count + right.count
    return Workdays(total, left.shifted) if abs(total) <= _MOST_WORKDAYS else None


def _plain_add(left: Any, right: Any) -> Any:
    return left + right


def _plain_subtract(left: Any, right: Any) -> Any:
    return left - right


def _swapped(rule: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Return a rule with its operands exchanged."""
    return lambda left, right: rule(right, left)


def _rules() -> dict[tuple[type, str, type], Callable[[Any, Any], Any]]:
    """List what the operators mean beyond numbers."""
    months, seconds = YearMonthDuration, dt.timedelta
    rules: dict[tuple[type, str, type], Callable[[Any, Any], Any]] = {
        (str, "+", str): _join_texts,
        (months, "+", months): _add_months,
        (months, "-", months): _subtract_months,
        (months, "*", Decimal): _scale_months,
        (Decimal, "*", months): _swapped(_scale_months),
        (months, "/", Decimal): _divide_months,
        (months, "/", months): _ratio_of_months,
        (seconds, "+", seconds): _plain_add,
        (seconds, "-", seconds): _plain_subtract,
        (seconds, "*", Decimal): _scale_seconds,
        (Decimal, "*", seconds): _swapped(_scale_seconds),
        (seconds, "/", Decimal): _divide_seconds,
        (seconds, "/", seconds): _ratio_of_seconds,
        (Workdays, "+", Workdays): _add_workdays,
    }
    points = (dt.datetime, *DATES)
    for clock in TIMES:
        rules |= {(clock, "-", other): _between_clocks for other in TIMES}
    for point in points:
        rules[point, "+", months] = _after_months
        rules[months, "+", point] = _swapped(_after_months)
        rules[point, "-", months] = _before_months
        rules[point, "+", Workdays] = _after_workdays
        rules[Workdays, "+", point] = _swapped(_after_workdays)
        rules[point, "-", Workdays] = _before_workdays
        for other in points:
            rules[point, "-", other] = _between_instants
    for moment in (*points, *TIMES):
        rules[moment, "+", seconds] = add_seconds
        rules[seconds, "+", moment] = _swapped(add_seconds)
        rules[moment, "-", seconds] = _before_seconds
    return rules


_RULES = _rules()
