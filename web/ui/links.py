"""Links out of a page: where to go back to, and whether a place to go on to is on this site."""

from urllib.parse import urlsplit

from flask import request


def own_path(target: str | None) -> str | None:
    """Return a path of this very site, or None for anything that could lead elsewhere."""
    if not target or not target.startswith("/") or "\\" in target or any(ord(sign) < 32 for sign in target):
        return None
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or target.startswith("//"):
        return None
    return target


def previous_path() -> str | None:
    """Return the path of the page the browser came from, if it is one of ours and not the present one."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host or parts.path == request.path:
        return None
    return own_path(parts.path + (f"?{parts.query}" if parts.query else ""))
