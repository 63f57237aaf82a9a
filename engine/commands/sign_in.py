"""Sign in: find the tenant of a login, compare the password, count failures, lock after too many."""

from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from engine.audit.log import record_journal
from engine.kernel.clock import Clock
from engine.kernel.context import Actor, Context
from engine.kernel.database import transaction
from engine.organization.accounts import (
    SignedIn,
    find_accounts,
    load_account,
    lock_credentials,
    save_attempt,
    save_password,
)
from engine.organization.errors import SignInRefused
from engine.organization.passwords import NOBODYS_HASH, hash_password, is_outdated, is_password
from engine.organization.rules import LOCK_MINUTES, MOST_FAILURES, Attempt, judge, split_login

JOURNAL = "sign-in"


def sign_in(database: Engine, clock: Clock, login: str, password: str) -> SignedIn:
    """Return the account that `login` or `login@tenantcode` and a password open.

    Raises `SignInRefused`, with the same words and after the same work whether the login is unknown, used in
    several tenants without naming one, closed, locked, or the password wrong. Opens its own transactions, because
    nobody acts yet and because a refused attempt must be remembered although the command raises.
    """
    name, tenant_code = split_login(login)
    with transaction(database, None) as session:
        accounts = find_accounts(session, login=name, tenant_code=tenant_code)
    if len(accounts) != 1:
        is_password(password, NOBODYS_HASH)
        raise _refusal()
    [(tenant_id, person_id)] = accounts
    with transaction(database, tenant_id) as session:
        actor = Actor(tenant_id=tenant_id, person_id=person_id, name=name, login=name)
        signed_in = _attempt(Context(session=session, actor=actor, clock=clock), password)
    if signed_in is None:
        raise _refusal()
    return signed_in


def _attempt(ctx: Context, password: str) -> SignedIn | None:
    """Judge one attempt under the lock of the person's row, remember and record it."""
    person_id = ctx.actor.person_id
    credentials = lock_credentials(ctx.session, person_id)
    matches = is_password(password, credentials.password_hash if credentials else NOBODYS_HASH)
    if credentials is None:
        return None
    attempt = judge(
        matches=matches and credentials.active,
        failures=credentials.failures,
        locked_until=credentials.locked_until,
        now=ctx.clock.now(),
    )
    save_attempt(ctx.session, person_id, failures=attempt.failures, locked_until=attempt.locked_until)
    record_journal(ctx, JOURNAL, _kind(attempt), {"failures": attempt.failures})
    if not attempt.accepted:
        return None
    if is_outdated(credentials.password_hash):
        _renew_hash(ctx.session, person_id, password)
    return load_account(ctx.session, person_id)


def _renew_hash(session: Session, person_id: UUID, password: str) -> None:
    """Hash the password, known at this moment only, with the parameters of today."""
    save_password(session, person_id, hash_password(password))


def _kind(attempt: Attempt) -> str:
    """Return the kind of event that an attempt is recorded as."""
    if attempt.accepted:
        return "person:signed-in"
    return "person:locked" if attempt.locked_until is not None else "person:sign-in-refused"


def _refusal() -> SignInRefused:
    return SignInRefused(failures=MOST_FAILURES, minutes=LOCK_MINUTES)
