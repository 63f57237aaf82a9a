"""The values of FEEL and the way foreign values become such values."""

import datetime as dt
from collections.abc import Callable, Mapping, Sized
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from engine.feel.limits import STEPS, VALUE_LEVELS
from engine.feel.scope import Exhausted
from engine.feel.wide import WideDate, WideDateTime, WideTime


@dataclass(frozen=True, slots=True, order=True)
class YearMonthDuration:
    """A duration of whole months; years are twelve of them (DMN 1.5, 10.3.2.3.8).

    Durations of days and seconds are `datetime.timedelta`; the two kinds never mix, because a month has no
    fixed number of days.
    """

    months: int

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        sign = "-" if self.months < 0 else ""
        text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return f"{sign}P{text or '0M'}"


DayTimeDuration = dt.timedelta


@dataclass(frozen=True, slots=True, order=True)
class Workdays:
    """A number of worked days, to be added to a date (an extension of Guiju).

    Which days are worked is not for the language to know: `shifted` is the host's and moves a date or date and time.
    """

    count: int
    shifted: Callable[[Any, int], Any] = field(compare=False, repr=False)

    def __str__(self) -> str:
        return f"workdays({self.count})"


@dataclass(frozen=True, slots=True)
class Range:
    """Two endpoints and whether each belongs to the range; a `None` endpoint is unbounded.

    `operator` is given for ranges written as a comparison, which equal only each other: (< 10) is not (null..10).
    With `!=` the range is everything but its one endpoint.
    """

    start: Any
    end: Any
    start_included: bool
    end_included: bool
    operator: str = ""


class FeelFunction:
    """A function as a value: defined in FEEL, built in, or handed in by the host.

    `parameters` are the names for calls with named arguments; `None` means that the host did not name them.
    `call` takes the arguments and the run that counts steps and collects reasons.
    """

    __slots__ = ("call", "name", "parameters", "types")

    def __init__(
        self,
        name: str,
        parameters: tuple[str, ...] | None,
        call: Callable[[list[Any], Any], Any],
        types: tuple[str | None, ...] = (),
    ) -> None:
        self.name = name
        self.parameters = parameters
        self.call = call
        self.types = types


SCALARS = frozenset(
    {
        Decimal,
        str,
        bool,
        type(None),
        dt.date,
        dt.datetime,
        dt.time,
        dt.timedelta,
        YearMonthDuration,
        Range,
        FeelFunction,
        WideDate,
        WideTime,
        WideDateTime,
        Workdays,
    }
)
"""Types that need no conversion when they are read from the outside."""

ORDERED = frozenset({Decimal, str, dt.date, dt.timedelta, YearMonthDuration, Workdays})
"""Types whose values compare with each other without further thought: times may lack an offset."""


def normal(value: Any, level: int = 0, seen: list[int] | None = None) -> Any:
    """Turn a value of the host into a FEEL value; what has no counterpart becomes `None`.

    Integers and floats become decimals by their shortest text, so that 0.1 is one tenth. Lists and mappings
    are converted to any depth up to the limit, below which values are `None`; `seen` counts their parts, because
    lists that share lists may be small in memory and endless to walk. Raises Exhausted when they are too many.
    """
    kind = type(value)
    if kind in SCALARS:
        return value
    if kind is int:
        return Decimal(value)
    if kind is list or kind is tuple:
        return _items(value, level, seen or [0])
    if isinstance(value, Mapping):
        return _entries(value, level, seen or [0])
    return _foreign(value, level)


def _items(value: Any, level: int, seen: list[int]) -> list[Any] | None:
    """Convert a list, which is returned as it is when nothing in it needs converting."""
    if level > VALUE_LEVELS:
        return None
    if type(value) is list and all(type(item) in SCALARS for item in value):
        return value
    _count(value, seen)
    return [normal(item, level + 1, seen) for item in value]


def _entries(value: Mapping[Any, Any], level: int, seen: list[int]) -> dict[str, Any] | None:
    """Convert a mapping, which is returned as it is when nothing in it needs converting."""
    if level > VALUE_LEVELS:
        return None
    if type(value) is dict and all(type(item) in SCALARS for item in value.values()):
        return value
    _count(value, seen)
    return {str(key): normal(item, level + 1, seen) for key, item in value.items()}


def _count(value: Sized, seen: list[int]) -> None:
    seen[0] += len(value) + 1
    if seen[0] > STEPS:
        raise Exhausted


def _foreign(value: Any, level: int) -> Any:
    """Convert what is not a value of FEEL itself but close to one."""
    if isinstance(value, (int, float, Decimal)):
        number = Decimal(repr(float(value)) if isinstance(value, float) else value)
        return number if number.is_finite() else None
    if isinstance(value, (set, frozenset)):
        return _items(list(value), level, [0])
    if isinstance(value, str):
        return str(value)
    if callable(value):
        return host_function(getattr(value, "__name__", "function"), value)
    return None


def host_function(name: str, function: Callable[..., Any]) -> FeelFunction:
    """Wrap a Python callable that takes positional FEEL values; it becomes null where it fails on its arguments."""

    def call(arguments: list[Any], run: Any) -> Any:
        try:
            return normal(function(*arguments))
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as failure:
            return run.null(
                "The function {name} failed: {failure}", "函数{name}执行失败：{failure}", name=name, failure=failure
            )

    return FeelFunction(name, None, call)
