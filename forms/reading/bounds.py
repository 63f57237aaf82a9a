"""The `validate` part of a field and the limits that stand in its properties."""

from decimal import Decimal
from re import Pattern

from engine.feel import Expression
from forms.bilingual import Bilingual
from forms.definition import Kind, Rules
from forms.reading.expressions import demand, limit, translation
from forms.reading.node import Node
from forms.reading.patterns import EMAIL, PHONE, read_pattern
from forms.words import PROBLEMS

LONGEST = 50_000
"""Characters: what a definition may allow at most."""

_LINE, _TEXT = 500, 20_000
_MOST_FILES = 50
_TEXT_RULES = {"minLength", "maxLength", "pattern", "patternErrorMessage", "validationType"}
_KNOWN = {Kind.TEXTFIELD: _TEXT_RULES, Kind.TEXTAREA: _TEXT_RULES, Kind.NUMBER: {"min", "max"}}


def read_rules(node: Node, *, kind: Kind, money: bool) -> Rules:
    """Read all limits of a field, noting those that do not fit its kind."""
    validate = node.child("validate")
    for name in validate.data:
        if name != "required" and name not in _KNOWN.get(kind, set()):
            validate.fault("form-rule-unknown", name, type=kind, name=name)
    required = demand(validate, "required")
    match kind:
        case Kind.TEXTFIELD | Kind.TEXTAREA:
            return _text_rules(node, validate, required=required, usual=_LINE if kind is Kind.TEXTFIELD else _TEXT)
        case Kind.NUMBER:
            return _number_rules(node, validate, required=required, money=money)
        case Kind.DATETIME:
            return Rules(required=required, not_future=node.child("properties").flag("notFuture"))
        case Kind.FILEPICKER:
            several = node.flag("multiple")
            most = node.child("properties").whole("maxItems", low=1, high=_MOST_FILES) or _MOST_FILES
            return Rules(required=required, most=most if several else 1)
    return Rules(required=required)


def _text_rules(node: Node, validate: Node, *, required: bool | Expression, usual: int) -> Rules:
    shortest = validate.whole("minLength", low=0, high=LONGEST) or 0
    longest = validate.whole("maxLength", low=1, high=LONGEST) or usual
    if shortest > longest:
        validate.fault("form-order", "minLength", low="minLength", high="maxLength")
    pattern, message = _pattern(node, validate)
    return Rules(required=required, min_length=shortest, max_length=longest, pattern=pattern, pattern_message=message)


def _pattern(node: Node, validate: Node) -> tuple[Pattern[str] | None, Bilingual | None]:
    known = {"email": EMAIL, "phone": PHONE}
    named = validate.text("validationType")
    if named in known:
        return known[named], PROBLEMS[named]
    if named not in {"", "custom"}:
        validate.fault("form-rule-unknown", "validationType", type=named, name="validationType")
    pattern = read_pattern(validate)
    text = validate.text("patternErrorMessage")
    message = Bilingual(text, translation(node, "pattern.en", of=text)) if text else None
    return pattern, message if pattern else None


def _number_rules(node: Node, validate: Node, *, required: bool | Expression, money: bool) -> Rules:
    minimum, maximum = limit(validate, "min"), limit(validate, "max")
    if isinstance(minimum, Decimal) and isinstance(maximum, Decimal) and minimum > maximum:
        validate.fault("form-order", "min", low="min", high="max")
    digits = 2 if money else node.whole("decimalDigits", low=0, high=9)
    return Rules(required=required, minimum=minimum, maximum=maximum, digits=digits)
