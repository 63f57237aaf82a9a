"""Drawing the tree of a form, hidden parts left out, and the summary of its errors."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from forms.conditions import Scope, hide, row_names
from forms.definition import Component, Field, Gap, Group, Kind, Note, Rows, all_fields
from forms.display import number
from forms.entry import enter
from forms.layout.drawing import Drawing, Place
from forms.layout.inputs import draw_field
from forms.layout.model import Layout, SummaryLine
from forms.layout.views import FieldView, GapView, GroupView, Item, NoteView, RowsView, RowView
from forms.schema.rows import HARD_MOST
from forms.words import INTERFACE

_BLANK: Mapping[str, Any] = MappingProxyType({})


def build_layout(drawing: Drawing, raw: Mapping[str, Any]) -> Layout:
    """Draw a form with what was typed into it."""
    compiled, language = drawing.compiled, drawing.language
    entry = enter(compiled, raw, drawing.context)
    names = entry.scope.names
    place = Place(raw, entry.typed, names, drawing.told(names), frozenset(entry.scope.hidden))
    items = _items(drawing, compiled.definition.components, place)
    views = tuple(_views(items))
    return Layout(
        form_id=compiled.definition.id,
        title=compiled.definition.title.read(language),
        language="zh" if language.startswith("zh") else "en",
        items=items,
        summary=tuple(_summary(drawing, items)),
        words=MappingProxyType({name: word.read(language) for name, word in INTERFACE.items()}),
        # A field that is hidden now may appear without a new page, and only the page says how a form is sent.
        has_files=any(held.kind is Kind.FILEPICKER for held in all_fields(compiled.definition.components)),
        has_live=any(view.is_live for view in views),
    )


def _items(drawing: Drawing, components: Iterable[Component], place: Place) -> tuple[Item, ...]:
    found = (_item(drawing, component, place) for component in components if not _is_hidden(component, place))
    return tuple(item for item in found if item)


def _is_hidden(component: Component, place: Place) -> bool:
    if isinstance(component, Field | Rows):
        return component.key in place.hidden
    return component.hide is not None and component.hide.evaluate(place.names) is True


def _item(drawing: Drawing, component: Component, place: Place) -> Item | None:
    match component:
        case Field():
            return draw_field(drawing, component, place)
        case Rows():
            return _rows(drawing, component, place)
        case Group():
            return _group(drawing, component, place)
        case Note():
            text = component.text.read(drawing.language, place.told)
            lines = tuple(line.strip() for line in text.splitlines() if line.strip())
            return NoteView(_identity(component.id, place), lines) if lines else None
        case Gap():
            return GapView(_identity(component.id, place), component.line)


def _identity(name: str, place: Place) -> str:
    return f"c-{place.prefix}{name}"


def _group(drawing: Drawing, group: Group, place: Place) -> GroupView | None:
    """Draw a group; one in which nothing is shown is left out."""
    items = _items(drawing, group.components, place)
    if not items:
        return None
    hint = group.hint.read(drawing.language, place.told)
    return GroupView(_identity(group.id, place), group.names.read(drawing.language), hint, items)


def _rows(drawing: Drawing, rows: Rows, place: Place) -> RowsView:
    given = place.raw.get(rows.key)
    raw = [row if isinstance(row, Mapping) else _BLANK for row in given] if isinstance(given, list | tuple) else []
    raw = raw[:HARD_MOST] + [_BLANK] * (rows.fewest - len(raw))
    label = rows.names.read(drawing.language)
    return RowsView(
        id=f"f-{rows.key}",
        name=rows.key,
        label=label,
        hint=rows.hint.read(drawing.language, place.told),
        add_label=drawing.word("add_to", label=label),
        errors=drawing.errors_of(rows.key),
        rows=tuple(_row(drawing, rows, place, row=row, index=index) for index, row in enumerate(raw)),
        is_required=rows.fewest > 0,
        can_add=rows.can_change and len(raw) < rows.most,
        can_remove=rows.can_change and len(raw) > max(rows.fewest, 0),
    )


def _row(drawing: Drawing, rows: Rows, place: Place, *, row: Mapping[str, Any], index: int) -> RowView:
    name = f"{rows.key}-{index}"
    label = rows.names.read(drawing.language)
    typed = _typed_row(place, rows.key, index)
    scope = Scope(row_names(place.names, rows, typed))
    inner = next((step.inner for step in drawing.compiled.plan if step.part is rows), ())
    hide(inner, scope)
    told = drawing.told(scope.names, rows.key)
    here = Place(row, typed, scope.names, told, frozenset(scope.hidden), f"{name}-")
    return RowView(
        id=f"f-{name}",
        name=name,
        label=drawing.word("item", label=label, number=number(index + 1)),
        remove_label=drawing.word("remove_item", label=label, number=number(index + 1)),
        errors=drawing.errors_of(name),
        items=_items(drawing, rows.components, here),
    )


def _typed_row(place: Place, key: str, index: int) -> Mapping[str, Any]:
    rows = place.typed.get(key)
    row = rows[index] if isinstance(rows, list) and index < len(rows) else None
    return row if isinstance(row, Mapping) else _BLANK


def _views(items: Iterable[Item]) -> Iterator[FieldView]:
    for item in items:
        match item:
            case FieldView():
                yield item
            case GroupView():
                yield from _views(item.items)
            case RowsView():
                for row in item.rows:
                    yield from _views(row.items)


def _summary(drawing: Drawing, items: Iterable[Item]) -> Iterator[SummaryLine]:
    """Yield a line for each error in the order of the form, first those of the form as a whole."""
    told: set[str] = {""}
    for text in drawing.errors_of(""):
        yield SummaryLine("", text)
    for name, line in _lines(drawing, items, ""):
        told.add(name)
        yield line
    for name in drawing.errors:
        if name not in told:
            yield from (SummaryLine("", text) for text in drawing.errors_of(name))


def _lines(drawing: Drawing, items: Iterable[Item], where: str) -> Iterator[tuple[str, SummaryLine]]:
    for item in items:
        match item:
            case FieldView():
                label = f"{where}{item.label}"
                yield from _told(drawing, item.name, label=label, target=item.input_id, errors=item.errors)
            case GroupView():
                yield from _lines(drawing, item.items, where)
            case RowsView():
                yield from _told(drawing, item.name, label=item.label, target=item.id, errors=item.errors)
                for row in item.rows:
                    yield from _told(drawing, row.name, label=row.label, target=row.id, errors=row.errors)
                    yield from _lines(drawing, row.items, f"{row.label}{drawing.word('dash')}")


def _told(
    drawing: Drawing, name: str, *, label: str, target: str, errors: Iterable[str]
) -> Iterator[tuple[str, SummaryLine]]:
    for text in errors:
        yield name, SummaryLine(target, f"{label}{drawing.word('colon')}{text}")
