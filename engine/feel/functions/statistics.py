"""Built-in functions that sum up a list, given as one list or item by item (DMN 1.5, 10.3.4.4)."""

from collections import Counter
from decimal import Decimal
from typing import Any

from engine.feel.arithmetic import NUMBERS, calculate, finite
from engine.feel.comparing import ordered
from engine.feel.functions.registry import builtin
from engine.feel.scope import Run


@builtin("count", "list: list")
def count(_run: Run, items: list[Any]) -> Decimal:
    """Count the items of a list."""
    return Decimal(len(items))


def _extreme(items: list[Any], operator: str, run: Run) -> Any:
    """Return the item that stands in a relation to all others; null for an empty list or items without order."""
    run.step(len(items))
    best = items[0] if items else None
    for item in items:
        verdict = ordered(operator, item, best, run)
        if verdict is None:
            return None
        best = item if verdict else best
    return best


@builtin("min", "*list: list")
def least(run: Run, items: list[Any]) -> Any:
    """Return the least item."""
    return _extreme(items, "<", run)


@builtin("max", "*list: list")
def greatest(run: Run, items: list[Any]) -> Any:
    """Return the greatest item."""
    return _extreme(items, ">", run)


def _numbers(items: list[Any], run: Run) -> list[Decimal] | None:
    """Return a list of numbers; null for an empty list or one with anything else in it."""
    run.step(len(items))
    if items and all(type(item) is Decimal for item in items):
        return items
    return run.null("A list of numbers is needed", "需要数字列表")


@builtin("sum", "*list: list")
def total(run: Run, items: list[Any]) -> Any:
    """Add up numbers (or durations of one kind)."""
    run.step(len(items))
    result = items[0] if items else None
    for item in items[1:]:
        result = calculate("+", result, item, run)
    if result is None or isinstance(result, str):
        return run.null("There is nothing to add up", "没有可求和的内容")
    return result if type(result) is not Decimal else NUMBERS.plus(result)


@builtin("product", "*list: list")
def product(run: Run, items: list[Any]) -> Decimal | None:
    """Multiply numbers."""
    numbers = _numbers(items, run)
    if numbers is None:
        return None
    result = Decimal(1)
    for number in numbers:
        result = NUMBERS.multiply(result, number)
    return finite(result, run)


def _mean(numbers: list[Decimal]) -> Decimal:
    result = Decimal(0)
    for number in numbers:
        result = NUMBERS.add(result, number)
    return NUMBERS.divide(result, Decimal(len(numbers)))


@builtin("mean", "*list: list")
def mean(run: Run, items: list[Any]) -> Decimal | None:
    """Return the average."""
    numbers = _numbers(items, run)
    return finite(_mean(numbers), run) if numbers else None


@builtin("median", "*list: list")
def median(run: Run, items: list[Any]) -> Decimal | None:
    """Return the middle number, or the average of the two in the middle."""
    numbers = _numbers(items, run)
    if not numbers:
        return None
    ranked = sorted(numbers)
    middle = len(ranked) // 2
    return ranked[middle] if len(ranked) % 2 else finite(_mean(ranked[middle - 1 : middle + 1]), run)


@builtin("stddev", "*list: list")
def standard_deviation(run: Run, items: list[Any]) -> Decimal | None:
    """Return the standard deviation of a sample of at least two numbers."""
    numbers = _numbers(items, run)
    if not numbers or len(numbers) < 2:
        return run.null("Two numbers are needed", "至少需要两个数字")
    centre = _mean(numbers)
    squares = [NUMBERS.power(NUMBERS.subtract(number, centre), Decimal(2)) for number in numbers]
    variance = NUMBERS.divide(NUMBERS.multiply(_mean(squares), Decimal(len(squares))), Decimal(len(numbers) - 1))
    return finite(NUMBERS.sqrt(variance), run)


@builtin("mode", "*list: list")
def mode(run: Run, items: list[Any]) -> list[Decimal] | None:
    """Return the most frequent numbers in ascending order."""
    numbers = _numbers(items, run) if items else []
    if numbers is None:
        return None
    counts = Counter(numbers)
    most = max(counts.values(), default=0)
    return sorted(number for number, times in counts.items() if times == most)


def _judged(items: list[Any], decisive: bool, run: Run) -> bool | None:  # noqa: FBT001 - the truth value sought
    """Return the decisive value where it occurs, null where something is no truth value, else the opposite."""
    run.step(len(items))
    if any(item is decisive for item in items):
        return decisive
    return None if any(type(item) is not bool for item in items) else not decisive


@builtin("all", "*list: list")
def all_true(run: Run, items: list[Any]) -> bool | None:
    """Tell whether all items are true; false wins over null."""
    return _judged(items, decisive=False, run=run)


@builtin("any", "*list: list")
def any_true(run: Run, items: list[Any]) -> bool | None:
    """Tell whether an item is true; true wins over null."""
    return _judged(items, decisive=True, run=run)
