"""Compiles literals, names and paths: how values come in."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.feel import tree
from engine.feel.compiling.builder import Builder
from engine.feel.compiling.properties import property_of
from engine.feel.functions.registry import builtin_value
from engine.feel.scope import Code, Scope
from engine.feel.temporal import parse_temporal
from engine.feel.values import SCALARS, host_function, normal

MISSING: Any = object()


def literal(node: tree.Literal, _builder: Builder) -> Code:
    """Compile a constant."""
    value = node.value
    return lambda _scope: value


def at_literal(node: tree.AtLiteral, _builder: Builder) -> Code:
    """Compile a temporal constant; one that is no date, time or duration is null with a reason."""
    value = parse_temporal(node.text)
    if value is not None:
        return lambda _scope: value
    text = node.text
    return lambda scope: scope.run.null(
        '@"{text}" is no date, time or duration', "@“{text}”不是日期、时间或时长", text=text
    )


def find(scope: Scope, name: str) -> Any:
    """Return the unconverted value of a name, or MISSING."""
    level: Scope | None = scope
    while level is not None:
        value = level.vars.get(name, MISSING)
        if value is not MISSING:
            return value
        level = level.parent
    return MISSING


def _absent(scope: Scope, name: str) -> Any:
    """Return what a name means that is no variable: a function, or null with a reason."""
    function = scope.run.functions.get(name)
    if function is not None:
        return host_function(name, function)
    builtin = builtin_value(name)
    if builtin is not None:
        return builtin
    return scope.run.null("There is no value named {name}", "没有名为“{name}”的值", name=name)


def name(node: tree.Name, _builder: Builder) -> Code:
    """Compile reading a variable."""
    key = node.name

    def read(scope: Scope) -> Any:
        level: Scope | None = scope
        while level is not None:
            value = level.vars.get(key, MISSING)
            if value is not MISSING:
                # Only the outermost scope holds values of the host; all others were filled by FEEL itself.
                return value if level.parent is not None or type(value) in SCALARS else normal(value)
            level = level.parent
        return _absent(scope, key)

    return read


def _raw(node: tree.Node, builder: Builder) -> Code:
    """Compile the source of a path: it is not converted as a whole when only one entry is wanted."""
    if isinstance(node, tree.Name):
        key = node.name

        def read(scope: Scope) -> Any:
            value = find(scope, key)
            return _absent(scope, key) if value is MISSING else value

        return read
    if isinstance(node, tree.Path):
        return _step(_raw(node.source, builder), node.name)
    return builder.code(node)


def _step(source: Code, key: str) -> Code:
    """Compile one step of a path without converting its result."""

    def step(scope: Scope) -> Any:
        value = source(scope)
        if isinstance(value, Mapping):
            entry = value.get(key, MISSING)
            if entry is not MISSING:
                return entry
            return scope.run.null("There is no entry named {name}", "没有名为“{name}”的项", name=key)
        return property_of(value, key, scope.run)

    return step


def path(node: tree.Path, builder: Builder) -> Code:
    """Compile a path; the last step converts what it finds."""
    step = _step(_raw(node.source, builder), node.name)

    def read(scope: Scope) -> Any:
        value = step(scope)
        return value if type(value) in SCALARS else normal(value)

    return read


FORMS: Mapping[type[tree.Node], Callable[[Any, Builder], Code]] = {
    tree.Literal: literal,
    tree.AtLiteral: at_literal,
    tree.Name: name,
    tree.Path: path,
}
