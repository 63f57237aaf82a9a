"""Bearer tokens: made once, shown once, stored as a hash only."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from engine.kernel.context import Context
from engine.kernel.database import driver
from engine.kernel.errors import Fault

TOKEN_BYTES = 32
LONGEST_DAYS = 365
LONGEST_NAME_CHARACTERS = 80
PREFIX = "guiju_"
"""Lets scanners of repositories and logs recognise a token that got lost there."""


@dataclass(frozen=True)
class NewToken:
    """A fresh token: the secret is for its owner, the hash for the database.

    Made by the edge and not by the command, because the answer of a command is kept under its idempotency key,
    and a secret must not be kept anywhere.
    """

    secret: str
    hash: bytes


@dataclass(frozen=True)
class TokenRow:
    """A token as its owner sees it in the list."""

    id: UUID
    name: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


def new_token() -> NewToken:
    """Return a token of 32 random bytes."""
    secret = PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    return NewToken(secret, hash_token(secret))


def hash_token(secret: str) -> bytes:
    """Return the SHA-256 of a token; a slow hash is not needed for 256 random bits."""
    return hashlib.sha256(secret.encode()).digest()


def fingerprint(token_hash: bytes) -> str:
    """Return the first characters of a hash, by which an answer is recognised as that of an earlier request."""
    return token_hash.hex()[:16]


def token_faults(*, name: str, days: int) -> tuple[Fault, ...]:
    """Return what is wrong with a wish for a token: its name or the number of days it shall live."""
    faults = []
    if not 1 <= len(name.strip()) <= LONGEST_NAME_CHARACTERS:
        faults.append(
            Fault(
                "token-name",
                f"令牌名称应为 1 至 {LONGEST_NAME_CHARACTERS} 个字符。",
                f"A token's name has 1 to {LONGEST_NAME_CHARACTERS} characters.",
                {"field": "name"},
            )
        )
    if not 1 <= days <= LONGEST_DAYS:
        faults.append(
            Fault(
                "token-days",
                f"令牌有效期应为 1 至 {LONGEST_DAYS} 天，收到的是 {days} 天。",
                f"A token lives 1 to {LONGEST_DAYS} days, but {days} were asked for.",
                {"field": "days"},
            )
        )
    return tuple(faults)


def expiry(now: datetime, days: int) -> datetime:
    """Return the instant from which a token made now is not valid any more."""
    return now + timedelta(days=days)


def list_tokens(ctx: Context) -> tuple[TokenRow, ...]:
    """Return the actor's own tokens, the newest first, the revoked and expired among them."""
    rows = driver(ctx.session).execute(_LIST, (ctx.actor.tenant_id, ctx.actor.person_id))
    return tuple(TokenRow(*row) for row in rows)  # type: ignore[arg-type]


def add_token(ctx: Context, *, token_id: UUID, name: str, token_hash: bytes, expires_at: datetime) -> None:
    """Store a token of the actor."""
    driver(ctx.session).execute(
        _ADD, (ctx.actor.tenant_id, token_id, ctx.actor.person_id, name, token_hash, ctx.clock.now(), expires_at)
    )


def revoke_own_token(session: Session, *, person_id: UUID, token_id: UUID, at: datetime) -> bool:
    """Revoke a token unless it is revoked already; return whether the person has such a token at all."""
    row = driver(session).execute(_REVOKE, (at, person_id, token_id)).fetchone()
    return row is not None


_LIST = b"""
select id, name, created_at, expires_at, revoked_at from api_token
where tenant_id = %s and person_id = %s order by id desc
"""
_ADD = b"""
insert into api_token (tenant_id, id, person_id, name, token_hash, created_at, expires_at)
values (%s, %s, %s, %s, %s, %s, %s)
"""
_REVOKE = b"""
update api_token set revoked_at = coalesce(revoked_at, %s)
where tenant_id = current_tenant() and person_id = %s and id = %s returning id
"""
