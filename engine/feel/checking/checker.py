"""Walks a tree, working out the type of every part and noting what cannot be right."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.feel import tree
from engine.feel.checking import bindings, calls, paths
from engine.feel.checking.findings import Findings, misread_word, suggestion
from engine.feel.checking.kinds import (
    BOOLEAN,
    FUNCTION,
    NULL,
    FeelType,
    canonical,
    comparable,
    context_of,
    is_open,
    item_type,
    joined,
    list_of,
    range_of,
    words,
)
from engine.feel.checking.operators import arithmetic_result, has_order
from engine.feel.checking.scopes import Sight
from engine.feel.functions.registry import BUILTINS
from engine.feel.temporal import parse_temporal
from engine.feel.types import ANY, Type, type_name


class Checker:
    """Checks one text; `type_of` returns what a part gives, `Any` where that cannot be told."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings

    def type_of(self, node: tree.Node, sight: Sight) -> FeelType:
        """Return the type of a part, after checking it."""
        return _RULES[type(node)](self, node, sight)

    def require_truth(self, node: tree.Node, sight: Sight) -> None:
        """Check a part that must be true or false."""
        kind = self.type_of(node, sight)
        if not is_open(kind) and kind.name != "boolean":
            zh, en = words(kind)
            self.findings.add(
                node.at,
                "feel.condition",
                zh="这里应为条件（真假值），实为{kind_zh}。",
                en="A condition (true or false) is needed here, but this is {kind_en}.",
                kind_zh=zh,
                kind_en=en,
            )

    def compare(self, operator: str, left: FeelType, right: FeelType, *, at: int) -> None:
        """Check that values of two types can be compared in that way."""
        possible = comparable(left, right) if operator in {"=", "!="} else has_order(left, right)
        if possible:
            return
        (left_zh, left_en), (right_zh, right_en) = words(left), words(right)
        self.findings.add(
            at,
            "feel.comparison",
            zh="不能用“{operator}”比较{left_zh}与{right_zh}。",
            en='"{operator}" cannot compare {left_en} with {right_en}.',
            operator=operator,
            left_zh=left_zh,
            left_en=left_en,
            right_zh=right_zh,
            right_en=right_en,
        )

    def test(self, node: tree.Node, tested: FeelType, sight: Sight) -> None:
        """Check one unary test against the type of what it tests."""
        if isinstance(node, tree.Test):
            self.compare(node.operator, tested, self.type_of(node.operand, sight), at=node.at)
            return
        kind = self.type_of(node, sight)
        if kind.name == "boolean" and not isinstance(node, tree.Literal):
            return
        self._membership(kind, tested, at=node.at)

    def _membership(self, kind: FeelType, tested: FeelType, *, at: int) -> None:
        if kind.name == "range" and tested.name != "range":
            self.compare("<=", tested, item_type(kind), at=at)
        elif kind.name == "list" and tested.name != "list":
            self.compare("=", tested, _member(item_type(kind)), at=at)
        else:
            self.compare("=", tested, kind, at=at)


def _member(kind: FeelType) -> FeelType:
    return item_type(kind) if kind.name == "range" else kind


def _literal(_checker: Checker, node: tree.Literal, _sight: Sight) -> FeelType:
    return NULL if node.value is None else Type(type_name(node.value))


def _at_literal(checker: Checker, node: tree.AtLiteral, _sight: Sight) -> FeelType:
    value = parse_temporal(node.text)
    if value is not None:
        return Type(type_name(value))
    checker.findings.add(
        node.at,
        "feel.argument-type",
        zh="“{text}”不是有效的日期、时间或时长。",
        en='"{text}" is no date, time or duration.',
        text=node.text[:80],
    )
    return ANY


def _name(checker: Checker, node: tree.Name, sight: Sight) -> FeelType:
    kind = sight.find(node.name)
    if kind is not None:
        return kind
    if node.name in BUILTINS or node.name in sight.functions:
        return FUNCTION
    if not sight.anything:
        zh, en = misread_word(node.name) or suggestion(node.name, sight.all_names())
        checker.findings.add(
            node.at,
            "feel.unknown-name",
            zh="没有名为“{name}”的数据{hint_zh}",
            en='There is no value named "{name}"{hint_en}',
            name=node.name,
            hint_zh=zh,
            hint_en=en,
        )
    return ANY


def _arithmetic(checker: Checker, node: tree.Arithmetic, sight: Sight) -> FeelType:
    left, right = checker.type_of(node.left, sight), checker.type_of(node.right, sight)
    result = arithmetic_result(node.operator, left, right)
    if result is not None:
        return result
    (left_zh, left_en), (right_zh, right_en) = words(left), words(right)
    checker.findings.add(
        node.at,
        "feel.operands",
        zh="“{operator}”不能用于{left_zh}与{right_zh}。",
        en='"{operator}" does not take {left_en} and {right_en}.',
        operator=node.operator,
        left_zh=left_zh,
        left_en=left_en,
        right_zh=right_zh,
        right_en=right_en,
    )
    return ANY


def _negative(checker: Checker, node: tree.Negative, sight: Sight) -> FeelType:
    kind = checker.type_of(node.operand, sight)
    if is_open(kind) or kind.name == "number" or kind.name.endswith("duration"):
        return kind
    zh, en = words(kind)
    checker.findings.add(
        node.at,
        "feel.operands",
        zh="{kind_zh}没有相反数。",
        en="There is no negative of {kind_en}.",
        kind_zh=zh,
        kind_en=en,
    )
    return ANY


def _comparison(checker: Checker, node: tree.Comparison, sight: Sight) -> FeelType:
    left, right = checker.type_of(node.left, sight), checker.type_of(node.right, sight)
    checker.compare(node.operator, left, right, at=node.at)
    return BOOLEAN


def _logical(checker: Checker, node: tree.Conjunction | tree.Disjunction, sight: Sight) -> FeelType:
    for part in node.parts:
        checker.require_truth(part, sight)
    return BOOLEAN


def _between(checker: Checker, node: tree.Between, sight: Sight) -> FeelType:
    value = checker.type_of(node.value, sight)
    for end in (node.low, node.high):
        checker.compare("<=", value, checker.type_of(end, sight), at=node.at)
    return BOOLEAN


def _in(checker: Checker, node: tree.In, sight: Sight) -> FeelType:
    tested = checker.type_of(node.value, sight)
    for test in node.tests:
        checker.test(test, tested, sight)
    return BOOLEAN


def _instance_of(checker: Checker, node: tree.InstanceOf, sight: Sight) -> FeelType:
    checker.type_of(node.value, sight)
    return BOOLEAN


def _conditional(checker: Checker, node: tree.Conditional, sight: Sight) -> FeelType:
    checker.require_truth(node.condition, sight)
    return joined(checker.type_of(node.yes, sight), checker.type_of(node.no, sight))


def _list(checker: Checker, node: tree.ListOf, sight: Sight) -> FeelType:
    kinds = [checker.type_of(item, sight) for item in node.items]
    item = kinds[0] if kinds else ANY
    for kind in kinds[1:]:
        item = joined(item, kind)
    return list_of(item)


def _context(checker: Checker, node: tree.ContextOf, sight: Sight) -> FeelType:
    entries: dict[str, FeelType] = {}
    inner = sight.inner(entries)
    for key, value in node.entries:
        # A function may call itself by the name of its entry.
        around = inner.inner({key: FUNCTION}) if isinstance(value, tree.Function) else inner
        entries[key] = checker.type_of(value, around)
    return context_of(entries)


def _interval(checker: Checker, node: tree.Interval, sight: Sight) -> FeelType:
    start, end = checker.type_of(node.start, sight), checker.type_of(node.end, sight)
    checker.compare("<=", start, end, at=node.at)
    return range_of(joined(start, end))


def _compared_range(checker: Checker, node: tree.ComparedRange, sight: Sight) -> FeelType:
    return range_of(checker.type_of(node.operand, sight))


def _function(checker: Checker, node: tree.Function, sight: Sight) -> FeelType:
    parameters = {name: canonical(kind) if kind else ANY for name, kind in node.parameters}
    result = ANY if node.external else checker.type_of(node.body, sight.inner(parameters))
    return Type("function", parts=tuple(parameters.values()), result=result)


_RULES: Mapping[type[tree.Node], Callable[[Any, Any, Sight], FeelType]] = {
    tree.Literal: _literal,
    tree.AtLiteral: _at_literal,
    tree.Name: _name,
    tree.Path: paths.path,
    tree.Filter: bindings.filtered,
    tree.Call: calls.call,
    tree.NamedCall: calls.named_call,
    tree.Arithmetic: _arithmetic,
    tree.Negative: _negative,
    tree.Comparison: _comparison,
    tree.Conjunction: _logical,
    tree.Disjunction: _logical,
    tree.Between: _between,
    tree.In: _in,
    tree.InstanceOf: _instance_of,
    tree.Conditional: _conditional,
    tree.Loop: bindings.loop,
    tree.Quantified: bindings.quantified,
    tree.ListOf: _list,
    tree.ContextOf: _context,
    tree.Interval: _interval,
    tree.ComparedRange: _compared_range,
    tree.Function: _function,
}
