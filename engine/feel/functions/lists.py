"""Built-in functions on lists (DMN 1.5, 10.3.4.4 and 10.3.4.8)."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from engine.feel.comparing import equal
from engine.feel.functions.registry import builtin
from engine.feel.limits import LIST_ITEMS, VALUE_LEVELS
from engine.feel.scope import Exhausted, Run
from engine.feel.values import FeelFunction


def _bounded(items: list[Any], run: Run) -> list[Any]:
    """Return a list, counting its items as work; raises Exhausted when it is too long."""
    run.step(len(items))
    if len(items) > LIST_ITEMS:
        raise Exhausted
    return items


def _index(items: list[Any], position: Decimal, run: Run, *, beyond: int = 0) -> int | None:
    """Return the Python index of a position from 1 on, or from -1 backwards; null when there is none."""
    if position != position.to_integral_value() or not 1 <= abs(position) <= len(items) + beyond:
        return run.null("There is no position {position} in the list", "列表没有第{position}项", position=position)
    index = int(position) - 1 if position > 0 else len(items) + int(position)
    return max(index, 0)


def _same(left: Any, right: Any, run: Run) -> bool:
    """Tell whether two items are equal; null equals null."""
    return equal(left, right, run) is True


@builtin("list contains", "list: list, element: any")
def list_contains(run: Run, items: list[Any], element: Any) -> bool:
    """Tell whether a list holds an element, which may be null."""
    return any(_same(item, element, run) for item in _bounded(items, run))


@builtin("sublist", "list: list, start position: number")
@builtin("sublist", "list: list, start position: number, length: number")
def sublist(run: Run, items: list[Any], start: Decimal, length: Decimal | None = None) -> list[Any] | None:
    """Return items from a position on."""
    index = _index(items, start, run)
    if index is None or (length is not None and length < 0):
        return None
    return items[index:] if length is None else items[index : index + min(int(length), len(items))]


@builtin("concatenate", "+list: any")
def concatenate(run: Run, lists: list[Any]) -> list[Any] | None:
    """Join lists into one; a value that is no list counts as a list of one."""
    result: list[Any] = []
    for part in lists:
        if part is None:
            return run.null("concatenate: a list is null", "concatenate：有列表为空值")
        result = _bounded([*result, *(part if isinstance(part, list) else [part])], run)
    return result


@builtin("insert before", "list: list, position: number, newItem: any")
def insert_before(run: Run, items: list[Any], position: Decimal, new: Any) -> list[Any] | None:
    """Return the list with an item inserted."""
    index = _index(items, position, run)
    return None if index is None else _bounded([*items[:index], new, *items[index:]], run)


@builtin("remove", "list: list, position: number")
def remove(run: Run, items: list[Any], position: Decimal) -> list[Any] | None:
    """Return the list without the item at a position."""
    index = _index(items, position, run)
    return None if index is None else [*items[:index], *items[index + 1 :]]


@builtin("list replace", "list: list, position: number|function, newItem: any")
@builtin("list replace", "list: list, match: function, newItem: any")
def list_replace(run: Run, items: list[Any], where: Decimal | FeelFunction, new: Any) -> list[Any] | None:
    """Return the list with another item at a position, or for each one for which a function gives true."""
    if isinstance(where, FeelFunction):
        return _replace_matching(items, where, new, run)
    index = _index(items, where, run)
    return None if index is None else [*items[:index], new, *items[index + 1 :]]


def _replace_matching(items: list[Any], match: FeelFunction, new: Any, run: Run) -> list[Any] | None:
    verdicts = [match.call([item, new], run) for item in _bounded(items, run)]
    if any(type(verdict) is not bool for verdict in verdicts):
        return run.null("list replace: the function gave no truth value", "list replace：函数未返回真假值")
    return [new if verdict else item for item, verdict in zip(items, verdicts, strict=True)]


@builtin("reverse", "list: list")
def reverse(run: Run, items: list[Any]) -> list[Any]:
    """Return the list backwards."""
    return _bounded(items[::-1], run)


@builtin("index of", "list: list, match: any")
def index_of(run: Run, items: list[Any], match: Any) -> list[Decimal]:
    """Return all positions of an element."""
    return [Decimal(at) for at, item in enumerate(_bounded(items, run), 1) if _same(item, match, run)]


def _distinct(items: list[Any], run: Run) -> list[Any]:
    """Return the items that equal none before them; counts every comparison as work."""
    result: list[Any] = []
    for item in items:
        run.step(len(result) + 1)
        if not any(_same(item, other, run) for other in result):
            result.append(item)
    return result


@builtin("distinct values", "list: list")
def distinct_values(run: Run, items: list[Any]) -> list[Any]:
    """Return each value once."""
    return _distinct(items, run)


@builtin("duplicate values", "list: list")
def duplicate_values(run: Run, items: list[Any]) -> list[Any]:
    """Return the values that occur more than once, in the order in which they first occur."""
    distinct: list[Any] = []
    repeated: list[Any] = []
    for item in items:
        run.step(len(distinct) + 1)
        (repeated if any(_same(item, other, run) for other in distinct) else distinct).append(item)
    return [item for item in distinct if any(_same(item, other, run) for other in repeated)]


@builtin("union", "+list: any")
def union(run: Run, lists: list[Any]) -> list[Any] | None:
    """Join lists, keeping each value once."""
    joined = concatenate(run, lists)
    return None if joined is None else _distinct(joined, run)


def _leaves(items: list[Any], run: Run, level: int = 0) -> Iterator[Any]:
    if level > VALUE_LEVELS:
        raise Exhausted
    for item in items:
        run.step()
        if isinstance(item, list):
            yield from _leaves(item, run, level + 1)
        else:
            yield item


@builtin("flatten", "list: list")
def flatten(run: Run, items: list[Any]) -> list[Any]:
    """Return the items of a list and of all lists in it."""
    return _bounded(list(_leaves(items, run)), run)


@builtin("sort", "list: list, precedes?: function")
def sort(run: Run, items: list[Any], precedes: FeelFunction | None = None) -> list[Any] | None:
    """Sort by a function that tells whether its first argument comes first; numbers and strings need none."""
    if precedes is None:
        plain = len({type(item) for item in items}) <= 1 and all(isinstance(item, (Decimal, str)) for item in items)
        return sorted(items) if plain else run.null("sort needs a function for such items", "sort缺少比较函数")

    if precedes.parameters is not None and len(precedes.parameters) != 2:
        return run.null("sort needs a function of two parameters", "sort的比较函数应有两个参数")

    def order(left: Any, right: Any) -> int:
        run.step()
        if precedes.call([left, right], run) is True:
            return -1
        return 1 if precedes.call([right, left], run) is True else 0

    return sorted(_bounded(items, run), key=cmp_to_key(order))


@builtin("is empty", "list: list")
def is_empty(_run: Run, items: list[Any]) -> bool:
    """Tell whether a list has no items (an extension of many engines)."""
    return not items


@builtin("append", "+list: any")
def append(run: Run, arguments: list[Any]) -> list[Any] | None:
    """Return the list with more items at its end; null counts as an item, but not as the list."""
    first, *more = arguments
    if first is None:
        return run.null("append: the list is null", "append：列表为空值")
    return _bounded([*(first if isinstance(first, list) else [first]), *more], run)
