"""Passwords and tokens: what is accepted, and what is kept of them."""

from datetime import UTC, datetime

import pytest
from argon2 import PasswordHasher

from engine.organization.passwords import MOST_CHARACTERS, hash_password, is_outdated, is_password, password_faults
from engine.organization.tokens import PREFIX, expiry, fingerprint, hash_token, new_token, token_faults


def test_a_password_fits_its_own_hash_only() -> None:
    kept = hash_password("correct horse battery")
    assert kept.startswith("$argon2id$")
    assert is_password("correct horse battery", kept)
    assert not is_password("correct horse batterY", kept)


def test_a_text_that_is_no_hash_fits_no_password() -> None:
    assert not is_password("", "")
    assert not is_password("anything", "closed")


def test_an_endless_password_is_not_hashed_at_all() -> None:
    endless = "x" * (MOST_CHARACTERS + 1)
    assert not is_password(endless, hash_password(endless))


def test_a_hash_of_weaker_parameters_is_to_be_renewed() -> None:
    assert is_outdated(PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash("a"))
    assert not is_outdated(hash_password("a"))


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        # Long enough and nobody's name.
        ("three blind mice", []),
        # Nine characters.
        ("ninechars", ["password-length"]),
        # Too long to hash for everybody who asks.
        ("ab" * 101, ["password-length"]),
        # One character repeated.
        ("aaaaaaaaaaaa", ["password-monotone"]),
        # The login in it, in any case.
        ("my-WangQiang-1", ["password-own-name"]),
        # The name in it.
        ("密码就是王强两个字而已啊", ["password-own-name"]),
        # Everything at once is told at once.
        ("王强", ["password-length", "password-own-name"]),
    ],
)
def test_a_weak_password_is_told_all_its_faults(password: str, codes: list[str]) -> None:
    faults = password_faults(password, login="wangqiang", name="王强")
    assert [fault.code for fault in faults] == codes


def test_a_token_is_random_and_recognisable_and_its_hash_is_all_that_is_kept() -> None:
    one, other = new_token(), new_token()
    assert one.secret != other.secret
    assert one.secret.startswith(PREFIX)
    assert len(one.hash) == 32
    assert hash_token(one.secret) == one.hash
    assert fingerprint(one.hash) == one.hash.hex()[:16]


@pytest.mark.parametrize(
    ("name", "days", "codes"),
    [
        # A year is the longest life.
        ("registry", 365, []),
        # One day is the shortest.
        ("registry", 1, []),
        # A day more than a year.
        ("registry", 366, ["token-days"]),
        # Born expired.
        ("registry", 0, ["token-days"]),
        # Nobody would know what a nameless token is for.
        ("  ", 1, ["token-name"]),
        # Both are told.
        ("x" * 81, 0, ["token-name", "token-days"]),
    ],
)
def test_a_wish_for_a_token_is_told_all_its_faults(name: str, days: int, codes: list[str]) -> None:
    assert [fault.code for fault in token_faults(name=name, days=days)] == codes


def test_a_token_lives_whole_days() -> None:
    assert expiry(datetime(2026, 11, 24, 1, tzinfo=UTC), 30) == datetime(2026, 12, 24, 1, tzinfo=UTC)
