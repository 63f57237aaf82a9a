"""Text that no database can hold is refused at the door: NUL characters, and halves of characters."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Flask, request
from werkzeug.exceptions import BadRequest

from engine.kernel.errors import Fault, Invalid


class TextUnstorable(Invalid):
    """Expected text without NUL characters and broken characters: see each fault."""

    code = "text-unstorable"
    zh = "内容含有无法保存的字符，请逐项更正。"


def install_texts(app: Flask) -> None:
    """Look at what every request brings before any view does."""
    app.before_request(require_storable)


def require_storable() -> None:
    """Raise `TextUnstorable` with a fault per place of the address, the query, the form or the JSON body.

    A body nested deeper than Python can follow is answered like one that is not JSON.
    """
    try:
        texts = tuple(sent_texts())
    except RecursionError as error:
        raise BadRequest from error
    faults = [
        Fault(
            "text-unstorable",
            f"{field} 含有无法保存的字符（NUL 或残缺的字符）。",
            f"{field} holds characters that cannot be stored (NUL, or half of one).",
            {"field": field},
        )
        for field, text in texts
        if not is_storable(text)
    ]
    if faults:
        raise TextUnstorable(faults=faults)


def is_storable(text: str) -> bool:
    """Tell whether PostgreSQL takes a text: no NUL, and nothing that is not a whole character."""
    if "\x00" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def sent_texts() -> Iterable[tuple[str, str]]:
    """Return every text of the request with the place it stands in."""
    yield from _texts(request.view_args or {}, "")
    yield from request.args.items(multi=True)
    yield from request.form.items(multi=True)
    for name, upload in request.files.items(multi=True):
        yield name, upload.filename or ""
    if request.is_json:
        yield from _texts(request.get_json(silent=True), "")


def _texts(value: Any, place: str) -> Iterable[tuple[str, str]]:
    if isinstance(value, str):
        yield place or "body", value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            path = f"{place}.{key}".lstrip(".")
            yield path.encode(errors="replace").decode(), key
            yield from _texts(inner, path)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, f"{place}.{number}".lstrip("."))
