"""Compiles operators: three-valued logic, comparisons, arithmetic, `if`, `between`, `instance of`."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel import tree
from engine.feel.arithmetic import calculate, negate
from engine.feel.comparing import ORDERS, PLAIN, compare, equal, ordered
from engine.feel.compiling.builder import Builder
from engine.feel.scope import Code, Run, Scope
from engine.feel.types import is_instance, type_name
from engine.feel.values import ORDERED


def _not_boolean(value: Any, run: Run) -> None:
    """Note that a value stands where a truth value is needed; null itself needs no note."""
    if value is not None:
        run.null("A {kind} is no truth value", "{kind}不是真假值", kind=type_name(value))


def conjunction(node: tree.Conjunction, builder: Builder) -> Code:
    """Compile `and`: false wins over null, null over true."""
    parts = tuple(builder.code(part) for part in node.parts)

    def conjoin(scope: Scope) -> bool | None:
        verdict: bool | None = True
        for part in parts:
            value = part(scope)
            if value is False:
                return False
            if value is not True:
                _not_boolean(value, scope.run)
                verdict = None
        return verdict

    return conjoin


def disjunction(node: tree.Disjunction, builder: Builder) -> Code:
    """Compile `or`: true wins over null, null over false."""
    parts = tuple(builder.code(part) for part in node.parts)

    def disjoin(scope: Scope) -> bool | None:
        verdict: bool | None = False
        for part in parts:
            value = part(scope)
            if value is True:
                return True
            if value is not False:
                _not_boolean(value, scope.run)
                verdict = None
        return verdict

    return disjoin


def comparison(node: tree.Comparison, builder: Builder) -> Code:
    """Compile a comparison; values of one plain type take the short way."""
    left, right, operator = builder.code(node.left), builder.code(node.right), node.operator
    if operator in ORDERS:
        return _order(left, right, operator)
    return _unequal(left, right) if operator == "!=" else _equal(left, right)


def _order(left: Code, right: Code, operator: str) -> Code:
    relation = ORDERS[operator]

    def order(scope: Scope) -> bool | None:
        one, other = left(scope), right(scope)
        kind = type(one)
        if kind is type(other) and kind in ORDERED:
            return relation(one, other)
        return ordered(operator, one, other, scope.run)

    return order


def _equal(left: Code, right: Code) -> Code:
    def same(scope: Scope) -> bool | None:
        one, other = left(scope), right(scope)
        kind = type(one)
        if kind is type(other) and kind in PLAIN:
            return bool(one == other)
        return equal(one, other, scope.run)

    return same


def _unequal(left: Code, right: Code) -> Code:
    def differ(scope: Scope) -> bool | None:
        return compare("!=", left(scope), right(scope), scope.run)

    return differ


def arithmetic(node: tree.Arithmetic, builder: Builder) -> Code:
    """Compile an arithmetic operator."""
    left, right, operator = builder.code(node.left), builder.code(node.right), node.operator
    return lambda scope: calculate(operator, left(scope), right(scope), scope.run)


def negative(node: tree.Negative, builder: Builder) -> Code:
    """Compile a minus sign; before a literal it is part of the number."""
    if isinstance(node.operand, tree.Literal) and isinstance(node.operand.value, Decimal):
        value = -node.operand.value
        return lambda _scope: value
    operand = builder.code(node.operand)
    return lambda scope: negate(operand(scope), scope.run)


def between(node: tree.Between, builder: Builder) -> Code:
    """Compile `between`: both ends belong to it."""
    value, low, high = builder.code(node.value), builder.code(node.low), builder.code(node.high)

    def inside(scope: Scope) -> bool | None:
        tested = value(scope)
        above = ordered(">=", tested, low(scope), scope.run)
        below = ordered("<=", tested, high(scope), scope.run)
        if above is False or below is False:
            return False
        return True if above and below else None

    return inside


def instance_of(node: tree.InstanceOf, builder: Builder) -> Code:
    """Compile `instance of`."""
    value, kind = builder.code(node.value), builder.resolved(node.type)
    return lambda scope: is_instance(value(scope), kind)


def conditional(node: tree.Conditional, builder: Builder) -> Code:
    """Compile `if`: whatever is not true leads to `else`."""
    condition, yes, no = builder.code(node.condition), builder.code(node.yes), builder.code(node.no)

    def choose(scope: Scope) -> Any:
        verdict = condition(scope)
        if verdict is True:
            return yes(scope)
        if verdict is not False:
            _not_boolean(verdict, scope.run)
        return no(scope)

    return choose


FORMS: dict[type[tree.Node], Callable[[Any, Builder], Code]] = {
    tree.Conjunction: conjunction,
    tree.Disjunction: disjunction,
    tree.Comparison: comparison,
    tree.Arithmetic: arithmetic,
    tree.Negative: negative,
    tree.Between: between,
    tree.InstanceOf: instance_of,
    tree.Conditional: conditional,
}
