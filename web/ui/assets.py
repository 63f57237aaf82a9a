"""Addresses of the built scripts and styles: the manifest holds the hash of each file's content."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

STATIC = Path(__file__).parent.parent / "static"
_MANIFEST = STATIC / "bundle" / "manifest.json"


def install_assets(app: Flask) -> None:
    """Serve the static files ahead of the application and offer `bundle_url` to the templates."""
    STATIC.mkdir(exist_ok=True)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(STATIC),
        prefix="static/",
        allow_all_origins=False,
        max_age=3600,
        immutable_file_test=r"[.-][0-9A-Za-z]{8,}\.(js|css|woff2?|svg)$",
        add_headers_function=_add_headers,
    )
    app.jinja_env.globals["bundle_url"] = bundle_url


def bundle_url(name: str) -> str:
    """Return the address of a built file by its plain name, such as `app.css`.

    The hash of the content is part of the address, so that a browser never shows yesterday's file.
    """
    return f"/static/bundle/{name}?v={_hashes().get(name, '')[:12]}"


def _add_headers(headers: Any, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


@cache
def _hashes() -> dict[str, str]:
    return dict(json.loads(_MANIFEST.read_text())["outputs"]) if _MANIFEST.exists() else {}
