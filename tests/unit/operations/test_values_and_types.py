"""What goes to an operation and comes from it has the types it declares; pauses grow; codes are checked."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from engine.feel.checking import ANY, BOOLEAN, DATE, DATE_TIME, NUMBER, STRING, TIME, FeelType, context_of, list_of
from engine.operations.rules import fitting_inputs, fitting_outputs, plain
from engine.operations.shipped import SHIPPED, is_credit_code
from engine.operations.values import LONGEST_PAUSE, AttemptFailed, Operation, Parameter, Request


def taking(kind: FeelType, *, required: bool = True) -> Operation:
    parameter = {"value": Parameter(kind, required=required)}
    return Operation("x", "x", "x", None, inputs=parameter, outputs=parameter)


@pytest.mark.parametrize(
    ("given", "kind", "expected"),
    [
        # JSON as it comes.
        ("a", STRING, "a"),
        (1.1, NUMBER, Decimal("1.1")),
        (True, BOOLEAN, True),
        ("2026-11-24", DATE, date(2026, 11, 24)),
        ("09:30:00", TIME, time(9, 30)),
        ("2026-11-24T01:00:00+00:00", DATE_TIME, datetime(2026, 11, 24, 1, tzinfo=UTC)),
        # A single value where a list is wanted, and lists and contexts of typed values.
        ("a", list_of(STRING), ["a"]),
        (["2026-11-24"], list_of(DATE), [date(2026, 11, 24)]),
        ({"on": "2026-11-24"}, context_of({"on": DATE}), {"on": date(2026, 11, 24)}),
        # Whatever it is.
        ({"a": [1]}, ANY, {"a": [Decimal(1)]}),
    ],
)
def test_a_value_that_fits_gets_its_type(given: Any, kind: FeelType, expected: Any) -> None:
    assert fitting_outputs(taking(kind), {"value": given, "other": 1}) == {"value": expected}


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ("a", NUMBER),
        (1, STRING),
        ("2026-13-01", DATE),
        (None, STRING),
        (1, BOOLEAN),
        (["a", 1], list_of(STRING)),
    ],
)
def test_a_value_that_does_not_fit_is_refused_for_good(given: Any, kind: FeelType) -> None:
    with pytest.raises(AttemptFailed) as refusal:
        fitting_inputs(taking(kind), {"value": given})
    assert not refusal.value.temporary
    assert "value" in refusal.value.zh
    assert "value" in refusal.value.en


def test_what_may_be_missing_is_null() -> None:
    assert fitting_outputs(taking(STRING, required=False), {}) == {"value": None}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal(2), 2),
        (Decimal("2.5"), 2.5),
        # Digits that a binary float loses stay as text.
        (Decimal("0.12345678901234567890"), "0.12345678901234567890"),
        (Decimal(10) ** 30, "1" + "0" * 30),
        (date(2026, 11, 24), "2026-11-24"),
        ({"a": [time(9, 30)]}, {"a": ["09:30:00"]}),
        (None, None),
    ],
)
def test_values_are_sent_as_json_has_them(value: Any, expected: Any) -> None:
    sent = plain(value)
    assert sent == expected or Decimal(str(sent)) == Decimal(str(expected))


def test_pauses_double_up_to_an_hour_and_end() -> None:
    operation = Operation("x", "x", "x", None, retries=12, backoff=timedelta(seconds=5))
    pauses = [operation.pause(failures) for failures in range(1, 14)]
    assert pauses[:4] == [timedelta(seconds=seconds) for seconds in (5, 10, 20, 40)]
    assert pauses[11] == LONGEST_PAUSE
    assert pauses[12] is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        # Codes whose check character was computed by the rule of the standard.
        ("91350100M000100Y43", True),
        (" 91350100m000100y43 ", True),
        # One character off, too short, letters that the alphabet leaves out.
        ("91350100M000100Y44", False),
        ("91350100M000100Y4", False),
        ("91350100I000100Y43", False),
        ("", False),
    ],
)
def test_a_credit_code_is_told_from_a_typing_error(code: str, *, expected: bool) -> None:
    assert is_credit_code(code) is expected
    request = Request("k", "t", "n", "e", {"code": code}, 1, datetime(2026, 11, 24, tzinfo=UTC))
    call = SHIPPED["credit-code.check"].call
    assert call is not None
    assert call(request) == {"valid": expected}


def test_a_text_has_its_digest() -> None:
    call = SHIPPED["text.digest"].call
    assert call is not None
    request = Request("k", "t", "n", "e", {"text": "abc"}, 1, datetime(2026, 11, 24, tzinfo=UTC))
    assert str(call(request)["digest"]).startswith("ba7816bf")
