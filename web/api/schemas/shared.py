"""What several topics send and receive: values of documents, pages, receipts, reasons."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from marshmallow import Schema, fields, validate

LONGEST_REASON = 2000
LARGEST_PAGE = 100
LARGEST_EXACT = 2**53
"""From here on programs that read numbers as binary floats lose digits."""


class Plain(fields.Raw):
    """Any value of a case document, in the types JSON has."""

    def _serialize(self, value: Any, *_: Any, **__: Any) -> Any:
        return plain(value)


class PageQuerySchema(Schema):
    """Which page of a list."""

    mark = fields.String(load_default=None, metadata={"description": "`next` of the page before"})
    limit = fields.Integer(load_default=50, validate=validate.Range(1, LARGEST_PAGE))


class ReceiptSchema(Schema):
    """What a command did."""

    case_id = fields.UUID(allow_none=True)
    task_id = fields.UUID(allow_none=True)
    number = fields.String(allow_none=True, metadata={"description": "Number of the case"})
    next_task_id = fields.UUID(
        allow_none=True, metadata={"description": "An open task of the same case that now lies with the caller"}
    )
    detail = fields.Dict(keys=fields.String(), values=Plain())


class ReasonSchema(Schema):
    """Why something is done; the reason goes on record."""

    reason = fields.String(required=True, validate=validate.Length(1, LONGEST_REASON))


def plain(value: Any) -> Any:
    """Return a value of a document in the types JSON has: days and instants as ISO text, exact numbers as numbers.

    A number that a binary float cannot hold without changing its digits becomes text.
    """
    if value is None or isinstance(value, bool | str | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, Decimal):
        return _number(value)
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _number(value: Decimal) -> int | float | str:
    if abs(value) >= LARGEST_EXACT:
        return str(value)
    if value == value.to_integral_value():
        return int(value)
    binary = float(value)
    return binary if Decimal(repr(binary)) == value else str(value)
