"""Keyset paging: a page knows where the next one begins, so that page 1,000 costs what page 1 costs."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from engine.kernel.errors import Invalid

Row = TypeVar("Row")


class BadCursor(Invalid):
    """Expected a page mark that an earlier page gave out, but got something else."""

    code = "bad-cursor"
    zh = "翻页标记无效：请从第一页重新打开列表。"


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list; `next` is the mark to ask the following page with, or None on the last."""

    items: Sequence[Row]
    next: str | None


def mark_of(instant: datetime, row_id: UUID) -> str:
    """Return the opaque page mark of a row that sorts by an aware instant and then its id."""
    return base64.urlsafe_b64encode(f"{instant.isoformat()}|{row_id}".encode()).decode()


def read_mark(mark: str) -> tuple[datetime, UUID]:
    """Return the instant and id in a page mark; raise `BadCursor` when it is not one of ours."""
    try:
        instant, row_id = base64.urlsafe_b64decode(mark.encode()).decode().split("|")
        parsed = datetime.fromisoformat(instant), UUID(row_id)
    except (ValueError, binascii.Error, UnicodeError) as error:
        raise BadCursor from error
    if parsed[0].tzinfo is None:
        raise BadCursor
    return parsed
