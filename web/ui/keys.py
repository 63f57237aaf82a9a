"""Request keys: each form carries one, so that pressing a button twice does a thing once."""

from uuid import uuid4

from flask import request
from markupsafe import Markup

from web.security.csrf import csrf_field

FIELD = "_request_key"
HEADER = "Idempotency-Key"


def form_keys() -> Markup:
    """Return the two hidden fields of every form: the session's token and a fresh request key."""
    key = Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, uuid4())
    return csrf_field() + key


def sent_key() -> str:
    """Return the request key that came with a form or as a header; empty without one, which the engine refuses."""
    return request.headers.get(HEADER) or request.form.get(FIELD, "")
