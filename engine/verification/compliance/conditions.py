"""Conditions of rules: FEEL, or a field by its label and a value by its words, to FEEL."""

import re
from collections.abc import Iterator, Sequence

from engine.bpmn import Formula
from engine.feel import FeelSyntaxError, compile_expression
from engine.kernel.errors import Fault
from engine.verification.compliance.faults import bad_condition, unknown_field
from engine.verification.compliance.rule import Line
from engine.verification.compliance.vocabulary import FieldWords

_JOINED = re.compile(r"\s*(?:(?P<and>，?(?:并且|而且|且)|\band\b)|(?P<or>，?(?:或者|或)|\bor\b))\s*")
_SIGNED = re.compile(r"^(?P<field>[^=!<>≠≤≥]+?)\s*(?P<sign><=|>=|!=|≠|≤|≥|=|<|>)\s*(?P<value>.+)$")
_WORDED = re.compile(r"^(?P<field>.+?)\s*(?P<sign>不为|不是|为|是)\s*(?P<value>.+)$")
_MASKED = re.compile("\ue000(\\d+)\ue001")
_SIGNS = {"≠": "!=", "≤": "<=", "≥": ">=", "为": "=", "是": "=", "不为": "!=", "不是": "!="}
_CONSTANTS = {"真": "true", "假": "false", "空": "null", "true": "true", "false": "false", "null": "null"}
_FEEL_NAME = re.compile(r"^[A-Za-z_][\w.]*$", re.ASCII)
_NUMBER = re.compile(r"^-?\d+(\.\d+)?$", re.ASCII)


def condition_of(line: Line, text: str, fields: Sequence[FieldWords]) -> Formula | Fault:
    """Return a condition, or what is wrong with it."""
    words = list(_translated(text, fields))
    fault = next((word for word in words if isinstance(word, tuple)), None)
    if fault is not None:
        return unknown_field(line, fault[0], [label for each in fields for label in (each.labels[0], each.key)])
    written = " ".join(str(word) for word in words)
    try:
        return Formula(text, compile_expression(written), line.file, line.number)
    except FeelSyntaxError as error:
        return bad_condition(line, text, error.zh, error.en)


def equals(line: Line, field: FieldWords, value: str) -> Formula:
    """Return the condition that a field has a value."""
    return Formula(
        f"{field.labels[0]} = {value}", compile_expression(f'{field.key} = "{value}"'), line.file, line.number
    )


def _translated(text: str, fields: Sequence[FieldWords]) -> Iterator[str | tuple[str]]:
    """Yield comparisons and what joins them, or the word nobody knows as a tuple.

    Labels may themselves hold words such as `或者`, so that they are set aside before the text is taken apart.
    """
    labels = sorted({each for words in fields for each in (*words.labels, *words.values.values())}, key=len)[::-1]
    labels = [each for each in labels if len(each) > 1]
    for number, label in enumerate(labels):
        text = text.replace(label, f"\ue000{number}\ue001")
    position = 0
    for joined in [*_JOINED.finditer(text), None]:
        part = text[position : joined.start() if joined else len(text)].strip()
        yield _comparison(part, fields, labels)
        if joined:
            position = joined.end()
            yield "and" if joined["and"] else "or"


def _comparison(part: str, fields: Sequence[FieldWords], labels: Sequence[str]) -> str | tuple[str]:
    """Return a comparison as FEEL, or its word for the field where nobody knows it; FEEL stays what it is."""
    found = _SIGNED.match(part) or _WORDED.match(part)
    if not found:
        part = _unmasked(part, labels)
        known = _field(part, fields)
        return f"{known.key} = true" if known else part
    word, sign = _unmasked(found["field"], labels).strip(" 「」"), found["sign"]
    value = _unmasked(found["value"], labels).strip()
    known = _field(word, fields)
    if known is None:
        return f"{word} {_SIGNS.get(sign, sign)} {_value(value, None)}" if _is_feel(word) else (word,)
    return f"{known.key} {_SIGNS.get(sign, sign)} {_value(value, known)}"


def _field(word: str, fields: Sequence[FieldWords]) -> FieldWords | None:
    return next((each for each in fields if word == each.key or word in each.labels), None)


def _is_feel(word: str) -> bool:
    return bool(_FEEL_NAME.match(word)) or "(" in word


def _value(text: str, known: FieldWords | None) -> str:
    bare = text.strip("「」“”")
    if known is not None and (value := known.value_of(bare.strip('"'))) is not None:
        return f'"{value}"'
    if bare in _CONSTANTS:
        return _CONSTANTS[bare]
    return text if text.startswith('"') or _NUMBER.match(text) or "(" in text else f'"{bare}"'


def _unmasked(text: str, labels: Sequence[str]) -> str:
    return _MASKED.sub(lambda found: labels[int(found[1])], text)
