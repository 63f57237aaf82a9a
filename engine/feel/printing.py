"""Writes a tree as FEEL text in one canonical form, from which the parser builds an equal tree again."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from engine.feel import tree
from engine.feel.lexer import COMPOUND_NAMES, is_plain_name
from engine.feel.literals import quoted
from engine.feel.types import Type

_OPEN = 0
"""The level of what reaches as far right as it can: `if`, `for`, `some`, `every`, `function`."""
_OR, _AND, _COMPARED, _SUM, _PRODUCT, _POWER, _SIGNED, _POSTFIX, _PRIMARY = range(1, 10)
_ARITHMETIC = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "**": _POWER}


def print_expression(root: tree.Node, names: Iterable[str] = ()) -> str:
    """Return the text of an expression; `names` are those the parser must know beforehand, as for compiling."""
    return _Printer(names).at_level(root, _OPEN)


def print_unary_tests(root: tree.Tests, names: Iterable[str] = ()) -> str:
    """Return the text of unary tests."""
    printer = _Printer(names)
    if not root.items:
        return "-"
    text = ", ".join(printer.test(item) for item in root.items)
    if root.negated:
        return f"not({text})"
    # A call of the function `not` that is the only test would be read as the `not` of unary tests.
    return f"({text})" if text.startswith("not(") and len(root.items) == 1 else text


class _Printer:
    """Writes nodes, putting parentheses where the parser would else join differently."""

    def __init__(self, names: Iterable[str]) -> None:
        self._long_names = [name for name in {*COMPOUND_NAMES, *names} if not is_plain_name(name)]

    def at_level(self, node: tree.Node, level: int) -> str:
        """Return the text of a node where only what binds at least that tightly may stand bare."""
        own, write = _FORMS[type(node)]
        text = write(self, node)
        if isinstance(node, tree.Arithmetic):
            own = _ARITHMETIC[node.operator]
        return f"({text})" if own < level else text

    def operand(self, node: tree.Node, level: int) -> str:
        """Return the text of a node that a word may follow: it must not become part of a longer name."""
        text = self.at_level(node, level)
        return f"({text})" if self._would_grow(node) else text

    def _would_grow(self, node: tree.Node) -> bool:
        if not isinstance(node, (tree.Name, tree.Path)):
            return False
        words = node.name.split(" ")
        endings = [" ".join(words[at:]) + " " for at in range(len(words))]
        return any(name.startswith(ending) for name in self._long_names for ending in endings)

    def test(self, node: tree.Node) -> str:
        """Return the text of one unary test."""
        if isinstance(node, tree.Test):
            return f"{node.operator} {self.operand(node.operand, _SUM)}"
        return self.at_level(node, _OPEN)

    def series(self, nodes: Sequence[tree.Node]) -> str:
        """Return the texts of nodes, separated by commas."""
        return ", ".join(self.at_level(node, _OPEN) for node in nodes)


def _literal(_printer: _Printer, node: tree.Literal) -> str:
    if isinstance(node.value, bool):
        return "true" if node.value else "false"
    if isinstance(node.value, Decimal):
        return str(node.value)
    return "null" if node.value is None else quoted(node.value)


def _at_literal(_printer: _Printer, node: tree.AtLiteral) -> str:
    return f"@{quoted(node.text)}"


def _name(_printer: _Printer, node: tree.Name) -> str:
    return node.name


def _path(printer: _Printer, node: tree.Path) -> str:
    return f"{printer.at_level(node.source, _POSTFIX)}.{node.name}"


def _filter(printer: _Printer, node: tree.Filter) -> str:
    return f"{printer.at_level(node.source, _POSTFIX)}[{printer.at_level(node.condition, _OPEN)}]"


def _call(printer: _Printer, node: tree.Call) -> str:
    return f"{printer.at_level(node.function, _POSTFIX)}({printer.series(node.arguments)})"


def _named_call(printer: _Printer, node: tree.NamedCall) -> str:
    arguments = ", ".join(f"{name}: {printer.at_level(value, _OPEN)}" for name, value in node.arguments)
    return f"{printer.at_level(node.function, _POSTFIX)}({arguments})"


def _arithmetic(printer: _Printer, node: tree.Arithmetic) -> str:
    level = _ARITHMETIC[node.operator]
    return f"{printer.operand(node.left, level)} {node.operator} {printer.operand(node.right, level + 1)}"


def _negative(printer: _Printer, node: tree.Negative) -> str:
    return f"-{printer.operand(node.operand, _SIGNED)}"


def _left(printer: _Printer, node: tree.Node) -> str:
    """Return the left side of a comparison; a type that `<` follows would be read as a generic one."""
    text = printer.operand(node, _COMPARED)
    return f"({text})" if isinstance(node, tree.InstanceOf) else text


def _comparison(printer: _Printer, node: tree.Comparison) -> str:
    return f"{_left(printer, node.left)} {node.operator} {printer.operand(node.right, _SUM)}"


def _between(printer: _Printer, node: tree.Between) -> str:
    low, high = printer.operand(node.low, _SUM), printer.operand(node.high, _SUM)
    return f"{_left(printer, node.value)} between {low} and {high}"


def _in(printer: _Printer, node: tree.In) -> str:
    if len(node.tests) > 1:
        tests = f"({', '.join(map(printer.test, node.tests))})"
    elif isinstance(node.tests[0], tree.Test):
        tests = printer.test(node.tests[0])
    else:
        tests = printer.operand(node.tests[0], _SUM)
    return f"{_left(printer, node.value)} in {tests}"


def _instance_of(printer: _Printer, node: tree.InstanceOf) -> str:
    return f"{_left(printer, node.value)} instance of {type_text(node.type)}"


def type_text(kind: Type) -> str:
    """Return the notation of a type."""
    return str(kind)


def _conjunction(printer: _Printer, node: tree.Conjunction) -> str:
    return " and ".join(printer.operand(part, _COMPARED) for part in node.parts)


def _disjunction(printer: _Printer, node: tree.Disjunction) -> str:
    return " or ".join(printer.operand(part, _AND) for part in node.parts)


def _conditional(printer: _Printer, node: tree.Conditional) -> str:
    parts = (printer.operand(part, _OR) for part in (node.condition, node.yes))
    condition, yes = parts
    return f"if {condition} then {yes} else {printer.at_level(node.no, _OPEN)}"


def _bindings(printer: _Printer, bindings: Sequence[tree.Binding]) -> str:
    return ", ".join(_binding(printer, binding) for binding in bindings)


def _binding(printer: _Printer, node: tree.Binding) -> str:
    end = f"..{printer.operand(node.end, _OR)}" if node.end is not None else ""
    return f"{node.name} in {printer.operand(node.source, _OR)}{end}"


def _loop(printer: _Printer, node: tree.Loop) -> str:
    return f"for {_bindings(printer, node.bindings)} return {printer.at_level(node.body, _OPEN)}"


def _quantified(printer: _Printer, node: tree.Quantified) -> str:
    word, body = "every" if node.every else "some", printer.at_level(node.body, _OPEN)
    return f"{word} {_bindings(printer, node.bindings)} satisfies {body}"


def _function(printer: _Printer, node: tree.Function) -> str:
    parameters = ", ".join(f"{name}: {type_text(kind)}" if kind else name for name, kind in node.parameters)
    body = printer.at_level(node.body, _OPEN)
    body = f"({body})" if body.startswith("external") else body
    return f"function({parameters}) {'external ' if node.external else ''}{body}"


def _list(printer: _Printer, node: tree.ListOf) -> str:
    return f"[{printer.series(node.items)}]"


def _context(printer: _Printer, node: tree.ContextOf) -> str:
    entries = (f"{_key(key)}: {printer.at_level(value, _OPEN)}" for key, value in node.entries)
    return f"{{{', '.join(entries)}}}"


def _key(key: str) -> str:
    return key if is_plain_name(key) else quoted(key)


def _interval(printer: _Printer, node: tree.Interval) -> str:
    opening, closing = "[" if node.start_included else "(", "]" if node.end_included else ")"
    return f"{opening}{printer.at_level(node.start, _SIGNED)}..{printer.at_level(node.end, _SIGNED)}{closing}"


def _compared_range(printer: _Printer, node: tree.ComparedRange) -> str:
    return f"({node.operator} {printer.operand(node.operand, _SUM)})"


_FORMS: Mapping[type[tree.Node], tuple[int, Callable[[_Printer, Any], str]]] = {
    tree.Literal: (_PRIMARY, _literal),
    tree.AtLiteral: (_PRIMARY, _at_literal),
    tree.Name: (_PRIMARY, _name),
    tree.Path: (_POSTFIX, _path),
    tree.Filter: (_POSTFIX, _filter),
    tree.Call: (_POSTFIX, _call),
    tree.NamedCall: (_POSTFIX, _named_call),
    tree.Arithmetic: (_SUM, _arithmetic),
    tree.Negative: (_SIGNED, _negative),
    tree.Comparison: (_COMPARED, _comparison),
    tree.Between: (_COMPARED, _between),
    tree.In: (_COMPARED, _in),
    tree.InstanceOf: (_COMPARED, _instance_of),
    tree.Conjunction: (_AND, _conjunction),
    tree.Disjunction: (_OR, _disjunction),
    tree.Conditional: (_OPEN, _conditional),
    tree.Loop: (_OPEN, _loop),
    tree.Quantified: (_OPEN, _quantified),
    tree.Function: (_OPEN, _function),
    tree.ListOf: (_PRIMARY, _list),
    tree.ContextOf: (_PRIMARY, _context),
    tree.Interval: (_PRIMARY, _interval),
    tree.ComparedRange: (_PRIMARY, _compared_range),
}
