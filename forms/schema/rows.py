"""The schema field for a list of rows."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields

from forms.problems import refusal

HARD_MOST = 2000
"""Rows beyond which a list is not even looked at."""


class RowList(fields.List[Any]):
    """The rows of a list, one schema for all.

    Rows keep their place, and a row nobody filled is None in it, so that errors and conditions speak of the row the
    person sees.
    """

    def __init__(self, schema: Schema, most: int) -> None:
        super().__init__(fields.Nested(schema), allow_none=True)
        self.row = schema
        self.most = most

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        del attr, data, kwargs
        if not isinstance(value, list | tuple):
            raise refusal("list")
        if len(value) > HARD_MOST or sum(1 for row in value if not is_blank(row)) > self.most:
            raise refusal("many", limit=self.most)
        rows: list[dict[str, Any] | None] = []
        errors: dict[int, Any] = {}
        for index, row in enumerate(value):
            rows.append(self._load(row, index, errors))
        if errors:
            raise ValidationError(errors, valid_data=rows)
        return rows

    def _load(self, row: Any, index: int, errors: dict[int, Any]) -> dict[str, Any] | None:
        if is_blank(row):
            return None
        if not isinstance(row, Mapping):
            errors[index] = refusal("row").messages
            return None
        try:
            return dict(self.row.load(row))
        except ValidationError as error:
            errors[index] = error.messages
            return dict(error.valid_data) if isinstance(error.valid_data, Mapping) else {}


def is_blank(row: Any) -> bool:
    """Tell whether nothing at all is filled in a row; rows without content are ignored."""
    return row is None or (
        isinstance(row, Mapping)
        and all(isinstance(key, str) for key in row)
        and all(value is None or value is False or value in ("", "false") or value == [] for value in row.values())
    )
