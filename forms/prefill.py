"""What a form starts with before anybody typed."""

from collections.abc import Iterable, Mapping
from typing import Any

from engine.feel import Expression
from forms.definition import Field, Rows
from forms.entry import Compiled


def defaults(compiled: Compiled, context: Mapping[str, Any], seen: Mapping[str, Any]) -> dict[str, Any]:
    """Return the raw values a form is prefilled with; a list starts with its rows, empty but for column defaults.

    Expressions of defaults read `seen`, which is the document without what the reader may not see.
    """
    found: dict[str, Any] = {}
    for part in compiled.parts:
        held = context.get(part.key)
        if held is not None:
            found[part.key] = held
        elif isinstance(part, Rows):
            found[part.key] = [new_row(compiled.columns[part.key], seen) for _ in range(part.initial)]
        else:
            value = default_of(part, seen)
            if value is not None:
                found[part.key] = value
    return found


def new_row(columns: Iterable[Field], context: Mapping[str, Any]) -> dict[str, Any]:
    """Return a fresh row."""
    cells = {column.key: default_of(column, context) for column in columns}
    return {key: value for key, value in cells.items() if value is not None}


def default_of(field: Field, context: Mapping[str, Any]) -> Any:
    """Return the default of a field: fixed, or FEEL over the document."""
    if isinstance(field.default, Expression):
        return field.default.evaluate(context)
    return field.default
