"""Documents come back as they were stored, and equal documents have equal bytes."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from engine.feel import compile_expression
from engine.kernel.typed_json import dump, load

KEYS = some.text(max_size=8).filter(lambda key: not key.startswith("$"))
PLAIN = (
    some.none()
    | some.booleans()
    | some.text(max_size=20)
    | some.integers(-(2**53) + 1, 2**53 - 1)
    | some.decimals(allow_nan=False, allow_infinity=False, places=2)
    | some.dates()
    | some.datetimes(timezones=some.just(UTC))
)
VALUES = some.recursive(PLAIN, lambda inner: some.lists(inner, max_size=3) | some.dictionaries(KEYS, inner, max_size=3))
DOCUMENTS = some.dictionaries(KEYS, VALUES)


@given(DOCUMENTS)
def test_what_is_stored_comes_back(document: dict[str, object]) -> None:
    assert load(dump(document)) == document
    assert load(dump(document).decode()) == document


@given(DOCUMENTS)
def test_storing_again_gives_the_same_bytes(document: dict[str, object]) -> None:
    assert dump(load(dump(document))) == dump(document)


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        # keys are sorted and nothing is spaced out
        ({"b": 1, "a": [True, None]}, b'{"a":[true,null],"b":1}'),
        # a sum of money keeps its second digit
        ({"fine": Decimal("0.10")}, b'{"fine":{"$number":"0.10"}}'),
        # a whole number is a JSON number
        (Decimal(5000), b"5000"),
        # but not where a reader in double precision would lose a digit
        (Decimal(2**53), b'{"$number":"9007199254740992"}'),
        # a day is not an instant
        (date(2026, 11, 24), b'{"$date":"2026-11-24"}'),
        # instants are written in UTC, wherever they were taken
        (
            datetime(2026, 11, 24, 9, tzinfo=timezone(timedelta(hours=8))),
            b'{"$instant":"2026-11-24T01:00:00+00:00"}',
        ),
        # an instant without a zone stays without one
        (datetime(2026, 11, 24, 9), b'{"$instant":"2026-11-24T09:00:00"}'),  # noqa: DTZ001
        (time(9, 30), b'{"$time":"09:30:00"}'),
        # durations are ISO 8601
        (timedelta(days=1, seconds=2), b'"P1DT2S"'),
        (timedelta(hours=-1), b'"-P0DT3600S"'),
        (timedelta(microseconds=500_000), b'"P0DT0.5S"'),
        (UUID(int=1), b'"00000000-0000-0000-0000-000000000001"'),
        # sets have an order, or equal documents would differ
        (frozenset({"b", "a"}), b'["a","b"]'),
        ((1, 2), b"[1,2]"),
    ],
)
def test_each_type_has_one_spelling(value: object, stored: bytes) -> None:
    assert dump(value) == stored


def test_months_are_written_as_their_text() -> None:
    assert dump(compile_expression('duration("P1Y2M")').evaluate({})) == b'"P1Y2M"'


@pytest.mark.parametrize(
    "plain",
    [
        # not the only key: an object of somebody else's
        {"$date": "2026-11-24", "more": 1},
        # an unknown mark
        {"$price": "5"},
        # a mark whose value is no text
        {"$date": 5},
    ],
)
def test_objects_that_are_no_marks_of_ours_stay_objects(plain: dict[str, object]) -> None:
    assert load(dump(plain)) == plain


def test_what_has_no_place_in_a_document_is_refused() -> None:
    with pytest.raises(TypeError, match="function"):
        dump({"call": lambda: None})
