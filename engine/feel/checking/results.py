"""The types that built-in functions give; a test holds the table to the list of functions."""

from collections.abc import Callable, Mapping, Sequence

from engine.feel.checking.kinds import FeelType, feel_type, is_open, item_type, joined, list_of, range_of
from engine.feel.types import ANY

_BY_TYPE: Mapping[str, Sequence[str]] = {
    "number": (
        *("number", "string length", "decimal", "floor", "ceiling", "round up", "round down", "round half up"),
        *("round half down", "modulo", "sqrt", "log", "exp", "random number", "count", "product", "mean", "median"),
        *("stddev", "day of year", "week of year"),
    ),
    "string": (
        *("string", "substring", "upper case", "lower case", "trim", "substring before", "substring after", "replace"),
        *("string join", "day of week", "month of year"),
    ),
    "boolean": (
        *("not", "is defined", "contains", "starts with", "ends with", "matches", "list contains", "is empty", "all"),
        *("any", "odd", "even", "before", "after", "meets", "met by", "overlaps", "overlaps before", "overlaps after"),
        *("finishes", "finished by", "includes", "during", "starts", "started by", "coincides", "is", "is workday"),
    ),
    "date": ("date", "today", "last day of month"),
    "time": ("time",),
    "date and time": ("date and time", "now"),
    "years and months duration": ("years and months duration",),
    "context": ("context put", "context merge", "context"),
    "list<string>": ("split",),
    "list<number>": ("index of", "mode"),
    "list": ("get entries", "flatten"),
    "workdays": ("workdays",),
    "Any": ("get value", "duration", "add workdays"),
}
RESULTS: Mapping[str, FeelType] = {name: feel_type(kind) for kind, names in _BY_TYPE.items() for name in names}
"""The result type by function, where it does not depend on the arguments."""


def _same_list(kinds: Sequence[FeelType]) -> FeelType:
    return kinds[0] if kinds and kinds[0].name == "list" else list_of(kinds[0] if kinds else ANY)


def _all_items(kinds: Sequence[FeelType]) -> FeelType:
    item = item_type(kinds[0]) if kinds else ANY
    for kind in kinds[1:]:
        item = joined(item, item_type(kind))
    return list_of(item)


def _with_items(kinds: Sequence[FeelType]) -> FeelType:
    item = item_type(kinds[0]) if kinds else ANY
    for kind in kinds[1:]:
        item = joined(item, kind)
    return list_of(item)


def _one_item(kinds: Sequence[FeelType]) -> FeelType:
    return item_type(_all_items(kinds))


def _with_last(kinds: Sequence[FeelType]) -> FeelType:
    return list_of(joined(item_type(kinds[0]), kinds[-1])) if len(kinds) == 3 else list_of(ANY)


def _first(kinds: Sequence[FeelType]) -> FeelType:
    return kinds[0] if kinds else ANY


def _any_range(_kinds: Sequence[FeelType]) -> FeelType:
    return range_of(ANY)


DEPENDENT: Mapping[str, Callable[[Sequence[FeelType]], FeelType]] = {
    "sublist": _same_list,
    "remove": _same_list,
    "reverse": _same_list,
    "sort": _same_list,
    "distinct values": _same_list,
    "duplicate values": _same_list,
    "concatenate": _all_items,
    "union": _all_items,
    "append": _with_items,
    "insert before": _with_last,
    "list replace": _with_last,
    "min": _one_item,
    "max": _one_item,
    "sum": _one_item,
    "abs": _first,
    "range": _any_range,
}
"""Functions whose result type follows from those of their arguments."""


def result_type(name: str, kinds: Sequence[FeelType]) -> FeelType:
    """Return the type of what a built-in function gives for arguments of such types."""
    rule = DEPENDENT.get(name)
    if rule is None:
        return RESULTS.get(name, ANY)
    kind = rule(kinds)
    return ANY if is_open(kind) else kind
