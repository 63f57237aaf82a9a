"""Item definitions: the types a model declares, and how values are made to fit them (DMN 1.5, 7.3.3)."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.feel.compiling.builder import TestCode
from engine.feel.scope import Run, Scope
from engine.feel.temporal import parse_date, parse_date_time, parse_duration, parse_time
from engine.feel.types import ANY, PYTHON_TYPES, Type, coerced
from engine.feel.values import YearMonthDuration, normal


@dataclass(eq=False)
class Item:
    """A type with what FEEL's own types lack: components by name, allowed values, a collection of another type.

    Filled in while reading, because definitions may refer to later ones; never changed afterwards.
    """

    name: str
    base: "Item | Type" = ANY
    components: dict[str, "Item"] = field(default_factory=dict)
    is_collection: bool = False
    allowed: TestCode | None = None
    constraint: TestCode | None = None

    def type(self, level: int = 0) -> Type:
        """Return the FEEL type, as `instance of` knows it."""
        if level > 20:
            return ANY
        if self.components:
            inner = Type("context", entries=tuple((key, part.type(level + 1)) for key, part in self.components.items()))
        else:
            inner = self.base.type(level + 1) if isinstance(self.base, Item) else self.base
        return Type("list", parts=(inner,)) if self.is_collection else inner


ANYTHING = Item("Any")


def fit(value: Any, item: Item, run: Run) -> tuple[Any, bool]:
    """Make a value fit an item definition; tells whether it does. Null always fits, what does not fit is null."""
    if value is None or item is ANYTHING:
        return value, True
    if item.is_collection:
        return _fit_collection(value, item, run)
    if isinstance(value, list) and len(value) == 1 and not _wants_list(item):
        value = value[0]
        if isinstance(value, list):
            return None, False
    fitted, fits = _fit_one(value, item, run)
    fits = fits and _passes(fitted, item.allowed, run) and _passes(fitted, item.constraint, run)
    return (fitted, True) if fits else (None, False)


def _wants_list(item: Item) -> bool:
    base = item.base
    return base.is_collection or _wants_list(base) if isinstance(base, Item) else base.name in {"list", "Any"}


def _fit_collection(value: Any, item: Item, run: Run) -> tuple[Any, bool]:
    values = value if isinstance(value, list) else [value]
    run.step(len(values))
    fitted = []
    for part in values:
        one, fits = _fit_one(part, item, run) if part is not None else (None, True)
        if not fits or not _passes(one, item.allowed, run):
            return None, False
        fitted.append(one)
    return (fitted, True) if _passes(fitted, item.constraint, run) else (None, False)


def _fit_one(value: Any, item: Item, run: Run) -> tuple[Any, bool]:
    if item.components:
        return _fit_components(value, item, run)
    return fit(value, item.base, run) if isinstance(item.base, Item) else coerced(value, item.base)


def _fit_components(value: Any, item: Item, run: Run) -> tuple[Any, bool]:
    if not isinstance(value, dict):
        return None, False
    fitted = dict(value)
    for key, part in item.components.items():
        if key not in value:
            return None, False
        fitted[key], fits = fit(value[key], part, run)
        if not fits:
            return None, False
    return fitted, True


def _passes(value: Any, test: TestCode | None, run: Run) -> bool:
    return value is None or test is None or test(value, Scope({}, None, run)) is True


def from_outside(value: Any, item: Item) -> Any:
    """Turn JSON-like input into FEEL values: texts become dates, times and durations where such are declared."""
    return _read(normal(value), item)


def _read(value: Any, item: Item) -> Any:
    if isinstance(value, list):
        return [_read(part, item) for part in value]
    if isinstance(value, dict) and item.components:
        given = {key: _read(part, item.components.get(key, ANYTHING)) for key, part in value.items()}
        # JSON leaves out what is unknown; a context without an entry would fit no type.
        return {**dict.fromkeys(item.components), **given}
    if isinstance(item.base, Item):
        return _read(value, item.base)
    reader = _READERS.get(PYTHON_TYPES.get(item.base.name, (None,))[0])
    return reader(value) if reader and isinstance(value, str) else value


def _read_date_time(text: str) -> Any:
    return parse_date_time(text) or text


_READERS: Mapping[type | None, Callable[[str], Any]] = {
    dt.date: lambda text: parse_date(text) or text,
    dt.time: lambda text: parse_time(text) or text,
    dt.datetime: _read_date_time,
    dt.timedelta: lambda text: _duration(text, dt.timedelta),
    YearMonthDuration: lambda text: _duration(text, YearMonthDuration),
}


def _duration(text: str, kind: type) -> Any:
    length = parse_duration(text)
    return length if isinstance(length, kind) else text
