"""Turns what an official reads (labels, names, 今天+3天) into what a form submits."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from engine.scenarios.errors import StepFailed
from engine.scenarios.scene import require
from forms import Field, Form, Kind, Option, Source

PERFORMER, WAITING = "办理人", "等待"
NOT_FIELDS = {PERFORMER, WAITING}
"""Entries of a step that say who does it and how long later, not what is entered."""

Entries = Mapping[str, Any]
Choices = Callable[[Source], Sequence[Option]]

_TODAY = re.compile(r"今天(?:([+-])([0-9]{1,6})天)?")
_DAYS = re.compile(r"([0-9]{1,6})天")


def raw_values(form: Form, entries: Entries, *, today: date, choices: Choices) -> Iterator[tuple[str, Any]]:
    """Yield key and raw value of every entry; an entry that is no field of the form fails."""
    fields = {one.label("zh"): one for one in form.fields if "." not in one.path}
    lists = {rows.names.read("zh"): rows for rows in form.lists}
    unknown = "、".join(sorted(entries.keys() - fields.keys() - lists.keys() - NOT_FIELDS))
    title = form.title("zh")
    require(not unknown, f"表单“{title}”没有这些栏目：{unknown}", f"the form '{title}' has no such fields: {unknown}")
    for label, value in entries.items():
        if label in fields:
            yield fields[label].key, _raw(fields[label], value, today, choices)
        elif label in lists:
            columns = {one.label("zh"): one for one in form.fields if one.path.startswith(f"{lists[label].key}.")}
            yield lists[label].key, [_row(row, columns, today, choices) for row in _rows(label, value)]


def waiting(entries: Entries) -> timedelta:
    """Return how long a step waits before it is done (等待 = 5天)."""
    told = str(entries.get(WAITING, "0天"))
    found = _DAYS.fullmatch(told)
    if found is None:
        raise StepFailed(f"“等待”应当写作 5天，收到的是“{told}”", f"等待 is written 5天, but is '{told}'")
    return timedelta(days=int(found[1]))


def _rows(label: str, value: Any) -> list[Mapping[str, Any]]:
    if isinstance(value, list) and all(isinstance(row, Mapping) for row in value):
        return value
    raise StepFailed(
        f"“{label}”是多行表格，只能在默认值中填写", f"'{label}' is a list of rows, which only defaults fill"
    )


def _row(row: Mapping[str, Any], columns: Mapping[str, Field], today: date, choices: Choices) -> dict[str, Any]:
    unknown = "、".join(sorted(row.keys() - columns.keys()))
    require(not unknown, f"没有这些栏目：{unknown}", f"there are no such columns: {unknown}")
    return {columns[name].key: _raw(columns[name], cell, today, choices) for name, cell in row.items()}


def _raw(one: Field, value: Any, today: date, choices: Choices) -> Any:
    if one.kind is Kind.CHECKLIST:
        return [_choice(one, item, choices) for item in _ticked(one, value, choices)]
    if one.source is not None or one.choices:
        return _choice(one, value, choices)
    found = _TODAY.fullmatch(value) if isinstance(value, str) else None
    if found is not None:
        days = int(found[2] or 0) * (-1 if found[1] == "-" else 1)
        return (today + timedelta(days=days)).isoformat()
    return value


def _ticked(one: Field, value: Any, choices: Choices) -> list[str]:
    """Return the labels ticked in a checklist: a list, one label, or several joined by 、."""
    if isinstance(value, list):
        return value
    return [value] if _choice(one, value, choices) != value else str(value).split("、")


def _choice(one: Field, value: Any, choices: Choices) -> Any:
    """Return the value of a label; what is not on offer is submitted as it stands: the form must refuse it."""
    if one.source is None:
        return next((choice.value for choice in one.choices if choice.label.zh == value), value)
    offered = choices(one.source)
    found = [option.value for option in offered if option.label == value or option.label.startswith(f"{value}（")]
    return found[0] if found else value
