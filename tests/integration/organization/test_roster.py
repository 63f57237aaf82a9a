"""The facts that separation of duties is decided on, read for many people at once."""

from datetime import date

from sqlalchemy import text

from engine.kernel.context import Seat
from engine.organization.duties import RuleKind
from engine.organization.roster import load_roster
from engine.organization.separation import exclusions


def test_a_roster_holds_rules_people_and_who_sits_where(acting) -> None:
    reviewers = Seat("LEGAL_REVIEWER", "LEGAL_OFFICE")
    with acting.context("xulan") as ctx:
        roster = load_roster(ctx, seats=[reviewers], logins=["suntao"], people=[acting.id_of("chenhao")])
    assert [rule.kind for rule in roster.rules] == [RuleKind.CERTIFIED, RuleKind.QUALIFIED]
    assert [person.login for person in roster.at(reviewers)] == ["huanglei", "lijing", "linfeng", "yangfan"]
    expired, auxiliary = roster.by_login("suntao"), roster.by_login("chenhao")
    assert expired is not None
    assert auxiliary is not None
    assert expired.certificates[0].valid_to == date(2026, 6, 30)
    assert auxiliary.roles == {"AUXILIARY", "OFFICER_CO"}
    assert roster.by_login("nobody") is None
    assert roster.at(Seat("HEAD", "BUREAU_HQ")) == ()


def test_a_roster_of_nobody_still_brings_the_rules(acting) -> None:
    with acting.context("xulan") as ctx:
        roster = load_roster(ctx)
    assert (len(roster.rules), roster.people, roster.seats) == (2, {}, {})


def test_whoever_left_is_found_by_name_but_sits_nowhere(acting) -> None:
    reviewers = Seat("LEGAL_REVIEWER", "LEGAL_OFFICE")
    with acting.context("xulan") as ctx:
        ctx.session.execute(text("update person set active = false where login = 'lijing'"))
        roster = load_roster(ctx, seats=[reviewers], logins=["lijing"])
    assert "lijing" not in [person.login for person in roster.at(reviewers)]
    assert roster.by_login("lijing") is not None


def test_the_novice_is_excluded_from_a_review_that_opens(acting) -> None:
    reviewers = Seat("LEGAL_REVIEWER", "LEGAL_OFFICE")
    with acting.context("xulan") as ctx:
        roster = load_roster(ctx, seats=[reviewers])
    found = exclusions(
        roster.rules,
        duty="review",
        candidates=roster.at(reviewers),
        duties={},
        today=date(2026, 11, 24),
        case_field="urban",
    )
    assert found.people == (acting.id_of("huanglei"),)
    assert found.rules == ("SOD-07",)
