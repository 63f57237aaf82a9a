"""From text to syntax tree, within limits."""

from collections.abc import Iterable

from engine.feel import primaries as _primaries
from engine.feel import tree
from engine.feel.cursor import too_much
from engine.feel.errors import FeelSyntaxError
from engine.feel.lexer import Lexer
from engine.feel.limits import TEXT_CHARACTERS, TREE_LEVELS
from engine.feel.syntax import Syntax

_OPENING = frozenset({"LPAR", "LSQB", "OPEN_START"})
_CLOSING = frozenset({"RPAR", "RSQB", "OPEN_END"})

FORMS = (_primaries,)
"""The modules that say what may begin a value; importing them declares it."""


def parse_expression(text: str, names: Iterable[str] = ()) -> tree.Node:
    """Return the tree of an expression; raises FeelSyntaxError."""
    syntax = _syntax(text, names)
    try:
        root = syntax.expression()
    except RecursionError:
        raise _too_deep(text) from None
    _require_whole(syntax, root)
    return root


def parse_unary_tests(text: str, names: Iterable[str] = ()) -> tree.Tests:
    """Return the tree of unary tests; raises FeelSyntaxError."""
    syntax = _syntax(text, names)
    try:
        root = _tests(syntax)
    except RecursionError:
        raise _too_deep(text) from None
    _require_whole(syntax, root)
    return root


def _syntax(text: str, names: Iterable[str]) -> Syntax:
    if len(text) > TEXT_CHARACTERS:
        raise too_much(text, ("不超过两万字的表达式", f"at most {TEXT_CHARACTERS} characters"))
    return Syntax(text, Lexer(text, names).lexemes())


def _tests(syntax: Syntax) -> tree.Tests:
    """Read unary tests: `-` alone, tests inside `not(…)`, or tests."""
    if syntax.kind == "MINUS" and syntax.following == "$END":
        syntax.take()
        return tree.Tests(negated=False, items=())
    if not _has_outer_not(syntax):
        return tree.Tests(negated=False, items=syntax.series(syntax.test))
    syntax.take()
    syntax.take()
    tests = syntax.series(syntax.test)
    syntax.need("RPAR", "COMMA", or_operator=True)
    return tree.Tests(negated=True, items=tests)


def _has_outer_not(syntax: Syntax) -> bool:
    """Tell whether there is a `not` whose parentheses enclose all tests; any other is a call of the function."""
    if (syntax.kind, syntax.last.value) != ("NAME", "not") or syntax.following != "LPAR":
        return False
    level = 0
    last = len(syntax.lexemes) - 2
    for index, lexeme in enumerate(syntax.lexemes):
        # Ranges may end with another kind of bracket than they began with.
        level += (lexeme.kind in _OPENING) - (lexeme.kind in _CLOSING)
        if level == 0 and index and index < last:
            return False
    return True


def _require_whole(syntax: Syntax, root: tree.Node) -> None:
    """Refuse what follows a complete expression, and trees that are too deep to be evaluated."""
    if syntax.kind != "$END":
        syntax.refuse("$END", or_operator=True)
    if tree.depth(root) > TREE_LEVELS:
        raise _too_deep(syntax.text)


def _too_deep(text: str) -> FeelSyntaxError:
    return too_much(text, ("嵌套较浅的表达式", f"at most {TREE_LEVELS} levels of nesting"))
