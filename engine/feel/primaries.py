"""Reads what begins a value: literals, names, brackets, `if`, `for`, `some`, `every` and `function`."""

from decimal import Decimal

from engine.feel import tree
from engine.feel.notation import read_type
from engine.feel.syntax import COMPARATORS, PRIMARIES, Syntax, closed, interval
from engine.feel.tokens import Lexeme
from engine.feel.types import Type


def _number(_syntax: Syntax, token: Lexeme) -> tree.Node:
    return tree.Literal(Decimal(token.value), at=token.offset)


def _string(_syntax: Syntax, token: Lexeme) -> tree.Node:
    return tree.Literal(token.value, at=token.offset)


def _temporal(_syntax: Syntax, token: Lexeme) -> tree.Node:
    return tree.AtLiteral(token.value, at=token.offset)


def _constant(_syntax: Syntax, token: Lexeme) -> tree.Node:
    return tree.Literal({"TRUE": True, "FALSE": False, "NULL": None}[token.kind], at=token.offset)


def _name(_syntax: Syntax, token: Lexeme) -> tree.Node:
    return tree.Name(token.value, at=token.offset)


def _group(syntax: Syntax, opening: Lexeme) -> tree.Node:
    """Read a value or comparison in parentheses, or a range without its start."""
    if syntax.kind not in COMPARATORS:
        return closed(syntax, opening, syntax.expression())
    comparator = syntax.take()
    operand = syntax.arithmetic()
    syntax.need("RPAR", or_operator=True)
    return tree.ComparedRange(comparator.value, operand, at=opening.offset)


def _bracket(syntax: Syntax, opening: Lexeme) -> tree.Node:
    """Read a list, or a range with its start."""
    if syntax.take_if("RSQB"):
        return tree.ListOf((), at=opening.offset)
    first = syntax.expression()
    if syntax.kind == "DOTDOT":
        return interval(syntax, opening, first)
    items = [first]
    while syntax.take_if("COMMA"):
        items.append(syntax.expression())
    syntax.need("RSQB", "COMMA", or_operator=True)
    return tree.ListOf(tuple(items), at=opening.offset)


def _open_range(syntax: Syntax, opening: Lexeme) -> tree.Node:
    return interval(syntax, opening, syntax.expression())


def _context(syntax: Syntax, opening: Lexeme) -> tree.Node:
    entries = () if syntax.kind == "RBRACE" else syntax.series(lambda: _entry(syntax))
    if syntax.kind != "RBRACE":
        syntax.refuse("RBRACE", "COMMA", or_operator=True)
    syntax.take()
    return tree.ContextOf(entries, at=opening.offset)


def _entry(syntax: Syntax) -> tuple[str, tree.Node]:
    key = syntax.need("NAME", "STRING").value
    syntax.need("COLON")
    return key, syntax.expression()


def _conditional(syntax: Syntax, token: Lexeme) -> tree.Node:
    condition = syntax.expression()
    syntax.need("THEN", or_operator=True)
    yes = syntax.expression()
    syntax.need("ELSE", or_operator=True)
    return tree.Conditional(condition, yes, syntax.expression(), at=token.offset)


def _iteration(syntax: Syntax) -> tree.Binding:
    name = syntax.need("NAME")
    syntax.need("IN")
    source = syntax.expression()
    end = syntax.expression() if syntax.take_if("DOTDOT") else None
    return tree.Binding(name.value, source, end, at=name.offset)


def _loop(syntax: Syntax, token: Lexeme) -> tree.Node:
    bindings = syntax.series(lambda: _iteration(syntax))
    syntax.need("RETURN", "COMMA", or_operator=True)
    return tree.Loop(bindings, syntax.expression(), at=token.offset)


def _quantified(syntax: Syntax, token: Lexeme) -> tree.Node:
    bindings = syntax.series(lambda: _iteration(syntax))
    syntax.need("SATISFIES", "COMMA", or_operator=True)
    return tree.Quantified(token.kind == "EVERY", bindings, syntax.expression(), at=token.offset)


def _function(syntax: Syntax, token: Lexeme) -> tree.Node:
    syntax.need("LPAR")
    parameters = () if syntax.kind == "RPAR" else syntax.series(lambda: _parameter(syntax))
    syntax.need("RPAR", "COMMA")
    external = syntax.take_if("EXTERNAL")
    return tree.Function(parameters, syntax.expression(), external, at=token.offset)


def _parameter(syntax: Syntax) -> tuple[str, Type | None]:
    name = syntax.need("NAME").value
    return name, read_type(syntax) if syntax.take_if("COLON") else None


PRIMARIES.update(
    NUMBER=_number,
    STRING=_string,
    AT=_temporal,
    TRUE=_constant,
    FALSE=_constant,
    NULL=_constant,
    NAME=_name,
    LPAR=_group,
    LSQB=_bracket,
    OPEN_START=_open_range,
    LBRACE=_context,
    IF=_conditional,
    FOR=_loop,
    SOME=_quantified,
    EVERY=_quantified,
    FUNCTION=_function,
)
