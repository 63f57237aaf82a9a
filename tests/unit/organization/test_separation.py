"""Who is barred from which duty: tables over the demo organisation's awkward people."""

from datetime import date
from uuid import UUID

import pytest

from engine.organization.duties import (
    RECUSED,
    CertificateFacts,
    Duties,
    PersonFacts,
    Rule,
    RuleKind,
    read_duties,
)
from engine.organization.separation import EXCLUDED, barriers, exclusions, naming_barriers

TODAY = date(2026, 11, 24)
INVESTIGATION = frozenset({"investigate", "collect", "serve"})


def rule(
    rule_id: str, kind: RuleKind, duties: frozenset[str] = frozenset(), roles: frozenset[str] = frozenset()
) -> Rule:
    return Rule(rule_id, kind, duties, roles, "行政处罚法", f"{rule_id} 的要求。", f"{rule_id} expects this.")


RULES = (
    rule("SOD-01", RuleKind.TWO_OFFICERS, frozenset({"investigate"})),
    rule("SOD-02", RuleKind.CERTIFIED, INVESTIGATION),
    rule("SOD-03", RuleKind.BARRED_ROLE, INVESTIGATION, frozenset({"AUXILIARY"})),
    rule("SOD-04", RuleKind.RECUSED),
    rule("SOD-05", RuleKind.DIFFERENT_PERSONS, frozenset({"investigate", "review", "decide"})),
    rule("SOD-06", RuleKind.DIFFERENT_PERSONS, frozenset({"host", "investigate", "review"})),
    rule("SOD-07", RuleKind.QUALIFIED, frozenset({"review"})),
    rule("SOD-16", RuleKind.BARRED_ROLE, frozenset(), frozenset({"SUBDISTRICT_ADMIN"})),
)


def certificate(*fields: str, to: date = date(2029, 2, 28), revoked_on: date | None = None) -> CertificateFacts:
    return CertificateFacts("川A0107-999", frozenset(fields), date(2024, 3, 1), to, revoked_on)


def person(number: int, *roles: str, **facts: object) -> PersonFacts:
    return PersonFacts(UUID(int=number), f"login{number}", f"人员{number}", frozenset(roles), **facts)  # type: ignore[arg-type]


OFFICER = person(1, "OFFICER_LEAD", certificates=(certificate("urban"),))
COLLEAGUE = person(2, "OFFICER_CO", certificates=(certificate("urban"),))
EXPIRED = person(3, "OFFICER_LEAD", certificates=(certificate("urban", to=date(2026, 6, 30)),))
MARKET = person(4, "OFFICER_LEAD", certificates=(certificate("market"),))
AUXILIARY = person(5, "AUXILIARY", "OFFICER_CO", certificates=(certificate("*"),))
REVIEWER = person(6, "LEGAL_REVIEWER", legal_qualification=True, first_time_reviewer=True)
NOVICE = person(7, "LEGAL_REVIEWER", first_time_reviewer=True)
SUBDISTRICT = person(8, "SUBDISTRICT_ADMIN")
NOBODY: Duties = {}


def ids_against(
    performer: PersonFacts,
    duty: str | None,
    duties: Duties = NOBODY,
    *,
    field: str | None = "urban",
    today: date = TODAY,
) -> list[str]:
    found = barriers(RULES, duty=duty, performer=performer, duties=duties, today=today, case_field=field)
    return [barrier.rule for barrier in found]


@pytest.mark.parametrize(
    ("performer", "duty", "duties", "expected"),
    [
        # A certified officer with the field of the case may investigate.
        (OFFICER, "investigate", NOBODY, []),
        # S14: the certificate ran out.
        (EXPIRED, "investigate", NOBODY, ["SOD-02"]),
        # The certificate is valid, but for another field.
        (MARKET, "investigate", NOBODY, ["SOD-02"]),
        # An auxiliary is refused whatever else he holds.
        (AUXILIARY, "investigate", NOBODY, ["SOD-03"]),
        # Typing up a form is no duty the rules speak of.
        (AUXILIARY, None, NOBODY, []),
        # A sub-district administrator is kept from every task, with a duty or without.
        (SUBDISTRICT, None, NOBODY, ["SOD-16"]),
        # S60: and from deciding.
        (SUBDISTRICT, "decide", NOBODY, ["SOD-16"]),
        # S16: the reviewer has investigated.
        (OFFICER, "review", {"investigate": frozenset({OFFICER.id})}, ["SOD-05", "SOD-06"]),
        # S17: the decision-maker has investigated.
        (OFFICER, "decide", {"investigate": frozenset({OFFICER.id})}, ["SOD-05"]),
        # Investigating again is no second duty.
        (OFFICER, "investigate", {"investigate": frozenset({OFFICER.id})}, []),
        # Somebody else has investigated.
        (COLLEAGUE, "decide", {"investigate": frozenset({OFFICER.id})}, []),
        # The host of the hearing has reviewed.
        (REVIEWER, "host", {"review": frozenset({REVIEWER.id})}, ["SOD-06"]),
        # S41: reviewing for the first time without the qualification.
        (NOVICE, "review", NOBODY, ["SOD-07"]),
        # Reviewing for the first time with it.
        (REVIEWER, "review", NOBODY, []),
        # The qualification is asked of reviewers only.
        (NOVICE, "host", NOBODY, []),
        # Whoever has withdrawn stays out of everything.
        (OFFICER, "serve", {RECUSED: frozenset({OFFICER.id})}, ["SOD-04"]),
    ],
)
def test_a_person_is_barred_by_exactly_the_rules_that_speak_against(
    performer: PersonFacts, duty: str | None, duties: Duties, expected: list[str]
) -> None:
    assert ids_against(performer, duty, duties) == expected


@pytest.mark.parametrize(
    ("held", "day", "field", "valid"),
    [
        # The first day counts.
        (certificate("urban"), date(2024, 3, 1), "urban", True),
        # The day before does not.
        (certificate("urban"), date(2024, 2, 29), "urban", False),
        # The last day counts.
        (certificate("urban"), date(2029, 2, 28), "urban", True),
        # The day after does not.
        (certificate("urban"), date(2029, 3, 1), "urban", False),
        # On the day of revocation it is gone.
        (certificate("urban", revoked_on=date(2026, 11, 24)), date(2026, 11, 24), "urban", False),
        # On the day before it still held.
        (certificate("urban", revoked_on=date(2026, 11, 24)), date(2026, 11, 23), "urban", True),
        # The star covers every field.
        (certificate("*"), TODAY, "market", True),
        # So does the word for comprehensive enforcement.
        (certificate("综合"), TODAY, "market", True),
        # A case whose field is not known yet asks for any certificate.
        (certificate("market"), TODAY, None, True),
        # Another field is not covered.
        (certificate("market"), TODAY, "urban", False),
    ],
)
def test_a_certificate_counts_on_its_days_and_in_its_fields(
    held: CertificateFacts, day: date, field: str | None, valid: bool
) -> None:
    officer = person(20, "OFFICER_LEAD", certificates=(held,))
    assert (ids_against(officer, "investigate", field=field, today=day) == []) is valid


def test_one_valid_certificate_among_several_is_enough() -> None:
    officer = person(
        21, certificates=(certificate("market"), certificate("urban", to=date(2026, 1, 1)), certificate("urban"))
    )
    assert ids_against(officer, "investigate") == []


def test_nobody_enforces_without_any_certificate() -> None:
    [barrier] = barriers(RULES, duty="investigate", performer=person(22), duties={}, today=TODAY, case_field="urban")
    assert barrier.sentence("zh") == "SOD-02 的要求：人员22没有执法证件。"
    assert barrier.sentence("en") == "SOD-02 expects this: 人员22 holds no enforcement certificate."


@pytest.mark.parametrize(
    ("named", "performer", "expected"),
    [
        # Two different certified officers.
        ([OFFICER, COLLEAGUE], None, []),
        # S15: the same person twice.
        ([OFFICER, OFFICER], None, ["SOD-01"]),
        # The same person twice stays wrong when a third fills in the form.
        ([OFFICER, OFFICER], COLLEAGUE, ["SOD-01"]),
        # One officer is one too few.
        ([OFFICER], None, ["SOD-01"]),
        # The officer who fills in the form counts.
        ([COLLEAGUE], OFFICER, []),
        # Naming oneself does not make two.
        ([OFFICER], OFFICER, ["SOD-01"]),
        # Nobody named at all.
        ([], None, ["SOD-01"]),
        # S14: a named officer must be allowed to act.
        ([OFFICER, EXPIRED], None, ["SOD-02"]),
        # Every named person is looked at.
        ([MARKET, AUXILIARY], None, ["SOD-02", "SOD-03"]),
    ],
)
def test_the_officers_a_form_names_are_two_and_may_act(
    named: list[PersonFacts], performer: PersonFacts | None, expected: list[str]
) -> None:
    found = naming_barriers(
        RULES, duty="investigate", named=named, performer=performer, duties={}, today=TODAY, case_field="urban"
    )
    assert [barrier.rule for barrier in found] == expected


def test_one_name_suffices_for_a_duty_that_needs_no_pair() -> None:
    found = naming_barriers(
        RULES, duty="host", named=[OFFICER], performer=None, duties={}, today=TODAY, case_field="urban"
    )
    assert found == ()


def test_the_diagram_keeps_out_whoever_performed_the_excluded_step() -> None:
    [barrier] = barriers(
        RULES,
        duty=None,
        performer=OFFICER,
        duties={},
        today=TODAY,
        case_field="urban",
        excluded=frozenset({OFFICER.id}),
    )
    assert barrier.rule == EXCLUDED


def test_a_task_learns_who_is_barred_and_by_what() -> None:
    found = exclusions(
        RULES,
        duty="review",
        candidates=[REVIEWER, NOVICE, OFFICER],
        duties={"investigate": frozenset({OFFICER.id})},
        today=TODAY,
        case_field="urban",
    )
    assert found.people == (NOVICE.id, OFFICER.id)
    assert found.rules == ("SOD-07", "SOD-05 SOD-06")


def test_a_barred_role_that_names_no_role_bars_nobody() -> None:
    empty = (rule("SOD-X", RuleKind.BARRED_ROLE),)
    assert barriers(empty, duty=None, performer=OFFICER, duties={}, today=TODAY, case_field=None) == ()


def test_duties_are_read_from_the_stored_document() -> None:
    stored = {"investigate": [str(OFFICER.id), str(COLLEAGUE.id)], "review": None}
    assert read_duties(stored) == {"investigate": {OFFICER.id, COLLEAGUE.id}, "review": frozenset()}


def test_a_barrier_is_a_fault_that_knows_its_field() -> None:
    [barrier] = barriers(RULES, duty="review", performer=NOVICE, duties={}, today=TODAY, case_field=None)
    fault = barrier.fault(field="reviewer")
    assert (fault.code, dict(fault.where)) == ("barred", {"field": "reviewer", "rule": "SOD-07"})
    assert "法律职业资格" in fault.sentence("zh")
    assert "qualification" in fault.sentence("en")
