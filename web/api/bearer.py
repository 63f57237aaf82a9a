"""Bearer tokens: how a program says in whose name it acts."""

from flask import Flask, Request

from engine.organization.accounts import read_token_account
from web.edge import current_edge
from web.security.session import Account

_SCHEME = "Bearer "
METRICS = "/metrics"
"""Where monitors look; they have no session either."""


def install_bearer(app: Flask) -> None:
    """Recognise tokens under `/api/` and for monitors; pages are for sessions only."""
    app.login_manager.request_loader(load_bearer)  # type: ignore[attr-defined]


def load_bearer(request: Request) -> Account | None:
    """Return the account that the request's token acts for, or None without a valid one."""
    header = request.headers.get("Authorization", "")
    if not (request.path.startswith("/api/") or request.path == METRICS) or not header.startswith(_SCHEME):
        return None
    edge = current_edge()
    found = read_token_account(edge.database, edge.clock, header.removeprefix(_SCHEME).strip())
    return None if found is None else Account(found.actor, found.epoch)
