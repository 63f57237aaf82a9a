"""Protection against forged requests: a token of the session that every changing request must repeat."""

import hmac
import secrets

from flask import Flask, current_app, request, session
from markupsafe import Markup

from web.security.errors import PageExpired

FIELD = "csrf_token"
HEADER = "X-CSRFToken"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def install_csrf(app: Flask) -> None:
    """Check the token before every changing request and offer it to the templates."""
    app.before_request(require_token)
    app.jinja_env.globals["csrf_token"] = csrf_token
    app.jinja_env.globals["csrf_field"] = csrf_field


def csrf_token() -> str:
    """Return the token of the present session, made at its first use."""
    if "csrf" not in session:
        session["csrf"] = secrets.token_urlsafe(24)
    return str(session["csrf"])


def csrf_field() -> Markup:
    """Return the hidden field that carries the token in a form."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, csrf_token())


def require_token() -> None:
    """Raise `PageExpired` when a changing request does not repeat the session's token.

    A request with a bearer token is exempt: no foreign page can make a browser send that header, and whoever
    presents one is not recognised by a cookie. So is a program's request without a session: it has no authority
    that a foreign page could borrow.
    """
    if request.method in _SAFE or is_bearer() or is_sessionless_program():
        return
    sent = request.headers.get(HEADER) or request.form.get(FIELD, "")
    if not hmac.compare_digest(sent.encode(), csrf_token().encode()):
        raise PageExpired


def is_bearer() -> bool:
    """Tell whether the request names its sender by a bearer token instead of a session."""
    return request.headers.get("Authorization", "").startswith("Bearer ")


def is_sessionless_program() -> bool:
    """Tell whether the request goes to the REST interface and carries no session cookie."""
    return request.path.startswith("/api/") and current_app.config["SESSION_COOKIE_NAME"] not in request.cookies


def is_own_page() -> bool:
    """Tell whether the browser says that the request comes from a page of this very site."""
    return request.headers.get("Sec-Fetch-Site") == "same-origin"
