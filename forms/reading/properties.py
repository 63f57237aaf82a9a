"""Which properties each type of component knows; a misspelt one is a rule that would silently not hold."""

from forms.reading.expressions import is_check_property
from forms.reading.node import Node

_SENSITIVE = {"personal", "protected"}
_NAMED = {"label.en", "description.en"}
_FIELD = _NAMED | _SENSITIVE | {"default"}
_ADORNED = {"prefix.en", "suffix.en"}
_CHOSEN = _FIELD | {"source", "duty"}

KNOWN = {
    "textfield": _FIELD | _ADORNED | {"pattern.en"},
    "textarea": _FIELD | {"pattern.en"},
    "number": _FIELD | _ADORNED | {"money"},
    "datetime": _FIELD | {"notFuture"},
    "select": _CHOSEN,
    "radio": _CHOSEN,
    "checklist": _CHOSEN,
    "checkbox": _FIELD,
    "filepicker": (_FIELD | {"maxItems", "maxMB"}) - {"default"},
    "group": _NAMED | _SENSITIVE,
    "dynamiclist": _NAMED | _SENSITIVE | {"minItems", "maxItems"},
    "text": {"text.en"},
    "separator": set[str](),
    "spacer": set[str](),
    "form": {"title", "title.en"},
}
"""Properties by the type of component; choices and checks have more, by pattern."""

_WITHOUT_CHECKS = {"group", "text", "separator", "spacer"}


def require_known_properties(node: Node, kind: str) -> None:
    """Note every property that this type of component does not know."""
    properties = node.child("properties")
    values = (
        {item.data.get("value") for item in node.items("values")} if kind in {"select", "radio", "checklist"} else ()
    )
    known = KNOWN[kind] | {f"option.{value}.en" for value in values}
    for name in properties.data:
        if name in known or (kind not in _WITHOUT_CHECKS and is_check_property(name)):
            continue
        properties.fault("form-property-unknown", name, type=kind, name=name)
