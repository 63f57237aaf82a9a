"""From the pairs of names and texts that an HTML form sends to the shape that REST sends."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from forms.definition import Field, Kind, Rows, columns
from forms.entry import Compiled, is_readonly
from forms.prefill import new_row
from forms.schema.attachments import ID
from forms.schema.rows import HARD_MOST

ADD, REMOVE, REFRESH = "_add", "_remove", "_refresh"
"""Names of the buttons that change or redraw the form without completing anything."""

FILE = "_file-"
"""What the names of file inputs start with; the rest is the name of the field."""

_ROW = re.compile(r"(?P<list>[a-z][a-z0-9_]*)-(?P<index>\d{1,6})-(?P<column>[a-z][a-z0-9_]*)", re.ASCII)
_MANY = frozenset({Kind.CHECKLIST, Kind.FILEPICKER})
_NOT_OURS = frozenset({"csrf_token"})


def wants_redraw(items: Iterable[tuple[str, str]]) -> bool:
    """Tell whether a submission only asks for another row, one row fewer, or the form anew."""
    return any(name in {ADD, REMOVE, REFRESH} for name, _ in items)


def extract(compiled: Compiled, items: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the raw submission; buttons that add or remove a row are carried out.

    Names that start with an underscore belong to the page. A name the form does not have is kept, so that
    validation refuses it.
    """
    pairs = [_uploaded(name, text) for name, text in items if name not in _NOT_OURS]
    single: dict[str, list[str]] = {}
    rows: dict[str, dict[int, dict[str, list[str]]]] = {}
    for name, text in pairs:
        if name.startswith("_"):
            continue
        match = _ROW.fullmatch(name)
        if match and match["list"] in compiled.columns:
            row = rows.setdefault(match["list"], {}).setdefault(int(match["index"]), {})
            row.setdefault(match["column"], []).append(text)
        else:
            single.setdefault(name, []).append(text)
    raw = _fields((part for part in compiled.parts if isinstance(part, Field)), single)
    for part in compiled.parts:
        if isinstance(part, Rows):
            raw[part.key] = _rows(part, rows.get(part.key, {}))
    return _with_buttons(compiled, raw, pairs)


def _uploaded(name: str, text: str) -> tuple[str, str]:
    """Give a stored file the name of its field; a name without an id is the browser's own text and stays the page's."""
    return (name.removeprefix(FILE), text) if name.startswith(FILE) and ID.fullmatch(text) else (name, text)


def _fields(fields: Iterable[Field], texts: dict[str, list[str]]) -> dict[str, Any]:
    raw: dict[str, Any] = {}
    known = list(fields)
    for field in known:
        if not is_readonly(field):
            raw[field.key] = _value(field, texts.get(field.key, ()))
    own = {field.key for field in known}
    raw.update({name: found[-1] for name, found in texts.items() if name not in own})
    raw.update({field.key: texts[field.key][-1] for field in known if is_readonly(field) and field.key in texts})
    return raw


def _value(field: Field, texts: Sequence[str]) -> Any:
    if field.kind in _MANY:
        return [text for text in texts if text]
    if field.kind is Kind.CHECKBOX:
        return bool(texts) and texts[-1] not in {"false", "off", "0", ""}
    return texts[-1] if texts and texts[-1] else None


def _rows(rows: Rows, found: Mapping[int, dict[str, list[str]]]) -> list[dict[str, Any]]:
    kept = sorted(found)[: HARD_MOST + 1]
    return [_fields(columns(rows), found[index]) for index in kept]


def _with_buttons(compiled: Compiled, raw: dict[str, Any], pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    for name, text in pairs:
        if name == ADD and text in compiled.columns and len(raw[text]) < HARD_MOST:
            raw[text] = [*raw[text], new_row(compiled.columns[text], {})]
        elif name == REMOVE:
            key, _, index = text.rpartition("-")
            if key in compiled.columns and index.isdecimal() and len(index) <= len(str(HARD_MOST)):
                raw[key] = [row for at, row in enumerate(raw[key]) if at != int(index)]
    return raw
