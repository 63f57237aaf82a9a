"""Calling an endpoint that the operator has named: one signed POST of JSON, within a time, never redirected."""

import hashlib
import hmac
import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.operations.rules import plain
from engine.operations.values import AttemptFailed, ErrorReported, Request

LARGEST_ANSWER_BYTES = 1024 * 1024
_TEMPORARY = frozenset({408, 425, 429})


@dataclass(frozen=True)
class Endpoint:
    """Where an operation calls. `secret` signs what is sent; `errors` gives the BPMN error code of an HTTP status."""

    url: str
    secret: bytes | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    errors: Mapping[int, str] = field(default_factory=dict)

    def call(self, request: Request) -> Mapping[str, Any]:
        """Send a request and return what is answered; raises `ErrorReported`, `AttemptFailed`."""
        body = json.dumps(plain(request.inputs), ensure_ascii=False).encode()
        sent = urllib.request.Request(self.url, data=body, headers=self._headers(request, body), method="POST")  # noqa: S310 - the address is the operator's
        try:
            with _OPENER.open(sent, timeout=request.seconds) as answer:
                return _read(answer.read(LARGEST_ANSWER_BYTES + 1))
        except urllib.error.HTTPError as refusal:
            with refusal:
                raise self._refused(refusal) from refusal
        except (OSError, http.client.HTTPException) as failure:
            said = str(getattr(failure, "reason", failure)) or type(failure).__name__
            raise AttemptFailed(zh=f"连接不上（{said}）", en=f"it cannot be reached ({said})") from failure

    def _headers(self, request: Request, body: bytes) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "User-Agent": "guiju",
            "Idempotency-Key": request.key,
            # A header holds Latin letters only; a case number is Chinese.
            "Guiju-Case": request.case_number.encode().hex(),
            "Guiju-Element": request.element.encode("ascii", "replace").decode(),
        }
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if self.secret:
            stamp = str(int(request.at.timestamp()))
            headers["Guiju-Timestamp"] = stamp
            headers["Guiju-Signature"] = f"sha256={signature(self.secret, stamp, body)}"
        return headers

    def _refused(self, refusal: urllib.error.HTTPError) -> Exception:
        said = _said(refusal)
        code = said.get("error_code") or self.errors.get(refusal.code)
        message = str(said.get("message", ""))[:500]
        if code:
            data = said.get("data")
            return ErrorReported(str(code), message=message, data=data if isinstance(data, dict) else {})
        told = f"HTTP {refusal.code}" + (f": {message}" if message else "")
        temporary = refusal.code >= 500 or refusal.code in _TEMPORARY
        return AttemptFailed(zh=f"对方拒绝（{told}）", en=f"it was refused ({told})", temporary=temporary)


def signature(secret: bytes, stamp: str, body: bytes) -> str:
    """Return the HMAC-SHA256, in hexadecimal, of a time stamp, a dot and a body."""
    return hmac.new(secret, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nobody: an endpoint that redirects would lead to an address the operator has not named."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Decline."""


_OPENER = urllib.request.build_opener(_Stay, urllib.request.ProxyHandler({}))


def _read(content: bytes) -> Mapping[str, Any]:
    if len(content) > LARGEST_ANSWER_BYTES:
        raise AttemptFailed(zh="回答过长", en="the answer is too long", temporary=False)
    if not content.strip():
        return {}
    try:
        value = json.loads(content)
    except ValueError as error:
        raise AttemptFailed(zh="回答不是 JSON", en="the answer is no JSON", temporary=False) from error
    if not isinstance(value, dict):
        raise AttemptFailed(zh="回答不是 JSON 对象", en="the answer is no JSON object", temporary=False)
    return value


def _said(refusal: urllib.error.HTTPError) -> Mapping[str, Any]:
    try:
        value = json.loads(refusal.read(LARGEST_ANSWER_BYTES))
    except (ValueError, OSError, http.client.HTTPException):
        return {}
    return value if isinstance(value, dict) else {}
