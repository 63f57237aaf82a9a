"""The grammar as lark reads it, to which our own parser is held: one method per rule of grammar.lark."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any, cast

from lark import Lark, Transformer
from lark.exceptions import UnexpectedToken
from lark.lexer import Lexer as LarkLexer
from lark.lexer import Token

from engine.feel import tree
from engine.feel.lexer import Lexer
from engine.feel.tokens import Lexeme
from engine.feel.types import Type

EXPRESSION = "expression_start"
TESTS = "tests_start"


class _ReadyTokens(LarkLexer):
    """Hands lark the tokens our lexer has already cut."""

    def __init__(self, _configuration: Any) -> None:
        """Take no configuration: the terminals are declared, not defined."""

    def lex(self, data: Any) -> Iterator[Token]:  # type: ignore[override]
        for lexeme in data:
            yield Token(lexeme.kind, lexeme.value, start_pos=lexeme.offset)


class _Builder(Transformer[Token, tree.Node]):
    """Turns each rule into a node while lark parses; tokens among the children tell forms apart."""

    def expression_start(self, parts: list[Any]) -> tree.Node:
        return parts[0]  # type: ignore[no-any-return]

    def tests_start(self, parts: list[Any]) -> tree.Tests:
        return parts[0]  # type: ignore[no-any-return]

    def any_value(self, _parts: list[Any]) -> tree.Tests:
        return tree.Tests(negated=False, items=())

    def negated(self, parts: list[Any]) -> tree.Tests:
        return tree.Tests(negated=True, items=parts[2].items)

    def tests(self, parts: list[Any]) -> tree.Tests:
        return parts[0] if isinstance(parts[0], tree.Tests) else tree.Tests(negated=False, items=_nodes(parts))

    def unary_test(self, parts: list[Any]) -> tree.Test:
        return tree.Test(parts[0], parts[1])

    def comparator(self, parts: list[Any]) -> str:
        return str(parts[0])

    def disjunction(self, parts: list[Any]) -> tree.Node:
        first, _, second = parts
        return tree.Disjunction((*(first.parts if isinstance(first, tree.Disjunction) else (first,)), second))

    def conjunction(self, parts: list[Any]) -> tree.Node:
        first, _, second = parts
        return tree.Conjunction((*(first.parts if isinstance(first, tree.Conjunction) else (first,)), second))

    def comparison(self, parts: list[Any]) -> tree.Node:
        return tree.Comparison(parts[1], parts[0], parts[2])

    def between(self, parts: list[Any]) -> tree.Node:
        return tree.Between(*_nodes(parts))

    def in_one(self, parts: list[Any]) -> tree.Node:
        return tree.In(parts[0], (parts[2],))

    def in_compared(self, parts: list[Any]) -> tree.Node:
        return tree.In(parts[0], (tree.Test(parts[2], parts[3]),))

    def in_many(self, parts: list[Any]) -> tree.Node:
        return tree.In(parts[0], _nodes(parts[1:]))

    def instance_of(self, parts: list[Any]) -> tree.Node:
        return tree.InstanceOf(parts[0], parts[2])

    def binary(self, parts: list[Any]) -> tree.Node:
        return tree.Arithmetic(str(parts[1]), parts[0], parts[2])

    def negative(self, parts: list[Any]) -> tree.Node:
        return tree.Negative(parts[1])

    def path(self, parts: list[Any]) -> tree.Node:
        return tree.Path(parts[0], str(parts[2]))

    def filter(self, parts: list[Any]) -> tree.Node:
        return tree.Filter(parts[0], parts[2])

    def call(self, parts: list[Any]) -> tree.Node:
        function, _, arguments, _ = parts
        named = bool(arguments) and isinstance(arguments[0], tuple)
        return tree.NamedCall(function, arguments) if named else tree.Call(function, arguments)

    def positional(self, parts: list[Any]) -> tuple[Any, ...]:
        return _nodes(parts)

    def named(self, parts: list[Any]) -> tuple[Any, ...]:
        return _without_tokens(parts)

    def pair(self, parts: list[Any]) -> tuple[str, Any]:
        return str(parts[0]), parts[2]

    def number(self, parts: list[Any]) -> tree.Node:
        return tree.Literal(Decimal(parts[0]))

    def string(self, parts: list[Any]) -> tree.Node:
        return tree.Literal(str(parts[0]))

    def at_literal(self, parts: list[Any]) -> tree.Node:
        return tree.AtLiteral(str(parts[0]))

    def true(self, _parts: list[Any]) -> tree.Node:
        return tree.Literal(value=True)

    def false(self, _parts: list[Any]) -> tree.Node:
        return tree.Literal(value=False)

    def null(self, _parts: list[Any]) -> tree.Node:
        return tree.Literal(None)

    def name(self, parts: list[Any]) -> tree.Node:
        return tree.Name(str(parts[0]))

    def group(self, parts: list[Any]) -> tree.Node:
        return parts[1]  # type: ignore[no-any-return]

    def compared_range(self, parts: list[Any]) -> tree.Node:
        return tree.ComparedRange(parts[1], parts[2])

    def interval(self, parts: list[Any]) -> tree.Node:
        return tree.Interval(parts[1], parts[3], parts[0].type == "LSQB", parts[4].type == "RSQB")

    def listing(self, parts: list[Any]) -> tree.Node:
        return tree.ListOf(_nodes(parts))

    def context(self, parts: list[Any]) -> tree.Node:
        return tree.ContextOf(_without_tokens(parts))

    def conditional(self, parts: list[Any]) -> tree.Node:
        return tree.Conditional(*_nodes(parts))

    def binding(self, parts: list[Any]) -> tree.Binding:
        return tree.Binding(str(parts[0]), parts[2])

    def span(self, parts: list[Any]) -> tree.Binding:
        return tree.Binding(str(parts[0]), parts[2], parts[4])

    def loop(self, parts: list[Any]) -> tree.Node:
        *bindings, body = _nodes(parts)
        return tree.Loop(tuple(bindings), body)

    def quantified(self, parts: list[Any]) -> tree.Node:
        *bindings, body = _nodes(parts)
        return tree.Quantified(parts[0].type == "EVERY", tuple(bindings), body)

    def parameter(self, parts: list[Any]) -> tuple[str, Type | None]:
        return str(parts[0]), parts[2] if len(parts) > 1 else None

    def function(self, parts: list[Any]) -> tree.Node:
        *parameters, body = _without_tokens(parts)
        return tree.Function(tuple(parameters), body)

    def external_function(self, parts: list[Any]) -> tree.Node:
        *parameters, body = _without_tokens(parts)
        return tree.Function(tuple(parameters), body, external=True)

    def named_type(self, parts: list[Any]) -> Type:
        return Type("".join(map(str, parts)))

    def generic_type(self, parts: list[Any]) -> Type:
        return Type(str(parts[0]), parts=(parts[2],))

    def context_type(self, parts: list[Any]) -> Type:
        return Type(str(parts[0]), entries=_without_tokens(parts))

    def any_function_type(self, _parts: list[Any]) -> Type:
        return Type("function")

    def function_type(self, parts: list[Any]) -> Type:
        *parameters, result = _without_tokens(parts)
        return Type("function", parts=tuple(parameters), result=result)


def _without_tokens(parts: list[Any]) -> tuple[Any, ...]:
    return tuple(part for part in parts if not isinstance(part, Token))


def _nodes(parts: list[Any]) -> tuple[Any, ...]:
    return tuple(part for part in parts if isinstance(part, tree.Node))


@lru_cache(maxsize=1)
def grammar() -> Lark:
    """Build the tables of the grammar."""
    text = FilePath(tree.__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer=_ReadyTokens, start=[EXPRESSION, TESTS], transformer=_Builder())


def by_grammar(text: str, start: str, names: Iterable[str] = ()) -> tree.Node | None:
    """Return the tree that the grammar gives; `None` where it refuses the text."""
    lexemes = Lexer(text, names).lexemes()
    if start == TESTS:
        lexemes = _with_outer_not(lexemes)
    try:
        return cast("tree.Node", grammar().parse(lexemes, start=start))
    except UnexpectedToken:
        return None


def _with_outer_not(lexemes: list[Lexeme]) -> list[Lexeme]:
    """Mark a `not` whose parentheses enclose all tests; any other is a call of the function."""
    if len(lexemes) < 2 or lexemes[0].value != "not" or lexemes[1].kind != "LPAR":
        return lexemes
    level = 0
    for index, lexeme in enumerate(lexemes):
        level += {"LPAR": 1, "LSQB": 1, "OPEN_START": 1, "RPAR": -1, "RSQB": -1, "OPEN_END": -1}.get(lexeme.kind, 0)
        if level == 0 and index and index < len(lexemes) - 1:
            return lexemes
    return [Lexeme("NOT", "not", lexemes[0].offset), *lexemes[1:]]
