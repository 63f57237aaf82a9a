"""Compiles lists, contexts, ranges and functions: expressions that build values."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from engine.feel import tree
from engine.feel.comparing import ordered
from engine.feel.compiling.builder import Builder
from engine.feel.limits import CALL_LEVELS
from engine.feel.scope import Code, Run, Scope
from engine.feel.types import ANY, Type, coerced
from engine.feel.values import FeelFunction, Range


def list_of(node: tree.ListOf, builder: Builder) -> Code:
    """Compile a list."""
    items = tuple(builder.code(item) for item in node.items)
    return lambda scope: [item(scope) for item in items]


def context_of(node: tree.ContextOf, builder: Builder) -> Code:
    """Compile a context: an entry sees those before it; a key given twice makes the whole null."""
    entries = tuple((key, builder.code(value)) for key, value in node.entries)
    if len({key for key, _ in entries}) < len(entries):
        return lambda scope: scope.run.null("A context names an entry twice", "上下文中有重名的项")

    def build(scope: Scope) -> dict[str, Any]:
        result: dict[str, Any] = {}
        inner = Scope(result, scope, scope.run)
        for key, value in entries:
            result[key] = value(inner)
        return result

    return build


def interval(node: tree.Interval, builder: Builder) -> Code:
    """Compile a range; constant ends make a constant range."""
    start, end = builder.code(node.start), builder.code(node.end)
    included = (node.start_included, node.end_included)
    if _is_constant(node.start) and _is_constant(node.end):
        scope = Scope({}, None, Run())
        constant = make_range(start(scope), end(scope), included, scope.run)
        if constant is not None:
            return lambda _scope: constant
    return lambda scope: make_range(start(scope), end(scope), included, scope.run)


def _is_constant(node: tree.Node) -> bool:
    if isinstance(node, tree.Negative):
        return _is_constant(node.operand)
    return isinstance(node, (tree.Literal, tree.AtLiteral))


def make_range(start: Any, end: Any, included: tuple[bool, bool], run: Run) -> Range | None:
    """Return the range between two values in order; null when they do not compare or run backwards."""
    if start is not None and end is not None and not ordered("<=", start, end, run):
        return run.null("The ends of a range are out of order", "区间两端顺序有误")
    return Range(start, end, *included)


_COMPARED: dict[str, Callable[[Any], Any]] = {
    "<": lambda value: Range(None, value, start_included=False, end_included=False, operator="<"),
    "<=": lambda value: Range(None, value, start_included=False, end_included=True, operator="<="),
    ">": lambda value: Range(value, None, start_included=False, end_included=False, operator=">"),
    ">=": lambda value: Range(value, None, start_included=True, end_included=False, operator=">="),
    "=": lambda value: Range(value, value, start_included=True, end_included=True, operator="="),
    "!=": lambda value: Range(value, value, start_included=False, end_included=False, operator="!="),
}


def compared_range(node: tree.ComparedRange, builder: Builder) -> Code:
    """Compile a range written as a comparison."""
    operand, make = builder.code(node.operand), _COMPARED[node.operator]
    return lambda scope: make(operand(scope))


def function(node: tree.Function, builder: Builder) -> Code:
    """Compile a function literal: it remembers the scope it was made in."""
    if node.external:
        return lambda scope: scope.run.null("External functions are not run", "不执行外部函数")
    body = builder.code(node.body)
    names = tuple(name for name, _ in node.parameters)
    types = tuple(builder.resolved(kind) if kind else ANY for _, kind in node.parameters)
    return lambda scope: define("function", names, types, body, scope)


def define(name: str, names: tuple[str, ...], types: tuple[Type, ...], body: Code, scope: Scope) -> FeelFunction:
    """Return a function value whose body is evaluated inside the given scope."""

    def call(arguments: list[Any], run: Run) -> Any:
        fitted = dict(_fitted(names, types, arguments, run))
        if len(fitted) < len(names):
            return None
        if run.calls >= CALL_LEVELS:
            return run.null("Calls are nested too deeply", "函数嵌套调用过深")
        run.step()
        run.calls += 1
        try:
            return body(Scope(fitted, scope, run))
        finally:
            run.calls -= 1

    return FeelFunction(name, names, call, tuple(str(kind) for kind in types))


def _fitted(names: tuple[str, ...], types: tuple[Type, ...], values: list[Any], run: Run) -> Iterator[tuple[str, Any]]:
    """Yield the arguments that fit their parameters' types."""
    if len(values) != len(names):
        run.null("{count} arguments were expected", "应有{count}个参数", count=len(names))
        return
    for name, kind, value in zip(names, types, values, strict=True):
        fit, fits = coerced(value, kind)
        if not fits:
            run.null("The argument {name} is no {kind}", "参数{name}不是{kind}", name=name, kind=kind)
            return
        yield name, fit


def whole(value: Any) -> int | None:
    """Return a whole number as int; `None` for anything else."""
    if type(value) is Decimal and value.is_finite() and value == value.to_integral_value():
        return int(value) if abs(value) < Decimal(10) ** 18 else None
    return None


FORMS: Mapping[type[tree.Node], Callable[[Any, Builder], Code]] = {
    tree.ListOf: list_of,
    tree.ContextOf: context_of,
    tree.Interval: interval,
    tree.ComparedRange: compared_range,
    tree.Function: function,
}
