"""The table of all forms of the language; importing it also declares the built-in functions."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.feel import tree
from engine.feel.compiling import calls, logic, loops, reading, structures, testing
from engine.feel.compiling.builder import NO_TYPES, Builder, TestCode
from engine.feel.functions import contexts as _contexts
from engine.feel.functions import conversions, intervals, lists, moments, numbers, statistics, texts
from engine.feel.scope import Code
from engine.feel.types import Type

FUNCTION_MODULES = (conversions, _contexts, intervals, lists, moments, numbers, statistics, texts)
"""The modules that declare the built-in functions."""

_FORMS: Mapping[type[tree.Node], Callable[[Any, Builder], Code]] = {
    **reading.FORMS,
    **logic.FORMS,
    **structures.FORMS,
    **loops.FORMS,
    **calls.FORMS,
    **testing.FORMS,
}


def build_code(node: tree.Node, types: Mapping[str, Type] = NO_TYPES) -> Code:
    """Compile an expression."""
    return Builder(_FORMS, types).code(node)


def build_tests(node: tree.Tests, types: Mapping[str, Type] = NO_TYPES) -> TestCode:
    """Compile unary tests."""
    return testing.unary_tests(node, Builder(_FORMS, types))
