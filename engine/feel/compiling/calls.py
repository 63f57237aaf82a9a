"""Compiles calls: of functions defined in FEEL, handed in by the host, or built in."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.feel import tree
from engine.feel.compiling.builder import Builder
from engine.feel.compiling.reading import MISSING, find
from engine.feel.functions.registry import BUILTINS, signature_for, wrong_arguments
from engine.feel.scope import Code, Run, Scope, Value
from engine.feel.values import FeelFunction, host_function, normal


def call(node: tree.Call, builder: Builder) -> Code:
    """Compile a call with positional arguments."""
    arguments = tuple(builder.code(argument) for argument in node.arguments)
    if not isinstance(node.function, tree.Name):
        function = builder.code(node.function)
        return lambda scope: invoke(function(scope), [argument(scope) for argument in arguments], scope.run)
    name = node.function.name
    signature = signature_for(name, len(arguments))

    def run_call(scope: Scope) -> Any:
        values = [argument(scope) for argument in arguments]
        own = own_function(name, scope)
        if own is not None:
            return own.call(values, scope.run)
        if signature is not None:
            return signature.apply(values, scope.run)
        return _unknown(name, scope.run)

    return run_call


def own_function(name: str, scope: Scope) -> FeelFunction | None:
    """Return the function of that name which is not built in: from the scope, else from the host."""
    value = find(scope, name)
    if value is not MISSING:
        value = normal(value)
        if type(value) is FeelFunction:
            return value
    function = scope.run.functions.get(name)
    return host_function(name, function) if function is not None else None


def _unknown(name: str, run: Run) -> Value | None:
    if name in BUILTINS:
        return wrong_arguments(name, run)
    return run.null("There is no function named {name}", "没有名为“{name}”的函数", name=name)


def invoke(function: Any, values: list[Any], run: Run) -> Any:
    """Call a function value; null when it is none."""
    if type(function) is FeelFunction:
        return function.call(values, run)
    return run.null("What is called is no function", "被调用的不是函数")


def named_call(node: tree.NamedCall, builder: Builder) -> Code:
    """Compile a call with named arguments."""
    names = tuple(name for name, _ in node.arguments)
    codes = tuple(builder.code(argument) for _, argument in node.arguments)
    own: Code
    builtin: Callable[[list[Any], Run], Any] | None = None
    if isinstance(node.function, tree.Name):
        name = node.function.name
        builtin = _named_builtin(name, names)
        own = lambda scope: own_function(name, scope)  # noqa: E731 - one line says it
    else:
        own = builder.code(node.function)

    def run_call(scope: Scope) -> Any:
        values = [code(scope) for code in codes]
        function = own(scope)
        if function is None and builtin is not None:
            return builtin(values, scope.run)
        return invoke_named(function, names, values, scope.run)

    return run_call


def _named_builtin(name: str, names: tuple[str, ...]) -> Callable[[list[Any], Run], Any]:
    """Return what a built-in function does with these argument names; names that do not fit give null."""
    for signature in BUILTINS.get(name, ()):
        order = signature.order(names)
        if order is not None:
            places = order
            return lambda values, run: signature.apply([values[place] if place >= 0 else None for place in places], run)
    return lambda _values, run: _unknown(name, run)


def invoke_named(function: Any, names: tuple[str, ...], values: list[Any], run: Run) -> Any:
    """Call a function value by parameter names; null when it is none or does not have these."""
    if type(function) is not FeelFunction:
        return invoke(function, [], run)
    parameters = _parameters(function, names)
    if parameters is None or sorted(parameters) != sorted(names):
        return wrong_arguments(function.name, run)
    given = dict(zip(names, values, strict=True))
    return function.call([given[parameter] for parameter in parameters], run)


def _parameters(function: FeelFunction, names: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return a function's parameter names; one that the host put in a built-in one's place has that one's."""
    if function.parameters is not None:
        return function.parameters
    for signature in BUILTINS.get(function.name, ()):
        if signature.order(names) is not None:
            return tuple(parameter.name for parameter in signature.parameters if parameter.name in names)
    return None


FORMS: Mapping[type[tree.Node], Callable[[Any, Builder], Code]] = {tree.Call: call, tree.NamedCall: named_call}
