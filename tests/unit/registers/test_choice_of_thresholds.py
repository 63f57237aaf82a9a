"""Which version of a threshold applies: by day, field, jurisdiction and party, the narrowest one wins."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from engine.registers.entry import read_entry
from engine.registers.errors import ThresholdAmbiguous, ThresholdMissing, ThresholdRefused, ThresholdSettled
from engine.registers.lending import lent_by
from engine.registers.rules import Status, ThresholdVersion, choose
from engine.registers.settling import require_in_use, require_text, require_unverified

BASE = ThresholdVersion(
    id=UUID(int=0), name="较大数额罚款", domain="", jurisdiction="", party="", valid_from=date(2021, 7, 15),
    valid_to=None, amount=Decimal(1), unit="元", status="UNVERIFIED", basis="第六十三条", source="", confidence="L",
    added_at=datetime(2026, 1, 1, tzinfo=UTC), added_by=UUID(int=0), settled_at=None, settled_by=None, note="",
)  # fmt: skip
ENTRY = {
    "name": "较大数额罚款", "valid_from": "2027-01-01", "amount": "20,000.50", "unit": "元", "basis": "省规定第三条",
    "confidence": "H",
}  # fmt: skip


def version(amount: int, **parts: object) -> ThresholdVersion:
    """Return a version that differs from the base in a few parts."""
    return replace(BASE, amount=Decimal(amount), **parts)


@pytest.mark.parametrize(
    ("versions", "chosen"),
    [
        # Nothing applies before anything is there.
        ([], None),
        # One that applies to everything.
        ([version(1)], 1),
        # The later version of the same line replaces the earlier one from its first day on.
        ([version(1), version(2, valid_from=date(2026, 3, 1))], 2),
        # One that begins after the act does not.
        ([version(1), version(2, valid_from=date(2026, 3, 2))], 1),
        # One that has ended does not apply any more; its last day still counts.
        ([version(1, valid_to=date(2026, 2, 28))], None),
        ([version(1, valid_to=date(2026, 3, 1))], 1),
        # A withdrawn version has never been there.
        ([version(1), version(2, valid_from=date(2026, 1, 1), status="WITHDRAWN")], 1),
        # The party's own goes before that of everybody.
        ([version(1), version(2, party="PERSON")], 2),
        # The other party's does not count.
        ([version(1), version(2, party="ORGANISATION")], 1),
        # The field's own goes before that of every field, even if it is older.
        ([version(1, valid_from=date(2025, 1, 1)), version(2, domain="urban")], 2),
        # The district's goes before the city's, the city's before the province's.
        ([version(1, jurisdiction="51"), version(2, jurisdiction="5101"), version(3, jurisdiction="510107")], 3),
        # Narrower in both beats narrower in one.
        ([version(1, domain="urban"), version(2, party="PERSON"), version(3, domain="urban", party="PERSON")], 3),
        # Each narrower in another way: nothing decides between them.
        ([version(1, domain="urban"), version(2, party="PERSON")], None),
        # Two provinces cannot both be ours.
        ([version(1, jurisdiction="51"), version(2, jurisdiction="11")], None),
    ],
)
def test_the_narrowest_version_in_force_is_chosen(versions: list[ThresholdVersion], chosen: int | None) -> None:
    for order in (versions, versions[::-1]):
        choice = choose(order, day=date(2026, 3, 1), domain="urban", party="PERSON")
        assert (choice.version.amount if choice.version else None) == chosen


def test_rivals_are_named_and_absence_has_none() -> None:
    rivals = [version(1, domain="urban"), version(2, party="PERSON")]
    assert len(choose(rivals, day=date(2026, 3, 1), domain="urban", party="PERSON").rivals) == 2
    assert choose([], day=date(2026, 3, 1)).rivals == ()


def test_what_is_not_known_of_a_case_matches_no_narrow_version() -> None:
    assert choose([version(1, party="PERSON")], day=date(2026, 3, 1)).version is None


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"name": " "}, ["name"]),
        ({"name": "长" * 41}, ["name"]),
        ({"amount": "-1"}, ["amount"]),
        ({"amount": "1.005"}, ["amount"]),
        ({"amount": "NaN"}, ["amount"]),
        ({"amount": "1e30"}, ["amount"]),
        ({"amount": "一万"}, ["amount"]),
        ({"valid_from": "2027-02-30"}, ["valid_from"]),
        ({"valid_to": "2026-12-31"}, ["valid_to"]),
        ({"valid_to": "soon"}, ["valid_to"]),
        ({"jurisdiction": "四川"}, ["jurisdiction"]),
        ({"confidence": "X"}, ["confidence"]),
        ({"basis": ""}, ["basis"]),
        ({"unit": "", "basis": "", "amount": ""}, ["unit", "basis", "amount"]),
    ],
)
def test_every_wrong_field_is_told_at_once_in_both_languages(change: dict[str, str], fields: list[str]) -> None:
    entry, faults = read_entry({**ENTRY, **change})
    assert entry is None
    assert [fault.where["field"] for fault in faults] == fields
    assert all(fault.zh and fault.en for fault in faults)


def test_an_entry_is_read_from_texts_and_from_values() -> None:
    from_texts, _ = read_entry(ENTRY)
    from_values, _ = read_entry({**ENTRY, "valid_from": date(2027, 1, 1), "amount": Decimal("20000.5")})
    assert from_texts == from_values
    assert from_texts is not None
    assert (from_texts.amount, from_texts.valid_to, from_texts.domain) == (Decimal("20000.50"), None, "")


def test_a_file_answers_as_the_register_does() -> None:
    entry, _ = read_entry({**ENTRY, "party": "PERSON"})
    other, _ = read_entry({**ENTRY, "domain": "urban"})
    assert entry is not None
    assert other is not None
    lent = lent_by([(entry, Status.VERIFIED)], today=lambda: date(2027, 5, 1))
    assert lent("较大数额罚款", "PERSON") == Decimal("20000.50")
    with pytest.raises(ThresholdMissing):
        lent("较大数额罚款", "PERSON", date(2026, 12, 31))
    both = lent_by([(entry, Status.VERIFIED), (other, Status.VERIFIED)], today=lambda: date(2027, 5, 1), field="urban")
    with pytest.raises(ThresholdAmbiguous):
        both("较大数额罚款", "PERSON")


def test_only_what_waits_is_confirmed_and_only_what_is_in_use_is_withdrawn() -> None:
    require_unverified(version(1))
    require_in_use(version(1, status="VERIFIED"))
    for refused in (lambda: require_unverified(version(1, status="VERIFIED")),
                    lambda: require_in_use(version(1, status="WITHDRAWN"))):  # fmt: skip
        with pytest.raises(ThresholdSettled):
            refused()


@pytest.mark.parametrize("text", ["", "  ", "长" * 401])
def test_a_source_is_neither_empty_nor_endless(text: str) -> None:
    with pytest.raises(ThresholdRefused):
        require_text(text, field="source")
