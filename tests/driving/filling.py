"""Turns what an official reads (labels, names, 今天+3天) into what a form submits."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from forms import Field, Form, Kind, Option, Source

NOT_FIELDS = {"办理人", "等待"}
"""Entries of a step that say who does it and how long later, not what is entered."""

Entries = Mapping[str, Any]
Choices = Callable[[Source], Sequence[Option]]


def raw_values(form: Form, entries: Entries, *, today: date, choices: Choices) -> Iterator[tuple[str, Any]]:
    """Yield key and raw value of every entry; an entry that is no field of the form fails."""
    fields = {one.label("zh"): one for one in form.fields if "." not in one.path}
    lists = {rows.names.read("zh"): rows for rows in form.lists}
    unknown = entries.keys() - fields.keys() - lists.keys() - NOT_FIELDS
    assert not unknown, f"表单“{form.title('zh')}”没有这些栏目：{unknown}"
    for label, value in entries.items():
        if label in fields:
            yield fields[label].key, _raw(fields[label], value, today, choices)
        elif label in lists:
            columns = {one.label("zh"): one for one in form.fields if one.path.startswith(f"{lists[label].key}.")}
            yield (
                lists[label].key,
                [
                    {columns[name].key: _raw(columns[name], cell, today, choices) for name, cell in row.items()}
                    for row in value
                ],
            )


def waiting(entries: Entries) -> timedelta:
    """Return how long a step waits before it is done (等待 = 5天)."""
    return timedelta(days=int(str(entries.get("等待", "0天")).removesuffix("天")))


def _raw(one: Field, value: Any, today: date, choices: Choices) -> Any:
    if one.kind is Kind.CHECKLIST:
        return [_choice(one, item, choices) for item in _ticked(one, value, choices)]
    if one.source is not None or one.choices:
        return _choice(one, value, choices)
    if isinstance(value, str) and value.startswith("今天"):
        days = int(value.removeprefix("今天").removesuffix("天") or 0)
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
