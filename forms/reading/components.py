"""Reading the tree of a definition: groups, lists, notes, and the fields in them."""

from collections.abc import Callable

from engine.feel import Expression
from forms.definition import Component, Field, Gap, Group, Kind, Note, Rows
from forms.reading.expressions import bilingual_phrase, checks, condition, translated
from forms.reading.fields import Inherited, read_field, read_key, sensitivity
from forms.reading.node import Node
from forms.reading.properties import require_known_properties

MOST_ROWS = 500
"""What a definition may allow at most in one list."""

_FORBIDDEN = frozenset({"html", "iframe", "script", "button", "expression", "documentPreview", "image", "table"})


def read_components(node: Node, inherited: Inherited) -> tuple[Component, ...]:
    """Read the components of a form, group or list, in order."""
    found = (_component(item, inherited) for item in node.items("components"))
    return tuple(component for component in found if component)


def _component(node: Node, inherited: Inherited) -> Component | None:
    name = node.text("type")
    reader = _READERS.get(name)
    if reader:
        return reader(node, inherited)
    if name in _FORBIDDEN:
        node.fault("form-type-forbidden", "type", type=name)
    else:
        node.fault("form-type-unknown", "type", type=name, known=", ".join(_READERS))
    return None


def _field_of(kind: Kind) -> Callable[[Node, Inherited], Field]:
    return lambda node, inherited: read_field(node, kind, inherited)


def _hide(node: Node) -> Expression | None:
    return condition(node.child("conditional"), "hide")


def _id(node: Node) -> str:
    """Name a component that carries no value: its own id, or its place, which is unique."""
    return node.text("id") or node.element.replace("components[", "c").replace("].", "-").replace("]", "")


def _group(node: Node, inherited: Inherited) -> Group:
    require_known_properties(node, "group")
    path = node.text("path")
    if path:
        node.fault("form-path", "path", path=path)
    if not node.text("label"):
        node.fault("form-missing", "label", name="label")
    return Group(
        id=_id(node),
        names=translated(node, "label", "label.en"),
        hint=bilingual_phrase(node, "description", "description.en"),
        components=read_components(node, sensitivity(node, inherited)),
        hide=_hide(node),
    )


def _rows(node: Node, inherited: Inherited) -> Rows:
    key = read_key(node, "path")
    node = node.named(key)
    require_known_properties(node, "dynamiclist")
    if inherited.list_key:
        node.fault("form-nested-list")
    if not node.text("label"):
        node.fault("form-missing", "label", name="label")
    properties = node.child("properties")
    fewest = properties.whole("minItems", low=0, high=MOST_ROWS) or 0
    most = properties.whole("maxItems", low=1, high=MOST_ROWS) or max(fewest, 100)
    if fewest > most:
        properties.fault("form-order", "minItems", low="minItems", high="maxItems")
    initial = node.whole("defaultRepetitions", low=0, high=20)
    return Rows(
        key=key,
        element=node.element,
        names=translated(node, "label", "label.en"),
        hint=bilingual_phrase(node, "description", "description.en"),
        components=read_components(node, sensitivity(node, inherited, list_key=key)),
        hide=_hide(node),
        checks=checks(node),
        fewest=fewest,
        most=most,
        initial=max(fewest, 1 if initial is None else initial),
        can_change=node.flag("allowAddRemove", missing=True),
    )


def _note(node: Node, _: Inherited) -> Note:
    require_known_properties(node, "text")
    if not node.text("text"):
        node.fault("form-missing", "text", name="text")
    return Note(_id(node), bilingual_phrase(node, "text", "text.en"), _hide(node))


def _gap(node: Node, _: Inherited) -> Gap:
    name = node.text("type")
    require_known_properties(node, name)
    return Gap(_id(node), line=name == "separator", hide=_hide(node))


_READERS: dict[str, Callable[[Node, Inherited], Component]] = {
    **{kind.value: _field_of(kind) for kind in Kind},
    "group": _group,
    "dynamiclist": _rows,
    "text": _note,
    "separator": _gap,
    "spacer": _gap,
}
