"""The application factory: Flask over the engine, put together once per process."""

import importlib.util
import os
from importlib import import_module
from types import ModuleType

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from web.config import MAX_BODY_BYTES, MAX_FIELDS_BYTES, Settings, read_settings
from web.edge import install_edge
from web.errors import install_errors
from web.health import blueprint as health
from web.i18n.languages import install_languages
from web.metrics import blueprint as metrics
from web.security.credentials import load_account
from web.security.csrf import install_csrf
from web.security.headers import install_headers
from web.security.secret import read_secret
from web.security.session import install_session
from web.security.texts import install_texts
from web.security.throttle import install_throttle
from web.ui import (
    activities,
    cases,
    designer,
    drafts,
    files,
    histories,
    inbox,
    incidents,
    interventions,
    login,
    procedures,
    profile,
    proofs,
    scenarios,
    start,
    steering,
    tasks,
    thresholds,
)  # fmt: skip
from web.ui.assets import install_assets
from web.ui.diagrams import install_diagrams
from web.ui.names import install_names
from web.ui.pieces import install_pieces

PAGES: tuple[ModuleType, ...] = (
    login, inbox, tasks, drafts, cases, activities, interventions, steering, files, start, procedures, proofs,
    histories, designer, profile, thresholds, incidents, scenarios,
)  # fmt: skip
"""The modules of pages; each declares one blueprint."""


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application; without settings they are read from the environment."""
    settings = settings or read_settings(os.environ)
    app = Flask("web", static_folder=None)
    _configure(app, settings)
    install_edge(app, settings)
    install_headers(app)
    install_session(app, load_account)
    install_csrf(app)
    install_texts(app)
    install_throttle(app)
    install_languages(app)
    install_errors(app)
    install_pieces(app, settings)
    install_names(app)
    thresholds.install_words(app)
    install_diagrams(app)
    for page in PAGES:
        app.register_blueprint(page.blueprint)
    app.register_blueprint(health)
    app.register_blueprint(metrics)
    if importlib.util.find_spec("web.api"):
        import_module("web.api").register_api(app)
    install_assets(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=read_secret(settings.secret_file),
        SESSION_COOKIE_NAME="guiju_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=12 * 60 * 60,
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_FIELDS_BYTES,
        MAX_FORM_PARTS=2000,
    )
    if settings.proxies:
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
