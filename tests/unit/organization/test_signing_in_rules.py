"""When an attempt to sign in is let in, counted or locked out."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.organization.rules import Attempt, is_locked, judge, split_login

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
LOCK = NOW + timedelta(minutes=15)


@pytest.mark.parametrize(
    ("matches", "failures", "locked_until", "expected"),
    [
        # The right password clears the count.
        (True, 4, None, Attempt(accepted=True, failures=0, locked_until=None)),
        # The first failure is counted.
        (False, 0, None, Attempt(accepted=False, failures=1, locked_until=None)),
        # The fourth does not lock yet.
        (False, 3, None, Attempt(accepted=False, failures=4, locked_until=None)),
        # The fifth locks for fifteen minutes.
        (False, 4, None, Attempt(accepted=False, failures=5, locked_until=LOCK)),
        # While locked, the right password does not help.
        (True, 5, NOW + timedelta(minutes=1), Attempt(False, 5, NOW + timedelta(minutes=1))),
        # While locked, guessing does not prolong the lock.
        (False, 5, NOW + timedelta(minutes=1), Attempt(False, 5, NOW + timedelta(minutes=1))),
        # At the instant the lock ends, the right password is let in.
        (True, 5, NOW, Attempt(accepted=True, failures=0, locked_until=None)),
        # After the lock, counting begins anew.
        (False, 5, NOW, Attempt(accepted=False, failures=1, locked_until=None)),
    ],
)
def test_an_attempt_is_judged_by_what_went_before(
    matches: bool, failures: int, locked_until: datetime | None, expected: Attempt
) -> None:
    assert judge(matches=matches, failures=failures, locked_until=locked_until, now=NOW) == expected


def test_an_account_that_was_never_locked_is_not_locked() -> None:
    assert not is_locked(None, NOW)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A login alone.
        ("wangqiang", ("wangqiang", None)),
        # With the tenant's code.
        ("wangqiang@wuhou", ("wangqiang", "wuhou")),
        # Blanks from copying do not matter.
        ("  wangqiang@wuhou ", ("wangqiang", "wuhou")),
        # A dangling sign names no tenant.
        ("wangqiang@", ("wangqiang", None)),
        # A login may look like an address; the last part is the tenant.
        ("wang@mail@wuhou", ("wang@mail", "wuhou")),
        # What begins with the sign has no login to split off.
        ("@wuhou", ("@wuhou", None)),
    ],
)
def test_a_login_may_name_its_tenant(text: str, expected: tuple[str, str | None]) -> None:
    assert split_login(text) == expected
