"""Compiled expressions and unary tests: what the rest of the platform holds and evaluates."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from engine.feel import tree
from engine.feel.compiling.builder import NO_TYPES, TestCode
from engine.feel.compiling.table import build_code, build_tests
from engine.feel.limits import CACHED_TEXTS, VALUE_LEVELS
from engine.feel.naming import names_of
from engine.feel.parser import parse_expression, parse_unary_tests
from engine.feel.reasons import Reason
from engine.feel.scope import NO_FUNCTIONS, Code, Exhausted, Run, Scope
from engine.feel.types import Type
from engine.feel.values import SCALARS, normal

Functions = Mapping[str, Callable[..., Any]]

FAILURES = (ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError)
"""What hostile values may still set off in Python; it ends an evaluation with null, never with an exception."""


CAUGHT = (Exhausted, *FAILURES)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A value and, where nulls arose on the way, the reasons."""

    value: Any
    reasons: tuple[Reason, ...] = ()


def guarded(code: Callable[[Scope], Any], scope: Scope) -> Any:
    """Evaluate without ever raising: what goes wrong is null with a reason."""
    try:
        return _counted(code(scope), scope.run)
    except CAUGHT as failure:
        return _failed(failure, scope.run)


def _failed(failure: Exception, run: Run) -> None:
    """Note why an evaluation ended early."""
    if isinstance(failure, Exhausted):
        run.null("The evaluation took too long or grew too large", "求值耗时过长或结果过大")
    else:
        run.null("The evaluation failed ({name})", "求值失败（{name}）", name=type(failure).__name__)


def _counted(value: Any, run: Run, level: int = 0) -> Any:
    """Return a result whose parts were counted: shared lists may be small in memory and endless to whoever reads."""
    if type(value) is not list and type(value) is not dict:
        return value
    if level > VALUE_LEVELS:
        raise Exhausted
    run.step(len(value))
    for item in value.values() if type(value) is dict else value:
        _counted(item, run, level + 1)
    return value


class Expression:
    """A compiled expression; immutable, shared by threads.

    `names` are the names it takes from outside, `filter_names` those of them that occur only inside filters (they
    may be entries of list items instead), `calls` the functions it calls by name. `code` serves other compilers.
    """

    __slots__ = ("calls", "code", "filter_names", "names", "text", "tree")

    def __init__(self, text: str, root: tree.Node, types: Mapping[str, Type] = NO_TYPES) -> None:
        self.text = text
        self.tree = root
        self.code: Code = build_code(root, types)
        found = names_of(root)
        self.names = frozenset(found.read)
        self.filter_names = found.filtered
        self.calls = frozenset(found.called)

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"

    def evaluate(self, context: Mapping[str, Any], *, functions: Functions = NO_FUNCTIONS) -> Any:
        """Return the value in a context; `functions` are the host's, by name. Errors give `None`; never raises."""
        scope = Scope(context, None, Run(functions))
        try:
            value = self.code(scope)
            # What is not composed needs no counting; conditions are evaluated often enough to spare the call.
            return value if type(value) in SCALARS else _counted(value, scope.run)
        except CAUGHT as failure:
            return _failed(failure, scope.run)

    def explain(self, context: Mapping[str, Any], *, functions: Functions = NO_FUNCTIONS) -> Evaluation:
        """Return the value with the reasons for every null that arose."""
        run = Run(functions)
        return Evaluation(guarded(self.code, Scope(context, None, run)), run.reasons())


class UnaryTests:
    """Compiled unary tests of one value, as in a cell of a decision table; immutable, shared by threads."""

    __slots__ = ("calls", "names", "test", "text", "tree")

    def __init__(self, text: str, root: tree.Tests, types: Mapping[str, Type] = NO_TYPES) -> None:
        self.text = text
        self.tree = root
        self.test: TestCode = build_tests(root, types)
        found = names_of(root)
        self.names = frozenset(found.read)
        self.calls = frozenset(found.called)

    def __repr__(self) -> str:
        return f"UnaryTests({self.text!r})"

    def matches(self, value: Any, context: Mapping[str, Any], *, functions: Functions = NO_FUNCTIONS) -> bool:
        """Tell whether the value passes; what cannot be told does not pass. Never raises."""
        scope = Scope(context, None, Run(functions))
        return guarded(lambda inner: self.test(normal(value), inner), scope) is True


def compile_expression(text: str, *, names: Iterable[str] = ()) -> Expression:
    """Compile an expression, which may begin with `=`; raises FeelSyntaxError.

    `names` are names in sight that contain keywords or operators ("a-b", "for sale"); others need not be given.
    """
    return _expression(text, frozenset(names))


def compile_unary_tests(text: str, *, names: Iterable[str] = ()) -> UnaryTests:
    """Compile unary tests; raises FeelSyntaxError."""
    return _unary_tests(text, frozenset(names))


@lru_cache(maxsize=CACHED_TEXTS)
def _expression(text: str, names: frozenset[str]) -> Expression:
    return Expression(text, parsed(text, names))


def parsed(text: str, names: Iterable[str] = ()) -> tree.Node:
    """Return the tree of an expression, with or without a leading `=`; raises FeelSyntaxError."""
    bare = text.lstrip()
    if bare.startswith("="):
        text = text.replace("=", " ", 1)
    return parse_expression(text, names)


def parsed_tests(text: str, names: Iterable[str] = ()) -> tree.Tests:
    """Return the tree of unary tests; raises FeelSyntaxError."""
    return parse_unary_tests(text, names)


@lru_cache(maxsize=CACHED_TEXTS)
def _unary_tests(text: str, names: frozenset[str]) -> UnaryTests:
    return UnaryTests(text, parsed_tests(text, names))
