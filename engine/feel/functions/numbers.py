"""Built-in functions on numbers (DMN 1.5, 10.3.4.5)."""

import datetime as dt
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)
from typing import Any

from engine.feel.arithmetic import NUMBERS, finite
from engine.feel.functions.registry import builtin
from engine.feel.scope import Run
from engine.feel.values import YearMonthDuration

_LEAST_SCALE = -6111
_MOST_SCALE = 6176


def rounded(number: Decimal, scale: Decimal, rounding: str, run: Run) -> Decimal | None:
    """Round to a number of decimal places between -6111 and 6176."""
    if not _LEAST_SCALE <= scale <= _MOST_SCALE:
        return run.null("The scale {scale} is out of bounds", "小数位数{scale}超出范围", scale=scale)
    places = int(scale)
    exponent = number.as_tuple().exponent
    # More places than the number has change nothing; quantizing to them would only overflow the 34 digits.
    if isinstance(exponent, int) and exponent >= -places:
        return number
    return finite(number.quantize(Decimal(1).scaleb(-places), rounding=rounding, context=NUMBERS), run)


@builtin("decimal", "n: number, scale: number")
def decimal(run: Run, number: Decimal, scale: Decimal) -> Decimal | None:
    """Round half to even; a fraction in the scale is cut off."""
    return rounded(number, scale.to_integral_value(ROUND_DOWN), ROUND_HALF_EVEN, run)


@builtin("floor", "n: number")
@builtin("floor", "n: number, scale: number")
def floor(run: Run, number: Decimal, scale: Decimal = Decimal(0)) -> Decimal | None:
    """Round towards negative infinity."""
    return rounded(number, scale, ROUND_FLOOR, run)


@builtin("ceiling", "n: number")
@builtin("ceiling", "n: number, scale: number")
def ceiling(run: Run, number: Decimal, scale: Decimal = Decimal(0)) -> Decimal | None:
    """Round towards positive infinity."""
    return rounded(number, scale, ROUND_CEILING, run)


def _declare_rounding(name: str, rounding: str) -> None:
    """Declare one of the four rounding functions, whose scale must be whole."""

    @builtin(name, "n: number, scale: number")
    def round_to(run: Run, number: Decimal, scale: Decimal) -> Decimal | None:
        if scale != scale.to_integral_value():
            return run.null("The scale {scale} is not whole", "小数位数{scale}不是整数", scale=scale)
        return rounded(number, scale, rounding, run)


for _name, _rounding in (
    ("round up", ROUND_UP),
    ("round down", ROUND_DOWN),
    ("round half up", ROUND_HALF_UP),
    ("round half down", ROUND_HALF_DOWN),
):
    _declare_rounding(_name, _rounding)


@builtin("abs", "n: number|duration")
def absolute(_run: Run, value: Any) -> Any:
    """Return a number or duration without its sign."""
    if isinstance(value, YearMonthDuration):
        return YearMonthDuration(abs(value.months))
    return abs(value) if isinstance(value, dt.timedelta) else NUMBERS.abs(value)


@builtin("modulo", "dividend: number, divisor: number")
def modulo(run: Run, dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """Return the remainder with the sign of the divisor."""
    if not divisor:
        return run.null("There is no remainder of a division by zero", "除数不能为零")
    quotient = NUMBERS.divide(dividend, divisor)
    whole = quotient.to_integral_value(ROUND_FLOOR)
    return finite(NUMBERS.subtract(dividend, NUMBERS.multiply(divisor, whole)), run)


@builtin("sqrt", "number: number")
def square_root(run: Run, number: Decimal) -> Decimal | None:
    """Return the square root."""
    return finite(NUMBERS.sqrt(number), run)


@builtin("log", "number: number")
def logarithm(run: Run, number: Decimal) -> Decimal | None:
    """Return the natural logarithm."""
    return finite(NUMBERS.ln(number), run)


@builtin("exp", "number: number")
def exponential(run: Run, number: Decimal) -> Decimal | None:
    """Return e raised to a number."""
    return finite(NUMBERS.exp(number), run)


@builtin("odd", "number: number")
def odd(_run: Run, number: Decimal) -> bool:
    """Tell whether a number is odd."""
    return NUMBERS.remainder(number, Decimal(2)) in {1, -1}


@builtin("even", "number: number")
def even(_run: Run, number: Decimal) -> bool:
    """Tell whether a number is even."""
    return NUMBERS.remainder(number, Decimal(2)) == 0


@builtin("random number")
def random_number(run: Run) -> None:
    """Give null: an evaluation must give the same again; the host may hand in a function of that name."""
    return run.null("There is no chance here", "此处不提供随机数")
