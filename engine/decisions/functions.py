"""Functions a model defines: business knowledge models and boxed function definitions."""

from dataclasses import dataclass
from typing import Any

from engine.decisions.items import Item, fit
from engine.feel.limits import CALL_LEVELS
from engine.feel.scope import Code, Run, Scope
from engine.feel.values import FeelFunction

Parameters = tuple[tuple[str, Item], ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A function before it is defined in a scope."""

    name: str
    parameters: Parameters
    body: Code

    def __call__(self, scope: Scope) -> FeelFunction:
        """Return the function, which sees the scope."""
        return define(self.name, self.parameters, self.body, scope)


def define(name: str, parameters: Parameters, body: Code, scope: Scope) -> FeelFunction:
    """Return a function value whose body is evaluated inside a scope; misfitting arguments give null."""

    def call(arguments: list[Any], run: Run) -> Any:
        given = fitted(name, parameters, arguments, run)
        return None if given is None else nested(body, Scope(given, scope, run), run)

    types = tuple(str(item.type()) for _, item in parameters)
    return FeelFunction(name, tuple(key for key, _ in parameters), call, types)


def fitted(name: str, parameters: Parameters, arguments: list[Any], run: Run) -> dict[str, Any] | None:
    """Return the arguments by name, made to fit their types; null with a reason where one does not."""
    if len(arguments) != len(parameters):
        return run.null("{name} takes {count} arguments", "{name}应有{count}个参数", name=name, count=len(parameters))
    given = {}
    for (key, item), value in zip(parameters, arguments, strict=True):
        given[key], fits = fit(value, item, run)
        if not fits:
            return run.null(
                "{name}: {key} is no {kind}", "{name}：参数{key}不是{kind}", name=name, key=key, kind=item.name
            )
    return given


def nested(body: Code, scope: Scope, run: Run) -> Any:
    """Evaluate a body one call deeper; null with a reason when calls are nested too deeply."""
    if run.calls >= CALL_LEVELS:
        return run.null("Calls are nested too deeply", "函数嵌套调用过深")
    run.step()
    run.calls += 1
    try:
        return body(scope)
    finally:
        run.calls -= 1
