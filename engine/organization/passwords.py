"""Passwords: hashed with argon2id, checked at the same cost whether the login exists or not."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine.kernel.errors import Fault

MEMORY_KIBIBYTES = 19_456
PASSES = 2
LANES = 1
"""The least that OWASP recommends for argon2id: dear for whoever guesses, 40 ms for whoever signs in."""

FEWEST_CHARACTERS = 10
MOST_CHARACTERS = 200
"""Hashing costs by length, so an endless password would be an attack."""

_HASHER = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIBIBYTES, parallelism=LANES)

NOBODYS_HASH = _HASHER.hash("nobody's password")
"""Compared with when a login is unknown, so that the answer takes as long as for a known one."""


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password, with salt and parameters, as one text."""
    return _HASHER.hash(password)


def is_password(password: str, password_hash: str) -> bool:
    """Tell whether a password belongs to a hash; a hash that is none, such as that of a closed account, never fits."""
    if len(password) > MOST_CHARACTERS:
        password = ""
    try:
        return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Tell whether a hash was made with other parameters than ours, and should be renewed at the next sign-in."""
    return _HASHER.check_needs_rehash(password_hash)


def password_faults(password: str, *, login: str, name: str) -> tuple[Fault, ...]:
    """Return what is wrong with a password that somebody wants to have: length, one character only, own name."""
    faults = []
    if not FEWEST_CHARACTERS <= len(password) <= MOST_CHARACTERS:
        faults.append(
            _fault(
                "password-length",
                f"密码应为 {FEWEST_CHARACTERS} 至 {MOST_CHARACTERS} 个字符。",
                f"A password has {FEWEST_CHARACTERS} to {MOST_CHARACTERS} characters.",
            )
        )
    if password and len(set(password)) == 1:
        faults.append(
            _fault("password-monotone", "密码不能由同一个字符重复而成。", "A password is not one character repeated.")
        )
    if any(own and own.casefold() in password.casefold() for own in (login, name)):
        faults.append(
            _fault(
                "password-own-name", "密码不能包含登录名或姓名。", "A password contains neither the login nor the name."
            )
        )
    return tuple(faults)


def _fault(code: str, zh: str, en: str) -> Fault:
    return Fault(code, zh, en, {"field": "password"})
