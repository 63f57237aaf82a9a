"""Compiles what walks through lists: `for`, `some`, `every` and filters."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from engine.feel import tree
from engine.feel.compiling.builder import Builder
from engine.feel.compiling.structures import whole
from engine.feel.limits import LIST_ITEMS, STEPS
from engine.feel.scope import Code, Exhausted, Run, Scope
from engine.feel.types import type_name
from engine.feel.values import Range

Source = Callable[[Scope], Sequence[Any] | Iterator[Any] | None]


def _source(binding: tree.Binding, builder: Builder) -> Source:
    """Compile what a name runs through; it gives `None` where that is nothing to run through."""
    start = builder.code(binding.source)
    if binding.end is None:
        return lambda scope: items_of(start(scope), scope.run)
    end = builder.code(binding.end)
    return lambda scope: span(start(scope), end(scope), scope.run)


def items_of(value: Any, run: Run) -> Sequence[Any] | Iterator[Any] | None:
    """Return the items of a list, a range or a single value."""
    if type(value) is list:
        return value
    if type(value) is Range:
        return _range_items(value, run)
    return [value] if value is not None else run.null("There is nothing to run through", "没有可遍历的内容")


def _range_items(value: Range, run: Run) -> Iterator[Any] | None:
    """Return the whole numbers or days of a range, without excluded ends."""
    walked = span(value.start, value.end, run)
    if walked is None:
        return None
    excluded = [value.start] * (not value.start_included) + [value.end] * (not value.end_included)
    return (item for item in walked if item not in excluded)


def span(start: Any, end: Any, run: Run) -> Iterator[Any] | None:
    """Return the whole numbers, or the days, from start to end in either direction."""
    if type(start) is dt.date and type(end) is dt.date:
        first, last = start.toordinal(), end.toordinal()
        return map(dt.date.fromordinal, _steps(first, last))
    first_number, last_number = whole(start), whole(end)
    if first_number is None or last_number is None:
        return run.null("A span runs between whole numbers or dates", "遍历区间的两端应为整数或日期")
    return map(Decimal, _steps(first_number, last_number))


def _steps(first: int, last: int) -> range:
    """Return the numbers from first to last; raises Exhausted when they are too many."""
    if abs(last - first) > STEPS:
        raise Exhausted
    return range(first, last + 1) if first <= last else range(first, last - 1, -1)


class _Walk:
    """Bindings compiled: visits every combination of their items, the first binding slowest."""

    def __init__(self, bindings: tuple[tree.Binding, ...], builder: Builder) -> None:
        self.sources = tuple((binding.name, _source(binding, builder)) for binding in bindings)

    def scopes(self, scope: Scope, index: int = 0) -> Iterator[Scope | None]:
        """Yield a scope for each combination; `None` once where there is nothing to run through."""
        name, source = self.sources[index]
        items = source(scope)
        if items is None:
            yield None
            return
        last = index + 1 == len(self.sources)
        for item in items:
            scope.run.step()
            inner = Scope({name: item}, scope, scope.run)
            if last:
                yield inner
            else:
                yield from self.scopes(inner, index + 1)


def loop(node: tree.Loop, builder: Builder) -> Code:
    """Compile `for`; `partial` is the list of the results so far."""
    walk, body = _Walk(node.bindings, builder), builder.code(node.body)

    def collect(scope: Scope) -> list[Any] | None:
        results: list[Any] = []
        outer = Scope({"partial": results}, scope, scope.run)
        for inner in walk.scopes(outer):
            if inner is None:
                return None
            if len(results) >= LIST_ITEMS:
                raise Exhausted
            results.append(body(inner))
        return results

    return collect


def quantified(node: tree.Quantified, builder: Builder) -> Code:
    """Compile `some` and `every`: one decisive answer ends the walk, otherwise a null makes null."""
    walk, body, decisive = _Walk(node.bindings, builder), builder.code(node.body), not node.every

    def decide(scope: Scope) -> bool | None:
        verdict: bool | None = not decisive
        for inner in walk.scopes(scope):
            if inner is None:
                return None
            answer = body(inner)
            if answer is decisive:
                return bool(answer)
            if type(answer) is not bool:
                verdict = None
        return verdict

    return decide


def filtered(node: tree.Filter, builder: Builder) -> Code:
    """Compile a filter: a number picks an item from 1 on (or from -1 backwards), a condition picks many."""
    source, condition = builder.code(node.source), builder.code(node.condition)
    if isinstance(node.condition, tree.Literal) and type(node.condition.value) is Decimal:
        return lambda scope: pick(_as_list(source(scope)), condition(scope), scope.run)

    def choose(scope: Scope) -> Any:
        value = source(scope)
        if value is None:
            return scope.run.null("Null cannot be filtered", "空值不能筛选")
        return matching_items(_as_list(value), condition, scope)

    return choose


def _as_list(value: Any) -> list[Any]:
    return value if type(value) is list else [value]


def matching_items(items: list[Any], condition: Code, scope: Scope) -> Any:
    """Return the items for which the condition is true, or the one whose position it gives."""
    run = scope.run
    if not items:
        position = condition(scope)
        return pick(items, position, run) if type(position) is Decimal else []
    result = []
    for index, item in enumerate(items):
        run.step()
        verdict = condition(item_scope(item, scope))
        if verdict is True:
            result.append(item)
        elif index == 0 and type(verdict) is Decimal:
            return pick(items, verdict, run)
        elif verdict is not False and verdict is not None:
            run.null("A filter gave a {kind}", "筛选条件的结果是{kind}", kind=type_name(verdict))
    return result


def item_scope(item: Any, scope: Scope) -> Scope:
    """Return the scope in which a filter judges an item: `item`, and its entries when it is a context."""
    inner = Scope({"item": item}, scope, scope.run)
    return Scope(item, inner, scope.run) if type(item) is dict else inner


def pick(items: list[Any], position: Any, run: Run) -> Any:
    """Return the item at a position from 1 on, or from -1 backwards."""
    index = whole(position)
    if index is not None and 1 <= abs(index) <= len(items):
        return items[index - 1 if index > 0 else index]
    return run.null("There is no item {position}", "没有第{position}项", position=position)


FORMS: Mapping[type[tree.Node], Callable[[Any, Builder], Code]] = {
    tree.Loop: loop,
    tree.Quantified: quantified,
    tree.Filter: filtered,
}
