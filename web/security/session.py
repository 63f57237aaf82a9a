"""Who is signed in: an account read from the database at each request, never from what the request says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, current_user, login_user, logout_user
from itsdangerous import URLSafeTimedSerializer

from engine.kernel.actor import Actor
from web.security.csrf import is_bearer
from web.security.errors import SignInNeeded

Loader = Callable[[UUID, UUID], "Account | None"]
"""Reads the account of a tenant's person, or None when there is none or it is not active."""


@dataclass(frozen=True)
class Account:
    """What Flask-Login holds for a request; `epoch` is the count of how often all sessions were ended."""

    actor: Actor
    epoch: int

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """Return what the session cookie carries: tenant, person and epoch."""
        return f"{self.actor.tenant_id}:{self.actor.person_id}:{self.epoch}"


class SignedCookies(SecureCookieSessionInterface):
    """Flask's signed cookie, whose serializer is made once: making it derives keys, twice in every request."""

    def __init__(self) -> None:
        self._kept: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return the serializer of the application's secret key, which never changes while it runs."""
        if self._kept is None:
            self._kept = super().get_signing_serializer(app)
        return self._kept


def install_session(app: Flask, load: Loader) -> None:
    """Set up Flask-Login so that roles and permissions are read afresh at each request."""
    app.session_interface = SignedCookies()
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app)

    def load_account(carried: str) -> Account | None:
        """Return the account a cookie names, or None if its sessions have been ended since."""
        if is_bearer():
            return None
        tenant, person, epoch = carried.split(":")
        account = load(UUID(tenant), UUID(person))
        return account if account is not None and account.epoch == int(epoch) else None

    manager.user_loader(load_account)


def open_session(account: Account) -> None:
    """Begin a session for an account, dropping whatever the browser's session held before."""
    session.clear()
    login_user(account)


def close_session() -> None:
    """End the present session in this browser."""
    logout_user()
    session.clear()


def is_signed_in() -> bool:
    """Tell whether the request comes from a person signed in."""
    return bool(current_user.is_authenticated)


def current_actor() -> Actor:
    """Return the person signed in; raise `SignInNeeded` when there is none."""
    if not is_signed_in():
        raise SignInNeeded
    return cast("Account", current_user).actor
