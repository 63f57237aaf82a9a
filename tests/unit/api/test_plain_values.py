"""Values of documents in the types JSON has."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from web.api.schemas.shared import plain


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        # Nothing stays nothing.
        (None, None),
        # A truth is no number.
        (True, True),
        # Exact numbers are numbers.
        (Decimal("100.10"), 100.1),
        # Whole ones are whole.
        (Decimal("100.00"), 100),
        # What a binary float would round is text.
        (Decimal("0.12345678901234567890"), "0.12345678901234567890"),
        # So is what is too great for programs that read numbers as floats.
        (Decimal(2**53), str(2**53)),
        # Days, instants and times are ISO text.
        (date(2026, 11, 24), "2026-11-24"),
        (datetime(2026, 11, 24, 1, tzinfo=UTC), "2026-11-24T01:00:00+00:00"),
        (time(9, 30), "09:30:00"),
        # Lists and contexts are looked into.
        ([{"when": date(2026, 11, 24)}, (Decimal(1),)], [{"when": "2026-11-24"}, [1]]),
        # What has no type in JSON says what it is.
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_a_value_of_a_document_is_told_without_loss(value: Any, expected: Any) -> None:
    assert plain(value) == expected
    assert type(plain(value)) is type(expected)
