"""Drawing one field: what stands in its input, what is chosen, what a reader sees."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine.feel import Expression
from forms import display
from forms.definition import Field, Kind, Precision
from forms.judging import bound_of, figure, is_required
from forms.layout.drawing import Drawing, Place
from forms.layout.model import FileRef
from forms.layout.views import FieldView, FileView, OptionView
from forms.options import Option, options_of

_CHOSEN = frozenset({Kind.SELECT, Kind.RADIO, Kind.CHECKLIST})
_TYPES = {Precision.DAY: "date", Precision.INSTANT: "datetime-local"}
_NARROW = frozenset({Kind.NUMBER, Kind.DATETIME, Kind.SELECT})
_HALF = 8
"""Columns of sixteen, for inputs whose content is short."""

_LONGEST_ECHO = 60_000
"""Characters of a faulty text that are sent back for correction."""


def draw_field(drawing: Drawing, field: Field, place: Place) -> FieldView:
    """Draw a field at its place."""
    name = place.prefix + field.key
    identity = f"f-{name}"
    raw = drawing.context.get(field.key) if field.readonly else place.raw.get(field.key)
    is_withheld = field.path in drawing.withheld
    value = None if is_withheld else raw
    options = _options(drawing, field, value, identity) if field.kind in _CHOSEN else ()
    files = _files(drawing, value, identity) if field.kind is Kind.FILEPICKER else ()
    typed = None if field.readonly else place.typed.get(field.key)
    best = raw if typed is None else typed
    return FieldView(
        kind=field.kind.value,
        id=identity,
        name=name,
        input_id=_input_id(field, identity, files),
        label=field.label(drawing.language),
        hint=field.hint.read(drawing.language, place.told),
        limits=_limits(drawing, field, place),
        errors=drawing.errors_of(name),
        value=input_text(best if field.kind is Kind.DATETIME and not is_withheld else value),
        shown=(drawing.word("withheld"),) if is_withheld else shown(drawing, field, best, options, files),
        options=options,
        files=files,
        input_type=_TYPES[field.precision] if field.kind is Kind.DATETIME else "text",
        is_required=is_required(field, place.told),
        is_readonly=field.readonly,
        is_live=field.path in drawing.controlling,
        is_money=field.money,
        is_multiple=field.rules.most > 1,
        is_withheld=is_withheld,
        accept=field.accept,
        max_bytes=field.megabytes * 1024 * 1024 if field.megabytes else None,
        latest=_latest(drawing, field),
        prefix=field.prefix.read(drawing.language) if field.prefix else "",
        suffix=field.suffix.read(drawing.language) if field.suffix else "",
        columns=field.columns or (_HALF if field.kind in _NARROW and not place.prefix else None),
    )


def _input_id(field: Field, identity: str, files: Sequence[FileView]) -> str:
    """Return the id of the input.

    The input of files is a new one after each upload, so that redrawing never keeps a file chosen that is already
    stored.
    """
    return f"{identity}-upload-{len(files)}" if field.kind is Kind.FILEPICKER else identity


def _latest(drawing: Drawing, field: Field) -> str:
    today = drawing.context.get("today")
    is_bounded = field.rules.not_future and field.precision is Precision.DAY and isinstance(today, date)
    return input_text(today) if is_bounded else ""


def _limits(drawing: Drawing, field: Field, place: Place) -> tuple[str, ...]:
    """Return the limits that depend on other entries, as they are now, and that of files."""
    found: list[str] = []
    for word, rule in (("at_least", field.rules.minimum), ("at_most", field.rules.maximum)):
        bound = bound_of(rule, place.told) if isinstance(rule, Expression) else None
        if bound is not None:
            found.append(drawing.word(word, limit=figure(bound, field).read(drawing.language)))
    if field.megabytes:
        found.append(drawing.word("file_size", limit=field.megabytes))
    return tuple(found)


def input_text(value: Any) -> str:
    """Return a value as an input holds it; what no input can hold is left out."""
    match value:
        case bool():
            return "true" if value else ""
        case str():
            return value[:_LONGEST_ECHO]
        case Decimal() | int() | float():
            return _figures(value)
        case datetime():
            local = value.astimezone(display.CHINA) if value.tzinfo else value
            return local.strftime("%Y-%m-%dT%H:%M")
        case date():
            return value.isoformat()
    return ""


def _figures(value: Decimal | float) -> str:
    if isinstance(value, int):
        return str(value) if abs(value) < 10**display.LONGEST_FIGURE else ""
    exact = Decimal(str(value))
    return f"{exact:f}" if exact.is_finite() and abs(exact.adjusted()) < display.LONGEST_FIGURE else ""


def _options(drawing: Drawing, field: Field, value: Any, identity: str) -> tuple[OptionView, ...]:
    """Return the choices; one that was chosen earlier and is not offered any more stays visible."""
    offered = list(options_of(field, drawing.options) or ())
    chosen = [
        item for item in (value if isinstance(value, list | tuple) else [value]) if isinstance(item, str) and item
    ]
    known = {option.value for option in offered}
    if field.source:
        offered += [Option(item, item) for item in dict.fromkeys(chosen) if item not in known]
    return tuple(
        OptionView(
            value=option.value,
            label=option.text(drawing.language),
            input_id=identity if index == 0 else f"{identity}-{index + 1}",
            is_chosen=option.value in chosen,
        )
        for index, option in enumerate(offered)
    )


def _files(drawing: Drawing, value: Any, identity: str) -> tuple[FileView, ...]:
    ids = [item for item in (value if isinstance(value, list | tuple) else ()) if isinstance(item, str)]
    known = ((item, drawing.files.get(item, FileRef(item))) for item in dict.fromkeys(ids))
    return tuple(
        FileView(item, f"{identity}-file-{index + 1}", ref.name, ref.url) for index, (item, ref) in enumerate(known)
    )


def shown(
    drawing: Drawing, field: Field, value: Any, options: Sequence[OptionView], files: Sequence[FileView]
) -> tuple[str, ...]:
    """Return the lines a reader sees; none if nothing was filled in."""
    if field.kind in _CHOSEN:
        return tuple(option.label for option in options if option.is_chosen)
    if field.kind is Kind.FILEPICKER:
        return tuple(file.name for file in files)
    text = readable(field, value, language=drawing.language)
    return tuple(text.splitlines()) if text else ()


def readable(field: Field, value: Any, *, language: str) -> str:
    """Return a value as a reader sees it, with its unit; choices by their labels in the definition."""
    if field.kind in _CHOSEN:
        labels = {choice.value: choice.label.read(language) for choice in field.choices}
        items = value if isinstance(value, list | tuple) else [value]
        return display.plain([labels.get(item, item) for item in items if isinstance(item, str)], language=language)
    if field.money and isinstance(value, Decimal | int | float) and not isinstance(value, bool):
        return display.money(value, language=language)
    text = display.plain(value, language=language)
    if not text or field.kind is Kind.CHECKBOX:
        return text
    before, after = (side.read(language) if side else "" for side in (field.prefix, field.suffix))
    return " ".join(part for part in (before, text, after) if part)
