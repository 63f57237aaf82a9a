"""What a case must be for something to be done with it, and what it remembers of what was done."""

from datetime import date
from uuid import UUID

import pytest

from engine.cases.errors import STATUS_WORDS, CaseEnded, CaseNotActive, CaseNotSuspended, ReasonMissing, status_data
from engine.cases.record import Act, note_acts, note_duties, participants, people_of
from engine.cases.rules import (
    LONGEST_REASON,
    has_ended,
    require_active,
    require_not_ended,
    require_reason,
    require_suspended,
)
from engine.cases.values import LockedCase
from engine.kernel.errors import GuijuError

DAY = date(2026, 11, 24)


def case_of(status: str) -> LockedCase:
    """Return a case of a status; everything else is of no account here."""
    case = object.__new__(LockedCase)
    for name, value in (("number", "川武罚2026-000001"), ("status", status)):
        object.__setattr__(case, name, value)
    return case


@pytest.mark.parametrize(
    ("status", "when_active", "when_not_ended", "when_suspended"),
    [
        ("active", None, None, CaseNotSuspended),
        ("suspended", CaseNotActive, None, None),
        ("completed", CaseEnded, CaseEnded, CaseNotSuspended),
        ("terminated", CaseEnded, CaseEnded, CaseNotSuspended),
        ("cancelled", CaseEnded, CaseEnded, CaseNotSuspended),
        ("failed", CaseEnded, CaseEnded, CaseNotSuspended),
    ],
)
def test_each_status_allows_what_it_allows(
    status: str,
    when_active: type[GuijuError] | None,
    when_not_ended: type[GuijuError] | None,
    when_suspended: type[GuijuError] | None,
) -> None:
    case = case_of(status)
    assert has_ended(case) is (when_not_ended is not None)
    for require, refusal in (
        (require_active, when_active),
        (require_not_ended, when_not_ended),
        (require_suspended, when_suspended),
    ):
        if refusal is None:
            require(case)
            continue
        with pytest.raises(refusal) as refused:
            require(case)
        assert "川武罚2026-000001" in refused.value.sentence("zh")
        zh, en = STATUS_WORDS[status]
        assert zh in refused.value.sentence("zh")
        assert en in refused.value.sentence("en")


def test_a_status_nobody_has_a_word_for_is_shown_as_it_is() -> None:
    assert status_data("melted") == {"status_zh": "melted", "status_en": "melted"}


@pytest.mark.parametrize(
    ("reason", "kept"),
    [
        ("重复登记", "重复登记"),
        # blanks around it go, full-width ones as well
        ("  重复\u3000登记\n\u3000", "重复\u3000登记"),
        ("长" * LONGEST_REASON, "长" * LONGEST_REASON),
        # blanks do not count towards the limit
        (" " + "长" * LONGEST_REASON + " ", "长" * LONGEST_REASON),
        ("", None),
        ("\u3000 \t", None),
        ("长" * (LONGEST_REASON + 1), None),
    ],
)
def test_a_reason_has_one_to_five_hundred_characters(reason: str, kept: str | None) -> None:
    if kept is not None:
        assert require_reason(reason) == kept
        return
    with pytest.raises(ReasonMissing, match="500"):
        require_reason(reason)


def test_a_record_tells_the_last_time_and_all_people() -> None:
    first = note_acts({}, [Act("Review", 3, DAY, "lijing"), Act("Decide", 4, DAY)])
    second = note_acts(first, [Act("Review", 7, date(2026, 12, 1), "yangfan"), Act("Review", 8, DAY, "lijing")])
    assert first["Review"] == {"seq": 3, "times": 1, "by": "lijing", "on": DAY, "people": ["lijing"]}
    assert second["Review"] == {"seq": 8, "times": 3, "by": "lijing", "on": DAY, "people": ["lijing", "yangfan"]}
    assert second["Decide"] == {"seq": 4, "times": 1, "by": None, "on": DAY, "people": []}
    assert first["Review"]["times"] == 1, "what was read before stays as it was"


def test_people_are_found_by_what_they_did() -> None:
    record = note_acts({}, [Act("A", 1, DAY, "x"), Act("B", 2, DAY, "y"), Act("C", 3, DAY)])
    assert people_of(record, ["A", "C", "nothing"]) == {"x"}
    assert participants(record) == {"x", "y"}
    assert participants({}) == frozenset()


def test_a_duty_once_taken_on_is_never_put_down() -> None:
    one, two = UUID(int=1), UUID(int=2)
    before = {"investigate": [str(one)]}
    after = note_duties(before, [("investigate", two), ("investigate", one), ("review", two)])
    assert after == {"investigate": [str(one), str(two)], "review": [str(two)]}
    assert before == {"investigate": [str(one)]}


def test_what_a_lock_holder_has_read_is_not_written_by_accident() -> None:
    with pytest.raises(AttributeError):
        case_of("active").status = "completed"  # type: ignore[misc]
