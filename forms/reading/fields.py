"""Reading one field of a definition."""

import re
from dataclasses import dataclass
from typing import Any

from engine.feel import FeelSyntaxError, compile_expression
from forms.bilingual import Bilingual
from forms.definition import Choice, Field, Kind, Precision, Source
from forms.reading.bounds import read_rules
from forms.reading.choices import read_choices, read_source
from forms.reading.expressions import bilingual_phrase, checks, condition, translated
from forms.reading.node import Node
from forms.reading.properties import require_known_properties

RESERVED = frozenset({"case", "record", "today", "superior", "csrf_token"})
"""Names that mean something else where expressions and submissions are read."""

DUTIES = ("investigate", "review", "decide", "host", "collect", "serve", "approve", "recused")
"""What the rules of separation of duties speak about."""

_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")
_GRID = 16
_LARGEST_FILE = 2000
_CHOSEN = frozenset({Kind.SELECT, Kind.RADIO, Kind.CHECKLIST})


@dataclass(frozen=True)
class Inherited:
    """What a field has from the list and the groups it stands in."""

    list_key: str = ""
    personal: bool = False
    protected: str = ""


def read_key(node: Node, name: str) -> str:
    """Read a key: a name that FEEL can read, that HTML can carry, and that is not taken."""
    key = node.text(name)
    if not key:
        node.fault("form-missing", name, name=name)
    elif not _KEY.fullmatch(key):
        node.fault("form-key", name, key=key)
    elif key in RESERVED or not _is_name(key):
        node.fault("form-key-reserved", name, key=key)
    return key


def _is_name(key: str) -> bool:
    """Whether FEEL reads the key as one name, not as a word of its grammar."""
    try:
        return compile_expression(f"[{key}]").names == {key}
    except FeelSyntaxError:
        return False


def sensitivity(node: Node, inherited: Inherited, *, list_key: str = "") -> Inherited:
    """Return what the parts of a component inherit: personal and protected never end further down."""
    properties = node.child("properties")
    protected = properties.text("protected")
    if protected not in {"", "reporter"}:
        properties.fault("form-protected", "protected", value=protected)
    return Inherited(
        list_key or inherited.list_key,
        personal=properties.flag("personal") or inherited.personal,
        protected=protected or inherited.protected,
    )


def read_field(node: Node, kind: Kind, inherited: Inherited) -> Field:
    """Read a field; faults are noted and the field is as complete as its definition allows."""
    key = read_key(node, "key")
    node = node.named(key)
    require_known_properties(node, kind)
    properties = node.child("properties")
    own = sensitivity(node, inherited)
    choices = read_choices(node) if kind in _CHOSEN else ()
    source = read_source(node, choices) if kind in _CHOSEN else None
    money = properties.flag("money") if kind is Kind.NUMBER else False
    prefix, suffix = _adorners(node)
    return Field(
        kind=kind,
        key=key,
        path=f"{own.list_key}.{key}" if own.list_key else key,
        element=node.element,
        names=_label(node, kind),
        hint=bilingual_phrase(node, "description", "description.en"),
        rules=read_rules(node, kind=kind, money=money),
        hide=condition(node.child("conditional"), "hide"),
        checks=checks(node),
        choices=choices,
        source=source,
        precision=_precision(node) if kind is Kind.DATETIME else Precision.DAY,
        default=_default(node, choices),
        personal=own.personal,
        protected=own.protected,
        duty=_duty(node, source),
        money=money,
        readonly=_readonly(node, own),
        accept=node.text("accept") if kind is Kind.FILEPICKER else "",
        megabytes=properties.whole("maxMB", low=1, high=_LARGEST_FILE) if kind is Kind.FILEPICKER else None,
        prefix=prefix,
        suffix=suffix,
        columns=node.child("layout").whole("columns", low=1, high=_GRID),
    )


def _label(node: Node, kind: Kind) -> Bilingual:
    name = "dateLabel" if kind is Kind.DATETIME and "dateLabel" in node.data else "label"
    if not node.text(name).strip():
        node.fault("form-missing", name, name=name)
    return translated(node, name, "label.en")


def _readonly(node: Node, own: Inherited) -> bool:
    found = [name for name in ("readonly", "disabled") if node.flag(name)]
    if found and own.list_key:
        node.fault("form-readonly-column", found[0])
    return bool(found)


def _precision(node: Node) -> Precision:
    text = node.text("subtype") or "date"
    if text in set(Precision):
        return Precision(text)
    node.fault("form-subtype", "subtype", value=text)
    return Precision.DAY


def _adorners(node: Node) -> tuple[Bilingual | None, Bilingual | None]:
    appearance = node.child("appearance")
    found: list[Bilingual | None] = []
    for side in ("prefix", "suffix"):
        text = appearance.text(f"{side}Adorner")
        found.append(Bilingual(text, node.child("properties").text(f"{side}.en") or text) if text else None)
    return found[0], found[1]


def _default(node: Node, choices: tuple[Choice, ...]) -> Any:
    """Read the default: FEEL in the properties, or form-js's own; its validity is the schema's to judge."""
    expression = condition(node.child("properties"), "default")
    value = expression or node.data.get("defaultValue")
    return None if value == "" and not choices else value


def _duty(node: Node, source: Source | None) -> str:
    properties = node.child("properties")
    duty = properties.text("duty")
    if duty and duty not in DUTIES:
        properties.fault("form-duty", "duty", duty=duty, known=", ".join(DUTIES))
    if duty and (source is None or source.kind != "people"):
        properties.fault("form-duty-source", "duty", duty=duty)
    return duty
