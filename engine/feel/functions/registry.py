"""How built-in functions are declared, found and given arguments of the right types."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from engine.feel.scope import Run, Value
from engine.feel.types import PYTHON_TYPES, type_name
from engine.feel.values import FeelFunction, Range, YearMonthDuration
from engine.feel.wide import DATE_TIMES, DATES, TIMES

KINDS: Mapping[str, frozenset[type]] = {
    "number": frozenset({Decimal}),
    "string": frozenset({str}),
    "boolean": frozenset({bool}),
    "date": frozenset(PYTHON_TYPES["date"]),
    "time": frozenset(PYTHON_TYPES["time"]),
    "datetime": frozenset(PYTHON_TYPES["date and time"]),
    "duration": frozenset({dt.timedelta, YearMonthDuration}),
    "seconds": frozenset({dt.timedelta}),
    "list": frozenset({list}),
    "context": frozenset({dict}),
    "function": frozenset({FeelFunction}),
    "range": frozenset({Range}),
    "point": frozenset({Decimal, str, *DATES, *DATE_TIMES, *TIMES, dt.timedelta, YearMonthDuration}),
}

Declared = TypeVar("Declared", bound=Callable[..., Any])

_UNFIT: Any = object()


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its name, the accepted classes (`None` accepts anything, null too), whether it may be missing."""

    name: str
    kinds: frozenset[type] | None
    optional: bool
    wording: str

    def fitted(self, value: Any, function: str, run: Run) -> Any:
        """Convert between a value and a list of one, as DMN prescribes; note a reason where nothing fits."""
        kinds = self.kinds or frozenset()
        if value is None and self.optional:
            return None
        if list in kinds and value is not None:
            return [value]
        if type(value) is list and len(value) == 1 and type(value[0]) in kinds:
            return value[0]
        run.null(
            "{function}: {parameter} should be a {wording}, but is a {kind}",
            "{function}：参数{parameter}应为{wording}，实为{kind}",
            function=function,
            parameter=self.name,
            wording=self.wording,
            kind=type_name(value),
        )
        return _UNFIT


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a built-in function.

    `variadic` is `*` where the function takes a list or its items as arguments, `+` where it takes all arguments.
    """

    name: str
    parameters: tuple[Parameter, ...]
    function: Callable[..., Any]
    variadic: str = ""

    def takes(self, count: int) -> bool:
        """Tell whether the function may be called with that many positional arguments."""
        if self.variadic:
            return count >= 1
        least = sum(not parameter.optional for parameter in self.parameters)
        return least <= count <= len(self.parameters)

    def order(self, names: tuple[str, ...]) -> tuple[int, ...] | None:
        """Return for each parameter the place of its named argument (-1: missing); `None` when names do not fit."""
        known = [parameter.name for parameter in self.parameters]
        if len(set(names)) != len(names) or not set(names) <= set(known):
            return None
        places = tuple(names.index(name) if name in names else -1 for name in known)
        needed = zip(places, self.parameters, strict=True)
        return None if any(place < 0 and not parameter.optional for place, parameter in needed) else places

    def apply(self, values: list[Any], run: Run) -> Any:
        """Call the function with positional values, after fitting them to the parameters."""
        if self.variadic == "+" or (self.variadic and not (len(values) == 1 and type(values[0]) is list)):
            values = [values]
        checked = []
        for parameter, value in zip(self.parameters, values, strict=False):
            fit = value
            if parameter.kinds is not None and type(value) not in parameter.kinds:
                fit = parameter.fitted(value, self.name, run)
                if fit is _UNFIT:
                    return None
            checked.append(fit)
        result = self.function(run, *checked)
        if type(result) is str or type(result) is list:
            run.step(len(result) >> 6)
        return result


BUILTINS: dict[str, tuple[Signature, ...]] = {}
"""Every built-in function by name, with its ways to be called; filled by the decorator below."""


def builtin(name: str, parameters: str = "") -> Callable[[Declared], Declared]:
    """Declare a built-in function: `builtin("contains", "string: string, match: string")`.

    Kinds are the keys of KINDS joined by `|`, or `any`; a `?` behind the name makes a parameter optional; a `*`
    before the only parameter takes a list or its items, a `+` takes all arguments. The function gets the run first.
    """

    def register(function: Declared) -> Declared:
        variadic = parameters[:1] if parameters[:1] in {"*", "+"} else ""
        parts = tuple(_parameter(part.strip()) for part in parameters.lstrip("*+").split(",") if part.strip())
        signature = Signature(name, parts, function, variadic)
        BUILTINS[name] = (signature, *BUILTINS.get(name, ()))
        return function

    return register


def _parameter(text: str) -> Parameter:
    name, _, wording = text.partition(": ")
    kinds = None if wording == "any" else frozenset().union(*(KINDS[kind] for kind in wording.split("|")))
    return Parameter(name.rstrip("?"), kinds, name.endswith("?"), wording.replace("|", " / "))


def signature_for(name: str, count: int) -> Signature | None:
    """Return the way to call a built-in function with that many positional arguments."""
    return next((signature for signature in BUILTINS.get(name, ()) if signature.takes(count)), None)


def builtin_value(name: str) -> FeelFunction | None:
    """Return a built-in function as a value, to be handed to `sort` and the like."""
    if name not in BUILTINS:
        return None

    def call(arguments: list[Any], run: Run) -> Any:
        signature = signature_for(name, len(arguments))
        if signature is None:
            return wrong_arguments(name, run)
        return signature.apply(arguments, run)

    return FeelFunction(name, tuple(parameter.name for parameter in BUILTINS[name][0].parameters), call)


def wrong_arguments(name: str, run: Run) -> Value | None:
    """Note that a function does not take such arguments."""
    return run.null("{name} does not take these arguments", "{name}不接受这些参数", name=name)
