"""Checks paths: entries of contexts and properties of dates, times, durations and ranges."""

from collections.abc import Mapping

from engine.feel import tree
from engine.feel.checking.asking import Asking
from engine.feel.checking.findings import suggestion
from engine.feel.checking.kinds import (
    BOOLEAN,
    NUMBER,
    SECONDS,
    STRING,
    FeelType,
    is_open,
    item_type,
    list_of,
    words,
)
from engine.feel.checking.scopes import Sight
from engine.feel.types import ANY

_DAY = {"year": NUMBER, "month": NUMBER, "day": NUMBER, "weekday": NUMBER}
_CLOCK = {"hour": NUMBER, "minute": NUMBER, "second": NUMBER, "time offset": SECONDS, "timezone": STRING}
PROPERTIES: Mapping[str, Mapping[str, FeelType]] = {
    "date": _DAY,
    "time": _CLOCK,
    "date and time": {**_DAY, **_CLOCK},
    "days and time duration": dict.fromkeys(("days", "hours", "minutes", "seconds"), NUMBER),
    "years and months duration": {"years": NUMBER, "months": NUMBER},
    "range": {"start": ANY, "end": ANY, "start included": BOOLEAN, "end included": BOOLEAN},
}
"""The properties of values that are no contexts."""


def path(checker: Asking, node: tree.Path, sight: Sight) -> FeelType:
    """Check one step of a path; a list gives the list of what its items have."""
    source = checker.type_of(node.source, sight)
    if source.name == "list":
        return list_of(_entry(checker, node, item_type(source)))
    return _entry(checker, node, source)


def _entry(checker: Asking, node: tree.Path, source: FeelType) -> FeelType:
    if is_open(source) or (source.name == "context" and not source.entries):
        return ANY
    known = dict(source.entries) if source.name == "context" else PROPERTIES.get(source.name, {})
    if node.name in known:
        return known[node.name]
    (kind_zh, kind_en), (hint_zh, hint_en) = words(source), suggestion(node.name, known)
    checker.findings.add(
        node.at,
        "feel.unknown-entry",
        zh="{kind_zh}没有“{name}”这一项{hint_zh}",
        en='There is no "{name}" in {kind_en}{hint_en}',
        name=node.name,
        kind_zh=kind_zh,
        kind_en=kind_en,
        hint_zh=hint_zh,
        hint_en=hint_en,
    )
    return ANY
