"""A roster kept in memory never outlives what it was made of."""

import pytest
from sqlalchemy import text

from engine.kernel.context import Seat
from engine.organization.roster import load_roster

REVIEWERS = Seat("LEGAL_REVIEWER", "LEGAL_OFFICE")


@pytest.mark.parametrize(
    "change",
    [
        # A person leaves the house.
        "update person set active = false where login = 'lijing'",
        # A person loses a seat.
        "delete from seat where role = 'LEGAL_REVIEWER' and person_id = (select id from person where login = 'lijing')",
        # Certificates are revoked.
        "update certificate set revoked_on = '2026-11-01'",
        # A rule is repealed.
        "delete from separation_rule where id = 'SOD-07'",
        # A person is renamed.
        "update person set name = '李靖' where login = 'lijing'",
    ],
    ids=["leaves", "loses-seat", "certificate", "rule", "renamed"],
)
def test_a_change_of_the_organisation_is_seen_by_the_next_transaction(acting, change) -> None:
    asked = {"seats": [REVIEWERS], "logins": ["wangqiang", "zhaomin", "suntao"]}
    with acting.context("xulan") as ctx:
        before = load_roster(ctx, **asked)
        assert load_roster(ctx, **asked) is before
    with acting.context("xulan") as ctx:
        ctx.session.execute(text(change))
    with acting.context("xulan") as ctx:
        assert load_roster(ctx, **asked) != before


def test_signing_in_does_not_make_anything_be_read_again(acting) -> None:
    with acting.context("xulan") as ctx:
        before = load_roster(ctx, seats=[REVIEWERS])
        ctx.session.execute(text("update person set failed_logins = 3"))
    with acting.context("xulan") as ctx:
        assert load_roster(ctx, seats=[REVIEWERS]) is before


def test_a_change_that_is_taken_back_leaves_nothing_behind(acting) -> None:
    with acting.context("xulan") as ctx:
        before = load_roster(ctx, seats=[REVIEWERS])
    with acting.context("xulan") as ctx:
        ctx.session.execute(text("update person set active = false where login = 'lijing'"))
        assert [person.login for person in load_roster(ctx, seats=[REVIEWERS], logins=["xulan"]).at(REVIEWERS)] == [
            "huanglei",
            "linfeng",
            "yangfan",
        ]
        ctx.session.rollback()
    with acting.context("xulan") as ctx:
        assert load_roster(ctx, seats=[REVIEWERS]) == before
        assert len(load_roster(ctx, seats=[REVIEWERS], logins=["xulan"]).at(REVIEWERS)) == len(before.at(REVIEWERS))
