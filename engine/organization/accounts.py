"""Who acts: a person with seats, permissions and scope, read from rows in one statement."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from engine.kernel.clock import Clock
from engine.kernel.context import Actor, Seat
from engine.kernel.database import driver, read_revision, tenant_revision, transaction
from engine.kernel.errors import NotFound
from engine.kernel.shelf import Shelf
from engine.organization.tokens import hash_token

KEPT_ACCOUNTS = 2_000
"""Accounts kept in memory, about a kilobyte each."""


@dataclass(frozen=True)
class SignedIn:
    """An account that may act: who it is, and the epoch that sessions opened now belong to."""

    actor: Actor
    epoch: int


_SHELF: Shelf[tuple[UUID, UUID, UUID | None], SignedIn] = Shelf(KEPT_ACCOUNTS)
"""Accounts by tenant, person and the revision of the organisation that they were read at."""


def load_actor(session: Session, person_id: UUID) -> Actor:
    """Read an active person of the session's tenant as an actor, in one statement.

    Raises `NotFound` for a person who is not there or not active any more.
    """
    found = load_account(session, person_id)
    if found is None:
        raise NotFound(what_zh="人员", what_en="person")
    return found.actor


def load_account(session: Session, person_id: UUID) -> SignedIn | None:
    """Read an active person of the session's tenant with the session epoch, in one statement.

    The scope holds the person, own units and every unit below them, so that a superior unit reads what its units
    handle. None means that there is no such person, or not active.
    """
    row = driver(session).execute(_ACCOUNT, {"person": person_id}).fetchone()
    return None if row is None else _signed_in(row)


def read_account(database: Engine, *, tenant_id: UUID, person_id: UUID) -> SignedIn | None:
    """Return an active person for the session cookie, before a command's transaction begins.

    Each request asks; the account is read anew only when the tenant's organisation has changed since.
    """
    found = _SHELF.get((tenant_id, person_id, read_revision(database, tenant_id)))
    if found is None:
        with transaction(database, tenant_id) as session:
            revision = tenant_revision(session)
            found = load_account(session, person_id)
        if found is not None:
            _SHELF.put((tenant_id, person_id, revision), found)
    return found


def read_token_account(database: Engine, clock: Clock, token: str) -> SignedIn | None:
    """Return the account that a bearer token acts for, or None if the token is unknown, expired or revoked.

    The tenant is found by a function of the owner that returns ids only; all else is read inside the tenant.
    """
    with transaction(database, None) as session:
        found = driver(session).execute(
            b"select tenant_id, person_id, token_id from find_token(%s)", (hash_token(token),)
        )
        row = found.fetchone()
    if row is None:
        return None
    tenant_id, person_id, token_id = row
    assert isinstance(tenant_id, UUID)
    assert isinstance(person_id, UUID)
    with transaction(database, tenant_id) as session:
        valid = driver(session).execute(_TOKEN_VALID, (token_id, clock.now())).fetchone()
        return None if valid is None else load_account(session, person_id)


def find_person_by_login(session: Session, login: str) -> UUID | None:
    """Return the id of the active person of the session's tenant with a login, or None."""
    row = driver(session).execute(_BY_LOGIN, (login,)).fetchone()
    if row is None:
        return None
    assert isinstance(row[0], UUID)
    return row[0]


def find_accounts(session: Session, *, login: str, tenant_code: str | None) -> tuple[tuple[UUID, UUID], ...]:
    """Return (tenant, person) of every account with a login, before any tenant is set; at most two are told.

    Two mean that the login is used in several tenants and the code is needed to tell them apart.
    """
    rows = driver(session).execute(b"select tenant_id, person_id from find_login(%s, %s)", (login, tenant_code))
    return tuple((tenant, person) for tenant, person in rows if isinstance(tenant, UUID) and isinstance(person, UUID))


@dataclass(frozen=True)
class Credentials:
    """What signing in compares and counts; `locked_until` is aware, None when no lock was ever set."""

    password_hash: str
    active: bool
    failures: int
    locked_until: datetime | None


def lock_credentials(session: Session, person_id: UUID) -> Credentials | None:
    """Lock a person's row and return the credentials; two guesses at once are counted one after the other."""
    row = driver(session).execute(_CREDENTIALS, (person_id,)).fetchone()
    if row is None:
        return None
    password_hash, active, failures, locked_until = row
    assert isinstance(password_hash, str)
    assert isinstance(active, bool)
    assert isinstance(failures, int)
    assert locked_until is None or isinstance(locked_until, datetime)
    return Credentials(password_hash, active, failures, locked_until)


def save_attempt(session: Session, person_id: UUID, *, failures: int, locked_until: datetime | None) -> None:
    """Store how often signing in has failed and until when the account is locked."""
    driver(session).execute(_ATTEMPT, (failures, locked_until, person_id))


def save_password(session: Session, person_id: UUID, password_hash: str) -> None:
    """Store a new password hash without ending any session: for a hash renewed with the same password."""
    driver(session).execute(_PASSWORD, (password_hash, person_id))


def end_sessions(session: Session, person_id: UUID) -> int:
    """Raise the session epoch, which ends every session of a person at once; return the new epoch."""
    row = driver(session).execute(_EPOCH, (person_id,)).fetchone()
    assert row is not None
    assert isinstance(row[0], int)
    return row[0]


def save_language(session: Session, person_id: UUID, language: str) -> None:
    """Store the language a person works in."""
    driver(session).execute(_LANGUAGE, (language, person_id))


def _signed_in(row: tuple[object, ...]) -> SignedIn:
    """Build the account out of a row of `_ACCOUNT`."""
    tenant_id, person_id, login, name, language, epoch, roles, units, permissions, scope = row
    assert isinstance(tenant_id, UUID)
    assert isinstance(person_id, UUID)
    assert isinstance(epoch, int)
    assert isinstance(roles, list)
    assert isinstance(units, list)
    assert isinstance(permissions, list)
    assert isinstance(scope, list)
    actor = Actor(
        tenant_id=tenant_id,
        person_id=person_id,
        name=str(name),
        login=str(login),
        seats=tuple(Seat(role, unit) for role, unit in zip(roles, units, strict=True)),
        permissions=frozenset(permissions),
        scope=(person_id, *scope),
        language=str(language),
    )
    return SignedIn(actor, epoch)


# The recursive term joins with UNION, not UNION ALL, so that units wired in a circle by mistake end the walk.
_ACCOUNT = b"""
with recursive me as (
  select * from person where tenant_id = current_tenant() and id = %(person)s and active
), own as (
  select s.role, u.code, u.id from me
  join seat s on s.tenant_id = me.tenant_id and s.person_id = me.id
  join unit u on u.tenant_id = s.tenant_id and u.id = s.unit_id
), reach as (
  select id from own
  union
  select u.id from reach join unit u on u.tenant_id = current_tenant() and u.superior_id = reach.id
)
select me.tenant_id, me.id, me.login, me.name, me.language, me.session_epoch,
  array(select role from own order by role, code),
  array(select code from own order by role, code),
  array(select distinct r.permission from role_permission r
        where r.tenant_id = me.tenant_id and r.role in (select role from own)),
  array(select id from reach order by id)
from me
"""
_TOKEN_VALID = b"""
select 1 from api_token
where tenant_id = current_tenant() and id = %s and revoked_at is null and expires_at > %s
"""
_BY_LOGIN = b"select id from person where tenant_id = current_tenant() and login = %s and active"
_CREDENTIALS = b"""
select password_hash, active, failed_logins, locked_until from person
where tenant_id = current_tenant() and id = %s for update
"""
_ATTEMPT = b"""
update person set failed_logins = %s, locked_until = %s where tenant_id = current_tenant() and id = %s
"""
_PASSWORD = b"update person set password_hash = %s where tenant_id = current_tenant() and id = %s"
_EPOCH = b"""
update person set session_epoch = session_epoch + 1
where tenant_id = current_tenant() and id = %s returning session_epoch
"""
_LANGUAGE = b"update person set language = %s where tenant_id = current_tenant() and id = %s"
