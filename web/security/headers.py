"""Security headers of every answer, and the one relaxation that the diagram editor needs."""

import secrets

from flask import Flask, Response, g

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'{nonce}; {attributes}img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def install_headers(app: Flask) -> None:
    """Add the headers to every answer and offer `csp_nonce` to the templates."""
    app.after_request(add_headers)
    app.jinja_env.globals["csp_nonce"] = csp_nonce


def csp_nonce() -> str:
    """Return the nonce of this answer.

    Only a page that asks for it gets the wider policy: the diagram editor creates style elements and sets
    style attributes. Scripts stay limited to our own files everywhere.
    """
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def add_headers(answer: Response) -> Response:
    """Set the policy and the fixed headers; pages about people and cases are never kept by shared caches."""
    nonce = g.get("csp_nonce")
    wider = {"nonce": f" 'nonce-{nonce}'", "attributes": "style-src-attr 'unsafe-inline'; "}
    policy = _POLICY.format_map(wider if nonce else {"nonce": "", "attributes": ""})
    answer.headers.setdefault("Content-Security-Policy", policy)
    for name, value in _FIXED.items():
        answer.headers.setdefault(name, value)
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer
