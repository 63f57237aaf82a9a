"""Types of FEEL values: their notation, whether a value is of a type, and the conversions DMN prescribes."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.feel.values import FeelFunction, Range, Workdays, YearMonthDuration
from engine.feel.wide import WideDate, WideDateTime, WideTime, joined


@dataclass(frozen=True, slots=True)
class Type:
    """A named type, or a type built from others."""

    name: str
    parts: tuple["Type", ...] = ()
    entries: tuple[tuple[str, "Type"], ...] = ()
    result: "Type | None" = None

    def __str__(self) -> str:
        if self.entries:
            return f"{self.name}<{', '.join(f'{key}: {kind}' for key, kind in self.entries)}>"
        inside = f"<{', '.join(map(str, self.parts))}>" if self.parts or self.result else ""
        return f"{self.name}{inside}" + (f"->{self.result}" if self.result else "")


ANY = Type("Any")

PYTHON_TYPES: Mapping[str, tuple[type, ...]] = {
    "number": (Decimal,),
    "string": (str,),
    "boolean": (bool,),
    "date": (dt.date, WideDate),
    "time": (dt.time, WideTime),
    "date and time": (dt.datetime, WideDateTime),
    "dateTime": (dt.datetime, WideDateTime),
    "days and time duration": (dt.timedelta,),
    "dayTimeDuration": (dt.timedelta,),
    "years and months duration": (YearMonthDuration,),
    "yearMonthDuration": (YearMonthDuration,),
    "workdays": (Workdays,),
    "list": (list,),
    "context": (dict,),
    "range": (Range,),
    "function": (FeelFunction,),
}
"""The built-in types and the classes that carry them; `date` excludes its Python subclass by exact comparison."""

TYPE_NAMES: Mapping[type, str] = {
    Decimal: "number",
    str: "string",
    bool: "boolean",
    dt.date: "date",
    dt.time: "time",
    dt.datetime: "date and time",
    WideDate: "date",
    WideTime: "time",
    WideDateTime: "date and time",
    dt.timedelta: "days and time duration",
    YearMonthDuration: "years and months duration",
    Workdays: "workdays",
    list: "list",
    dict: "context",
    Range: "range",
    FeelFunction: "function",
    type(None): "null",
}


def type_name(value: Any) -> str:
    """Return the FEEL name of a value's type."""
    return TYPE_NAMES.get(type(value), type(value).__name__)


def is_instance(value: Any, kind: Type) -> bool:
    """Tell whether a value is of a type; null is of type Null only."""
    if kind.name in {"Any", "Null"}:
        return (value is None) is (kind.name == "Null")
    classes = PYTHON_TYPES.get(kind.name)
    if classes is None or type(value) not in classes:
        return False
    if kind.entries:
        return all(key in value and _member(value[key], part) for key, part in kind.entries)
    if kind.name == "function":
        return kind.result is None or _function_fits(value, kind)
    if not kind.parts:
        return True
    return _parts_fit(value, kind)


def _parts_fit(value: Any, kind: Type) -> bool:
    """Tell whether the items of a list or the ends of a range are of the type in angle brackets."""
    part = kind.parts[0]
    if isinstance(value, list):
        return all(_member(item, part) for item in value)
    if isinstance(value, Range):
        return all(_member(end, part) for end in (value.start, value.end))
    return True


def _function_fits(value: FeelFunction, kind: Type) -> bool:
    """Tell whether a function takes that many parameters; untyped parameters take anything."""
    return value.parameters is not None and len(value.parameters) == len(kind.parts)


def _member(value: Any, kind: Type) -> bool:
    """Tell whether a value may stand inside a composite of that type: null may stand anywhere."""
    return value is None or is_instance(value, kind)


def coerced(value: Any, kind: Type) -> tuple[Any, bool]:
    """Convert a value to a type as DMN 1.5, 10.3.2.9.4 prescribes, telling whether it fits.

    A list of one item gives the item, a value where a list is wanted becomes a list of one, a date where a date
    and time is wanted begins that day in UTC. Null fits every type. What does not fit becomes null.
    """
    if value is None or kind.name == "Any" or is_instance(value, kind):
        return value, True
    if kind.name in {"date and time", "dateTime"} and type(value) in PYTHON_TYPES["date"]:
        return joined(value, dt.time(tzinfo=dt.UTC)), True
    if kind.name == "list" and not isinstance(value, list):
        item, fits = coerced(value, kind.parts[0]) if kind.parts else (value, True)
        return ([item], True) if fits else (None, False)
    if isinstance(value, list) and len(value) == 1 and is_instance(value[0], kind):
        return value[0], True
    return None, False
