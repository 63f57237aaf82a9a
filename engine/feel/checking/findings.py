"""What a check of an expression found, with its place, in Chinese and English."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from engine.feel.lexer import locate
from engine.feel.tokens import KEYWORDS


@dataclass(frozen=True, slots=True)
class FeelFinding:
    """One mistake: a stable code, a sentence in each language, the place counted from 1.

    Codes: `feel.syntax`, `feel.unknown-name`, `feel.unknown-entry`, `feel.unknown-function`, `feel.arguments`,
    `feel.argument-type`, `feel.operands`, `feel.comparison`, `feel.condition`, `feel.result`.
    """

    code: str
    zh: str
    en: str
    line: int
    column: int


class Findings:
    """Collects the findings of one text, each once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[FeelFinding, None] = {}

    def add(self, at: int, code: str, *, zh: str, en: str, **data: Any) -> None:
        """Note a mistake at an offset; the data fills both sentences."""
        line, column = locate(self._text, max(at, 0))
        self._found[FeelFinding(code, zh.format(**data), en.format(**data), line, column)] = None

    def all(self) -> tuple[FeelFinding, ...]:
        """Return what was found, from the beginning of the text on."""
        return tuple(sorted(self._found, key=lambda finding: (finding.line, finding.column)))


_WORDS = {
    "且": "and",
    "并且": "and",
    "而且": "and",
    "或": "or",
    "或者": "or",
    "如果": "if",
    "那么": "then",
    "否则": "else",
    "不": "not(…)",
    "非": "not(…)",
    "not": "not(…)",
    "is": "=",
    "等于": "=",
    "大于": ">",
    "小于": "<",
    "真": "true",
    "假": "false",
    "空": "null",
    "none": "null",
    "nil": "null",
}


def misread_word(name: str) -> tuple[str, str] | None:
    """Return half a sentence about a word that was meant as a keyword, but became part of a name."""
    words = name.split(" ")
    for word in words:
        meant = word.lower() if word.lower() in KEYWORDS else _WORDS.get(word.lower())
        if meant is not None and word != meant and (len(words) > 1 or word.lower() in KEYWORDS):
            return f"；“{word}”应写作{meant}。", f'; "{word}" is written {meant}.'
    return None


def suggestion(name: str, known: Iterable[str]) -> tuple[str, str]:
    """Return half a sentence in each language with the known name that was probably meant; empty where none is near."""
    near = get_close_matches(name, sorted(known), n=1, cutoff=0.6 if len(name) > 3 else 0.5)
    return (f"，是否想写“{near[0]}”？", f'; did you mean "{near[0]}"?') if near else ("。", ".")
