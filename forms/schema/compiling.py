"""Building the schema of a form from its fields."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields

from forms.definition import Component, Field, Kind, Precision, Rows, flat
from forms.problems import Problem
from forms.schema.amounts import Amount
from forms.schema.attachments import Attachments
from forms.schema.choices import Choice, Choices, Tick
from forms.schema.moments import Day, Instant
from forms.schema.rows import RowList
from forms.schema.texts import Text

_UNKNOWN = "unknown"


@dataclass
class Parsed:
    """What a submission says, typed, and what in it could not be read.

    Problems are keyed by the name of the occurrence ("evidence-0-title"); the value of a faulty entry is missing.
    """

    values: dict[str, Any]
    problems: dict[str, list[Problem]]


def build_schema(components: Iterable[Component]) -> Schema:
    """Build the schema of a form or of a row.

    No field is required here: what is required depends on what is shown, which is known after typing the values.
    """
    parts = {part.key: _schema_field(part) for part in flat(components)}
    schema = Schema.from_dict(parts)(unknown=RAISE)
    schema.error_messages["unknown"] = _UNKNOWN
    return schema


def schema_field(field: Field) -> "fields.Field[Any]":
    """Build the schema field of one field."""
    return _SCHEMA_FIELDS[field.kind](field)


def _moment(field: Field) -> "fields.Field[Any]":
    return Day() if field.precision is Precision.DAY else Instant()


_SCHEMA_FIELDS: Mapping[Kind, Callable[[Field], "fields.Field[Any]"]] = {
    Kind.TEXTFIELD: Text,
    Kind.TEXTAREA: Text,
    Kind.NUMBER: Amount,
    Kind.DATETIME: _moment,
    Kind.SELECT: Choice,
    Kind.RADIO: Choice,
    Kind.CHECKLIST: Choices,
    Kind.CHECKBOX: lambda _: Tick(),
    Kind.FILEPICKER: Attachments,
}


def _schema_field(part: Field | Rows) -> "fields.Field[Any]":
    return RowList(build_schema(part.components), part.most) if isinstance(part, Rows) else schema_field(part)


def parse(schema: Schema, raw: Any) -> Parsed:
    """Read a submission through its schema; never raises, whatever was submitted."""
    if not isinstance(raw, Mapping):
        return Parsed({}, {"": [Problem("body")]})
    try:
        return Parsed(dict(schema.load(raw)), {})
    except ValidationError as error:
        problems: dict[str, list[Problem]] = {}
        found = error.messages if isinstance(error.messages, Mapping) else {"": error.messages}
        _flatten(found, "", into=problems)
        return Parsed(dict(error.valid_data) if isinstance(error.valid_data, Mapping) else {}, problems)


_MOST_UNKNOWN = 10
_LONGEST_NAME = 64


def _flatten(found: Mapping[Any, Any], prefix: str, *, into: dict[str, list[Problem]]) -> None:
    """Name each problem by its occurrence; of unknown names only the first few are told, shortened."""
    unknown = sorted(str(key) for key, messages in found.items() if messages == [_UNKNOWN])
    for name in unknown[:_MOST_UNKNOWN]:
        short = name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
        into.setdefault(prefix + short, []).append(Problem("unknown", {"name": short}))
    for key, messages in found.items():
        if messages == [_UNKNOWN]:
            continue
        if isinstance(messages, Mapping):
            _flatten(messages, f"{prefix}{key}-", into=into)
        else:
            into.setdefault(f"{prefix}{key}", []).extend(messages)
