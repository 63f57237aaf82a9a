"""Logins and passwords meet the engine here: an account for the session, or the engine's refusal."""

from uuid import UUID

from engine.commands.sign_in import sign_in
from engine.commands.sign_out import sign_out
from engine.organization.accounts import read_account
from web.edge import act, current_edge
from web.security.session import Account


def check_credentials(login: str, password: str) -> Account:
    """Return the account that a login and a password open; raise the engine's refusal otherwise."""
    edge = current_edge()
    signed_in = sign_in(edge.database, edge.clock, login, password)
    return Account(signed_in.actor, signed_in.epoch)


def load_account(tenant_id: UUID, person_id: UUID) -> Account | None:
    """Return the account a session names, as it is in the database now, or None."""
    found = read_account(current_edge().database, tenant_id=tenant_id, person_id=person_id)
    return None if found is None else Account(found.actor, found.epoch)


def record_sign_out(*, everywhere: bool) -> None:
    """Record that the person leaves; with `everywhere` all sessions end."""
    act(sign_out, everywhere=everywhere)
