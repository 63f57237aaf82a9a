"""Compiles unary tests and `in`: the ways to ask whether a value passes."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.feel import tree
from engine.feel.comparing import ORDERS, PLAIN, compare, contains, equal, is_member, ordered
from engine.feel.compiling.builder import Builder, TestCode
from engine.feel.compiling.structures import interval
from engine.feel.scope import Code, Run, Scope
from engine.feel.values import ORDERED, Range

TESTED = "?"
"""The name of the tested value inside unary tests."""


def in_tests(node: tree.In, builder: Builder) -> Code:
    """Compile `in`: true when a test holds, null when none does but one cannot be told."""
    value = builder.code(node.value)
    tests = tuple(test(item, builder) for item in node.tests)
    return lambda scope: _any_of(tests, value(scope), scope)


def _any_of(tests: tuple[TestCode, ...], value: Any, scope: Scope) -> bool | None:
    verdict: bool | None = False
    for passes in tests:
        answer = passes(value, scope)
        if answer is True:
            return True
        if answer is None:
            verdict = None
    return verdict


def unary_tests(node: tree.Tests, builder: Builder) -> TestCode:
    """Compile the unary tests of a decision table cell; `-` passes everything."""
    if not node.items:
        return lambda _value, _scope: True
    tests = tuple(cell_test(item, builder) for item in node.items)
    if len(tests) == 1 and not node.negated:
        return tests[0]
    if not node.negated:
        return lambda value, scope: _any_of(tests, value, scope)

    def none_of(value: Any, scope: Scope) -> bool | None:
        answer = _any_of(tests, value, scope)
        return None if answer is None else not answer

    return none_of


def cell_test(node: tree.Node, builder: Builder) -> TestCode:
    """Compile one unary test; inside it `?` is the tested value and a true result means that it passes."""
    if isinstance(node, (tree.Literal, tree.Test, tree.Interval, tree.AtLiteral)):
        return test(node, builder)
    code, mentions = builder.code(node), _mentions_tested(node)

    def passes(value: Any, scope: Scope) -> bool | None:
        result = code(Scope({TESTED: value}, scope, scope.run))
        if type(result) is bool and (mentions or type(value) is not bool):
            return result
        return None if mentions and result is None else is_member(value, result, scope.run)

    return passes


def _mentions_tested(node: tree.Node) -> bool:
    return (isinstance(node, tree.Name) and node.name == TESTED) or any(map(_mentions_tested, node.children()))


def test(node: tree.Node, builder: Builder) -> TestCode:
    """Compile one test against a value; constants take the short way."""
    if isinstance(node, tree.Test):
        return _compared(node, builder)
    if isinstance(node, tree.Literal) and type(node.value) in PLAIN:
        return _constant(node.value)
    if isinstance(node, tree.Interval):
        return _ranged(node, builder)
    code = builder.code(node)
    return lambda value, scope: is_member(value, code(scope), scope.run)


def _constant(constant: Any) -> TestCode:
    kind = type(constant)

    def passes(value: Any, scope: Scope) -> bool | None:
        if type(value) is kind:
            return bool(value == constant)
        return equal(value, constant, scope.run)

    return passes


def _compared(node: tree.Test, builder: Builder) -> TestCode:
    operand, operator = builder.code(node.operand), node.operator
    if operator not in ORDERS:
        return lambda value, scope: compare(operator, value, operand(scope), scope.run)
    if not isinstance(node.operand, tree.Literal):
        return lambda value, scope: ordered(operator, value, operand(scope), scope.run)
    relation, constant = ORDERS[operator], node.operand.value
    kind = type(constant) if type(constant) in ORDERED else None

    def passes(value: Any, scope: Scope) -> bool | None:
        if type(value) is kind:
            return relation(value, constant)
        return ordered(operator, value, constant, scope.run)

    return passes


def _ranged(node: tree.Interval, builder: Builder) -> TestCode:
    code = interval(node, builder)
    constant = code(Scope({}, None, Run())) if _is_literal(node.start) and _is_literal(node.end) else None
    if isinstance(constant, Range) and type(constant.start) in ORDERED and type(constant.end) in ORDERED:
        return _between(constant)
    return lambda value, scope: is_member(value, code(scope), scope.run)


def _is_literal(node: tree.Node) -> bool:
    return isinstance(node, (tree.Literal, tree.AtLiteral))


def _between(span: Range) -> TestCode:
    kind, low, high = type(span.start), span.start, span.end
    above = ORDERS[">=" if span.start_included else ">"]
    below = ORDERS["<=" if span.end_included else "<"]

    def passes(value: Any, scope: Scope) -> bool | None:
        if type(value) is kind:
            return above(value, low) and below(value, high)
        return is_member(value, span, scope.run) if type(value) is Range else contains(span, value, scope.run)

    return passes


FORMS: Mapping[type[tree.Node], Callable[[Any, Builder], Code]] = {tree.In: in_tests}
