"""Reads the tokens of expressions by precedence climbing, after the rules of grammar.lark.

A parser written by hand needs no tables, so that the first expression of a process costs as little as any other,
and it knows at every place what a person could have meant. A test holds it to the grammar.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from engine.feel import tree
from engine.feel.cursor import Cursor
from engine.feel.notation import read_type
from engine.feel.tokens import Lexeme

Part = TypeVar("Part")

_LOGICAL = {"OR": 1, "AND": 2}
_COMPARED = 3
_LEVELS: Mapping[str, int] = {
    **_LOGICAL,
    **dict.fromkeys(("EQ", "NE", "LT", "LE", "GT", "GE", "BETWEEN", "IN", "INSTANCE_OF"), _COMPARED),
    **dict.fromkeys(("PLUS", "MINUS"), 4),
    **dict.fromkeys(("STAR", "SLASH"), 5),
    "POWER": 6,
}
_SUM = 4
COMPARATORS = frozenset({"EQ", "NE", "LT", "LE", "GT", "GE"})
_POSTFIX = frozenset({"DOT", "LSQB", "LPAR"})


class Syntax(Cursor):
    """Reads expressions; every method leaves the cursor behind what it has read."""

    __slots__ = ()

    def expression(self) -> tree.Node:
        """Read an expression as far as it goes."""
        return self.operation(1)

    def arithmetic(self) -> tree.Node:
        """Read an expression without comparisons and logic."""
        return self.operation(_SUM)

    def operation(self, least: int, first: tree.Node | None = None) -> tree.Node:
        """Read operands joined by operators that bind at least that tightly; all join from the left."""
        left = self.operand() if first is None else self.continued(first)
        while (level := _LEVELS.get(self.kind, 0)) >= least:
            operator = self.take()
            if level == _COMPARED:
                left = self._compared(left, operator)
                continue
            right = self.operation(level + 1)
            left = _joined(left, right, operator)
        return left

    def _compared(self, left: tree.Node, operator: Lexeme) -> tree.Node:
        """Read what follows a comparison, `between`, `in` or `instance of`."""
        at = operator.offset
        if operator.kind == "BETWEEN":
            low = self.arithmetic()
            self.need("AND", or_operator=True)
            return tree.Between(left, low, self.arithmetic(), at=at)
        if operator.kind == "INSTANCE_OF":
            return tree.InstanceOf(left, read_type(self), at=at)
        if operator.kind == "IN":
            return tree.In(left, self._tests_of_in(), at=at)
        return tree.Comparison(operator.value, left, self.arithmetic(), at=at)

    def _tests_of_in(self) -> tuple[tree.Node, ...]:
        """Read the tests of `in`: one value or comparison, or several in parentheses."""
        if self.kind in COMPARATORS:
            return (self.test(),)
        if self.kind != "LPAR":
            return (self.arithmetic(),)
        found = parenthesised(self, self.take())
        return found if isinstance(found, tuple) else (self.operation(_SUM, found),)

    def test(self) -> tree.Node:
        """Read one unary test: an expression, or a comparison with the tested value."""
        if self.kind not in COMPARATORS:
            return self.expression()
        comparator = self.take()
        return tree.Test(comparator.value, self.arithmetic(), at=comparator.offset)

    def operand(self) -> tree.Node:
        """Read a value with what hangs on it: minus signs, paths, filters, calls."""
        self.deeper()
        if self.kind == "MINUS":
            found: tree.Node = tree.Negative(at=self.take().offset, operand=self.operand())
        else:
            reader = PRIMARIES.get(self.kind)
            if reader is None:
                self.refuse("EXPRESSION")
            found = reader(self, self.take())
            if self.kind in _POSTFIX:
                found = self.continued(found)
        self.shallower()
        return found

    def continued(self, source: tree.Node) -> tree.Node:
        """Read paths, filters and calls behind a value."""
        while self.kind in _POSTFIX:
            opening = self.take()
            if opening.kind == "DOT":
                source = tree.Path(source, self.need("NAME").value, at=opening.offset)
            elif opening.kind == "LSQB":
                source = tree.Filter(source, self.expression(), at=opening.offset)
                self.need("RSQB", or_operator=True)
            else:
                source = self._call(source)
        return source

    def _call(self, function: tree.Node) -> tree.Node:
        """Read the arguments of a call, all by position or all by name."""
        if self.kind == "NAME" and self.following == "COLON":
            pairs = self.series(self._pair)
            self.need("RPAR", "COMMA", or_operator=True)
            return tree.NamedCall(function, pairs, at=function.at)
        arguments = () if self.kind == "RPAR" else self.series(self.expression)
        if self.kind != "RPAR":
            self.refuse("RPAR", "COMMA", or_operator=True)
        self.take()
        return tree.Call(function, arguments, at=function.at)

    def _pair(self) -> tuple[str, tree.Node]:
        name = self.need("NAME").value
        self.need("COLON")
        return name, self.expression()

    def series(self, read: Callable[[], Part]) -> tuple[Part, ...]:
        """Read parts separated by commas, at least one."""
        parts = [read()]
        while self.take_if("COMMA"):
            parts.append(read())
        return tuple(parts)


def _joined(left: tree.Node, right: tree.Node, operator: Lexeme) -> tree.Node:
    """Return the node of an operator; `and` and `or` take in what they continue."""
    at = operator.offset
    if operator.kind == "AND":
        return tree.Conjunction((*(left.parts if isinstance(left, tree.Conjunction) else (left,)), right), at=at)
    if operator.kind == "OR":
        return tree.Disjunction((*(left.parts if isinstance(left, tree.Disjunction) else (left,)), right), at=at)
    return tree.Arithmetic(operator.value, left, right, at=at)


def parenthesised(syntax: Syntax, opening: Lexeme) -> tree.Node | tuple[tree.Node, ...]:
    """Read what stands behind `in (`: several tests, or one value, range or comparison in parentheses."""
    first = syntax.test()
    if syntax.kind == "COMMA":
        syntax.take()
        tests = (first, *syntax.series(syntax.test))
        syntax.need("RPAR", "COMMA", or_operator=True)
        return tests
    if isinstance(first, tree.Test):
        syntax.need("RPAR", "COMMA", or_operator=True)
        return tree.ComparedRange(first.operator, first.operand, at=opening.offset)
    return closed(syntax, opening, first)


def closed(syntax: Syntax, opening: Lexeme, first: tree.Node) -> tree.Node:
    """Read the end of a group, or the second end of a range."""
    if syntax.kind == "DOTDOT":
        return interval(syntax, opening, first)
    syntax.need("RPAR", or_operator=True)
    return first


def interval(syntax: Syntax, opening: Lexeme, start: tree.Node) -> tree.Node:
    """Read the second end of a range; brackets that point outwards exclude their end."""
    syntax.need("DOTDOT", or_operator=True)
    end = syntax.expression()
    closing = syntax.need("RPAR", "RSQB", "OPEN_END", or_operator=True)
    return tree.Interval(start, end, opening.kind == "LSQB", closing.kind == "RSQB", at=opening.offset)


PRIMARIES: dict[str, Callable[[Syntax, Lexeme], tree.Node]] = {}
"""What may begin a value, by the kind of its first token; `primaries` fills it."""
