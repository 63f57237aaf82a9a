"""Cuts FEEL text into tokens, deciding where a name with spaces ends and what a bracket means.

FEEL has no two operands side by side, so words that follow each other form one name unless one of them is a
keyword. Names that contain keywords or operators ("date and time", "a-b") must be known beforehand: built-ins
are, others are given by the caller or occur as keys of a context in the text.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from engine.feel.errors import FeelSyntaxError
from engine.feel.hints import character_hint
from engine.feel.limits import ODD_KEYS, TOKENS
from engine.feel.literals import unescape
from engine.feel.tokens import CLOSING, KEYWORDS, OPENING, OPERAND_ENDS, SIGNS, Lexeme

COMPOUND_NAMES = (
    "date and time",
    "years and months duration",
    "days and time duration",
    "time offset",
)
"""Names of the language itself that contain a keyword, or that must not be cut for other reasons."""

_START = r"(?:[^\W\d]|[?_\U00010000-\U000EFFFF])"
_PART = r"[\w?\u0300-\u036F\u200D\uFE0F\U00010000-\U000EFFFF]"
_WORD = re.compile(rf"{_START}{_PART}*")
_MORE = re.compile(rf"[ \t\r\n\u00a0\u3000]+({_PART}+)")
_BLANK = re.compile(r"(?:[\s\u00a0\u3000\ufeff]+|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_NUMBER = re.compile(r"(?:\d+(?:\.(?!\.)\d+)?|\.\d+)(?:[eE][+-]?\d+)?")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_KEY = re.compile(r'([^\s{}\[\](),:"](?:[^{}\[\](),:"]*[^\s{}\[\](),:"])?)\s*:')
_SYMBOLS = re.compile(r"\.\.|\*\*|<=|>=|!=|->|[-+*/=<>(){}\[\],:.]")
_NO_START = re.compile(
    r"\s*(?:$|[\])},:=<>*/+]|!=|\.(?!\d)|(?:and|or|then|else|return|satisfies|in|between|instance)(?!\w))", re.DOTALL
)


@lru_cache(maxsize=512)
def _odd_names(names: frozenset[str]) -> re.Pattern[str] | None:
    """Build the pattern for known names that plain joining of words would not find, longest first."""
    odd = sorted((name for name in names if _is_odd(name)), key=len, reverse=True)
    if not odd:
        return None
    return re.compile("|".join(_flexible(name) for name in odd))


def _is_odd(name: str) -> bool:
    """Tell whether a name holds a keyword or a character that is no part of a word."""
    words = name.split()
    return any(word in KEYWORDS or word == "instance" or not _WORD.fullmatch(f"_{word}") for word in words)


def is_plain_name(name: str) -> bool:
    """Tell whether a text is a name that needs not be known beforehand to be read as one."""
    words = name.split(" ")
    return bool(_WORD.fullmatch(words[0])) and all(words) and not _is_odd(name) and "?" not in name


def _flexible(name: str) -> str:
    """Return a pattern for a name whose blanks may be wider in the text."""
    return r"[\s\u00a0]+".join(re.escape(word) for word in name.split()) + rf"(?!{_PART})"


_VALUE = ("表达式", "an expression")


def locate(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, both from 1, of an offset."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


class Lexer:
    """Walks one text once; `names` are names known beforehand."""

    def __init__(self, text: str, names: Iterable[str] = ()) -> None:
        self.text = text
        self.names = {*COMPOUND_NAMES, *names}
        self.odd = _odd_names(frozenset(self.names))
        self.at = 0
        self.odd_keys = 0
        self.found: list[Lexeme] = []
        self.open: list[str] = []

    def lexemes(self) -> list[Lexeme]:
        """Return all tokens; raises FeelSyntaxError for a character or string that begins none."""
        while self._skip_blank():
            if len(self.found) >= TOKENS:
                raise self._too_many(("个词", "tokens"), TOKENS)
            for reader in (self._key, self._string, self._number, self._word, self._symbol):
                if reader():
                    break
            else:
                raise self._refusal()
        return self.found

    def _too_many(self, what: tuple[str, str], most: int) -> FeelSyntaxError:
        line, column = locate(self.text, self.at)
        expected = (f"不超过{most}{what[0]}", f"at most {most} {what[1]}")
        return FeelSyntaxError(self.text, line, column, expected=expected, found=("更多", "more"))

    def _skip_blank(self) -> bool:
        """Step over blanks and comments; tell whether text is left."""
        blank = _BLANK.match(self.text, self.at)
        if blank:
            self.at = blank.end()
        return self.at < len(self.text)

    def _add(self, kind: str, value: str, end: int) -> bool:
        """Append a token and move on."""
        self.found.append(Lexeme(kind, value, self.at))
        self.at = end
        return True

    @property
    def _last(self) -> str:
        return self.found[-1].kind if self.found else ""

    def _key(self) -> bool:
        """Read the key of a context entry, which may hold keywords and operators and is a known name from then on."""
        if not (self.open and self.open[-1] == "LBRACE" and self._last in {"LBRACE", "COMMA"}):
            return False
        match = _KEY.match(self.text, self.at)
        if not match:
            return False
        name = " ".join(match[1].split())
        if name not in self.names:
            self.names.add(name)
            if _is_odd(name):
                self.odd_keys += 1
                if self.odd_keys > ODD_KEYS:
                    raise self._too_many(("个含运算符的键", "keys with operators"), ODD_KEYS)
                self.odd = _odd_names(frozenset(self.names))
        return self._add("NAME", name, match.end(1))

    def _string(self) -> bool:
        """Read a string, or a temporal literal like @"2025-01-01"."""
        at_sign = self.text[self.at] == "@"
        match = _STRING.match(self.text, self.at + at_sign)
        if not match:
            return False
        return self._add("AT" if at_sign else "STRING", unescape(match[0][1:-1]), match.end())

    def _number(self) -> bool:
        match = _NUMBER.match(self.text, self.at)
        return match is not None and self._add("NUMBER", match[0], match.end())

    def _word(self) -> bool:
        """Read a name or keyword."""
        match = _WORD.match(self.text, self.at)
        if not match:
            return False
        known = self.odd.match(self.text, self.at) if self.odd else None
        end = self._name_end(match.end())
        if known and known.end() > end:
            end = known.end()
        elif self._last != "DOT" and self._keyword(match):
            return True
        return self._add("NAME", " ".join(self.text[self.at : end].split()), end)

    def _keyword(self, match: re.Match[str]) -> bool:
        """Read a keyword where one stands."""
        word = match[0]
        if word in KEYWORDS:
            return self._add(KEYWORDS[word], word, match.end())
        if word == "external" and self._last == "RPAR":
            return self._add("EXTERNAL", word, match.end())
        if word == "instance":
            more = _MORE.match(self.text, match.end())
            if more and more[1] == "of":
                return self._add("INSTANCE_OF", "instance of", more.end())
        return False

    def _name_end(self, end: int) -> int:
        """Return where the words that form one name end."""
        if self.text[self.at : end] == "?":
            return end
        while more := _MORE.match(self.text, end):
            if more[1] in KEYWORDS or self._begins_instance_of(more):
                break
            if self.odd and self.odd.match(self.text, more.start(1)):
                break
            end = more.end()
        return end

    def _begins_instance_of(self, more: re.Match[str]) -> bool:
        following = _MORE.match(self.text, more.end())
        return more[1] == "instance" and following is not None and following[1] == "of"

    def _symbol(self) -> bool:
        """Read an operator or bracket, telling the two meanings of square brackets apart."""
        match = _SYMBOLS.match(self.text, self.at)
        if not match:
            return False
        kind = SIGNS[match[0]]
        if kind == "RSQB" and self._last not in OPERAND_ENDS and not self._closes_list(match.end()):
            kind = "OPEN_START"
        elif kind == "LSQB" and self._ends_range(match.end()):
            kind = "OPEN_END"
        self._track(kind)
        return self._add(kind, match[0], match.end())

    def _closes_list(self, end: int) -> bool:
        """Tell whether `]` closes an empty list, or a bracket that ends with a type such as list<number>.

        Where no value can follow it cannot open a range either: a mistake is reported at the bracket itself.
        """
        if _NO_START.match(self.text, end):
            return True
        in_brackets = bool(self.open) and self.open[-1].startswith(("LSQB", "OPEN_START"))
        return self._last == "LSQB" or (self._last == "GT" and in_brackets)

    def _ends_range(self, end: int) -> bool:
        """Tell whether `[` ends a range like ]1..5[ rather than beginning a filter."""
        inside = bool(self.open) and self.open[-1].endswith("..")
        return inside and self._last in OPERAND_ENDS and bool(_NO_START.match(self.text, end))

    def _track(self, kind: str) -> None:
        """Keep the stack of open brackets; an opened range is marked once its dots have come."""
        if kind in OPENING:
            self.open.append(kind)
        elif kind in CLOSING and self.open:
            self.open.pop()
        elif kind == "DOTDOT" and self.open:
            self.open[-1] += ".."

    def _refusal(self) -> FeelSyntaxError:
        line, column = locate(self.text, self.at)
        character = self.text[self.at]
        hint = character_hint(character)
        if character in '"@':
            expected, found = ("成对的引号", "a closing quotation mark"), ("文末", "the end")
            return FeelSyntaxError(self.text, line, column, expected=expected, found=found, hint=hint)
        expected = ("运算符或结尾", "an operator or the end") if self._last in OPERAND_ENDS else _VALUE
        found = (f"“{character}”",) * 2
        return FeelSyntaxError(self.text, line, column, expected=expected, found=found, hint=hint)


def lexemes(text: str, names: Iterable[str] = ()) -> Iterator[Lexeme]:
    """Return the tokens of a text."""
    return iter(Lexer(text, names).lexemes())
