"""FEEL in a definition: conditions, limits, defaults, live texts and checks, compiled where they stand."""

import re
from decimal import Decimal

from engine.feel import Expression, FeelSyntaxError, compile_expression
from forms.bilingual import NOTHING, Bilingual
from forms.definition import Check
from forms.phrase import Phrase, Piece
from forms.reading.node import Node

_BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_CHECK = re.compile(r"check\.([1-9]\d{0,2})")
_CHECK_PART = re.compile(r"(check\.[1-9]\d{0,2})\.(?:message|message\.en|basis|basis\.en)")
_CJK = re.compile(r"[\u3400-\u9fff]")


def compiled(node: Node, name: str, text: str) -> Expression | None:
    """Compile FEEL; None, with the fault noted, if it does not parse."""
    try:
        return compile_expression(text)
    except FeelSyntaxError as error:
        node.fault("form-feel", name, what_zh=error.zh, what_en=error.en)
        return None


def condition(node: Node, name: str) -> Expression | None:
    """Read a part that must be FEEL behind an equals sign; None if it is missing or faulty."""
    text = node.text(name).strip()
    if not text:
        return None
    if not text.startswith("="):
        node.fault("form-feel-marker", name, name=name)
        return None
    return compiled(node, name, text)


def limit(node: Node, name: str) -> Decimal | Expression | None:
    """Read a number, or FEEL that yields one."""
    value = node.data.get(name)
    return condition(node, name) if isinstance(value, str) and value.lstrip().startswith("=") else node.number(name)


def demand(node: Node, name: str) -> bool | Expression:
    """Read a truth value, or FEEL behind an equals sign that yields one."""
    value = node.data.get(name)
    if isinstance(value, str) and value.lstrip().startswith("="):
        return condition(node, name) or False
    return node.flag(name)


def phrase(node: Node, name: str, text: str) -> tuple[Piece, ...]:
    """Cut a text at its double braces; a text that starts with an equals sign is one expression."""
    if text.lstrip().startswith("="):
        whole = compiled(node, name, text)
        return (whole,) if whole else ()
    if text.count("{{") != text.count("}}"):
        node.fault("form-braces", name)
        return (text,)
    pieces: list[Piece] = []
    for index, part in enumerate(_BRACES.split(text)):
        piece = compiled(node, name, part) if index % 2 else part
        if piece:
            pieces.append(piece)
    return tuple(pieces)


def bilingual_phrase(node: Node, name: str, english: str) -> Phrase:
    """Read a live text and its translation, which stands in the properties."""
    words = translated(node, name, english)
    return Phrase(phrase(node, name, words.zh), phrase(node, f"properties.{english}", words.en))


def translated(node: Node, name: str, english: str) -> Bilingual:
    """Read a text and its translation; a text without Chinese characters translates itself."""
    text = node.text(name)
    if not text:
        return NOTHING
    return Bilingual(text, translation(node, english, of=text))


def translation(node: Node, english: str, *, of: str) -> str:
    """Read a translation from the properties, noting where one is missing."""
    found = node.child("properties").text(english)
    if not found and _CJK.search(of):
        node.fault("form-translation-missing", f"properties.{english}", name=english)
    return found or of


def checks(node: Node) -> tuple[Check, ...]:
    """Read all `check.N` of the properties, in the order of their numbers."""
    properties = node.child("properties")
    numbers = sorted(int(match[1]) for name in properties.data if (match := _CHECK.fullmatch(name)))
    for name in properties.data:
        part = _CHECK_PART.fullmatch(name)
        if part and part[1] not in properties.data:
            properties.fault("form-check-orphan", name, name=name)
    found = (_check(node, properties, f"check.{number}") for number in numbers)
    return tuple(check for check in found if check)


def _check(node: Node, properties: Node, name: str) -> Check | None:
    text = properties.text(name)
    expression = compiled(properties, name, text) if text else None
    message = properties.text(f"{name}.message")
    if not message:
        properties.fault("form-check-message", name, name=name)
    words = Bilingual(message, translation(node, f"{name}.message.en", of=message))
    basis = properties.text(f"{name}.basis")
    sources = Bilingual(basis, properties.text(f"{name}.basis.en") or basis)
    return Check(expression, words, sources) if expression else None


def is_check_property(name: str) -> bool:
    """Whether a property belongs to a check."""
    return bool(_CHECK.fullmatch(name) or _CHECK_PART.fullmatch(name))
