r"""Reads the regular expressions of XPath 3.1 strictly and writes them for the `regex` package.

Strictly, because a pattern that Python would read differently must not pass silently: XPath knows no look-around,
its `$` is the very end, its classes subtract ([a-z-[aeiou]]), and \i and \c are the characters of XML names.
A class is written with a negative look-ahead where it negates or subtracts, so that no set operations are needed.
"""

import re

from engine.feel.functions.refusing import PatternRefused
from engine.feel.limits import PATTERN_CHARACTERS, PATTERN_REPEATS

_GROUP_LEVELS = 40
_SINGLE = frozenset("\\|.?*+(){}-[]^$")
_CONTROL = {"n": "\n", "r": "\r", "t": "\t"}
_NAME_START = "_:A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
_NAME_START += "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
_NAME_PART = _NAME_START + "\\-.0-9\u00b7\u0300-\u036f\u203f\u2040"
_CLASSES = {
    "s": " \\t\\n\\r",
    "d": "\\p{Nd}",
    "i": _NAME_START,
    "c": _NAME_PART,
}
_CATEGORY = re.compile(r"\{((?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?)|Is[A-Za-z0-9-]+)\}")
_QUANTITY = re.compile(r"\{(\d+)(,(\d*))?\}")
_BLANKS = " \t\r\n"


class Translator:
    """Walks one pattern once; `flags` are those of fn:matches."""

    def __init__(self, pattern: str, flags: str) -> None:
        if len(pattern) > PATTERN_CHARACTERS or set(flags) - set("smixq"):
            raise PatternRefused(pattern)
        self.text = _without_blanks(pattern) if "x" in flags and "q" not in flags else pattern
        self.many_lines = "m" in flags
        self.every_char = "s" in flags
        self.at = 0
        self.opened = 0
        self.closed: set[int] = set()
        self.repeats = 1

    def translated(self) -> str:
        """Return the pattern for `regex`; raises PatternRefused."""
        result = self._alternatives(0)
        if self.at < len(self.text):
            raise self._refusal()
        return result

    def _refusal(self) -> PatternRefused:
        return PatternRefused(self.text)

    def _next(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else ""

    def _take(self, token: str) -> bool:
        """Step over a token where it stands."""
        if not self.text.startswith(token, self.at):
            return False
        self.at += len(token)
        return True

    def _alternatives(self, level: int) -> str:
        if level > _GROUP_LEVELS:
            raise self._refusal()
        branches = [self._branch(level)]
        while self._take("|"):
            branches.append(self._branch(level))
        return "|".join(branches)

    def _branch(self, level: int) -> str:
        pieces = []
        while self._next() not in {"", "|", ")"}:
            atom = self._atom(level)
            pieces.append(atom + self._quantifier())
        return "".join(pieces)

    def _atom(self, level: int) -> str:
        char = self._next()
        if char == "(":
            return self._group(level)
        if char == "[":
            return self._class()
        if char == "\\":
            return self._escape()
        if char in "?*+{}]":
            raise self._refusal()
        self.at += 1
        return self._anchor(char)

    def _anchor(self, char: str) -> str:
        """Write a single character, most of which stand for themselves."""
        if char == ".":
            return "(?s:.)" if self.every_char else "[^\\n\\r]"
        if char == "^":
            return "(?:\\A|(?<=\\n)(?!\\Z))" if self.many_lines else "\\A"
        if char == "$":
            return "(?=\\n|\\Z)" if self.many_lines else "\\Z"
        return re.escape(char)

    def _group(self, level: int) -> str:
        self.at += 1
        plain = self._take("?:")
        if not plain:
            self.opened += 1
        number = self.opened
        inner = self._alternatives(level + 1)
        if not self._take(")"):
            raise self._refusal()
        if not plain:
            self.closed.add(number)
        return f"(?:{inner})" if plain else f"({inner})"

    def _quantifier(self) -> str:
        """Read a quantifier, reluctant or not; counts multiply up to a limit."""
        sign = self._next()
        if sign and sign in "?*+":
            self.at += 1
        elif sign == "{":
            sign = self._quantity()
        else:
            return ""
        return sign + ("?" if self._take("?") else "")

    def _quantity(self) -> str:
        match = _QUANTITY.match(self.text, self.at)
        if not match:
            raise self._refusal()
        least, most = int(match[1]), int(match[3]) if match[3] else None
        self.repeats *= max(least, most or 0, 1)
        if self.repeats > PATTERN_REPEATS or (most is not None and most < least):
            raise self._refusal()
        self.at = match.end()
        return match[0]

    def _escape(self) -> str:
        """Read an escape outside a class: a reference to a group, or what may also stand inside."""
        following = self.text[self.at + 1 : self.at + 2]
        if following.isascii() and following.isdigit():
            return self._reference()
        simple, whole = self._class_escape()
        return f"[{simple}]" if simple else whole

    def _reference(self) -> str:
        r"""Read \12 as group 12 where that many are complete, else as group 1 followed by a 2."""
        digits = re.compile(r"[1-9]\d*").match(self.text, self.at + 1)
        if not digits:
            raise self._refusal()
        number = digits[0]
        while len(number) > 1 and int(number) > self.opened:
            number = number[:-1]
        if int(number) not in self.closed:
            raise self._refusal()
        self.at += 1 + len(number)
        return f"(?:\\{number})"

    def _class_escape(self) -> tuple[str, str]:
        """Read an escape; returns members for inside a set, or else a whole one-character pattern."""
        letter = self.text[self.at + 1 : self.at + 2]
        self.at += 2
        if letter in _CONTROL:
            return f"\\{letter}", ""
        if letter and letter in _SINGLE:
            return f"\\{letter}", ""
        if letter and letter in "pP":
            return "", self._category(letter)
        if letter and letter in "wW":
            # Word characters are all but punctuation, separators and others; categories ignore the flag i.
            return "", f"(?-i:[{'^' if letter == 'w' else ''}\\p{{P}}\\p{{Z}}\\p{{C}}])"
        if letter.lower() in _CLASSES:
            members = _CLASSES[letter.lower()]
            return "", f"(?-i:[{'' if letter.islower() else '^'}{members}])"
        raise self._refusal()

    def _category(self, letter: str) -> str:
        match = _CATEGORY.match(self.text, self.at)
        if not match:
            raise self._refusal()
        self.at = match.end()
        name = match[1]
        block = f"In{name[2:]}" if name.startswith("Is") else name
        return f"(?-i:\\{letter}{{{block}}})"

    def _class(self, level: int = 0) -> str:
        """Read a class in brackets, which may end with another one to be subtracted."""
        if level > _GROUP_LEVELS:
            raise self._refusal()
        self.at += 1
        negated = self._take("^")
        simple, wholes, subtracted = self._members(level)
        alternatives = ([f"[{''.join(simple)}]"] if simple else []) + wholes
        positive = "|".join(alternatives)
        body = f"(?:(?!{positive})(?s:.))" if negated else f"(?:{positive})"
        return f"(?:(?!{subtracted}){body})" if subtracted else body

    def _members(self, level: int) -> tuple[list[str], list[str], str]:
        """Read what stands in a class up to its end: set members, whole patterns, and a class to subtract."""
        simple: list[str] = []
        wholes: list[str] = []
        subtracted = ""
        first = True
        while not self._take("]"):
            if not first and self.text.startswith("-[", self.at):
                self.at += 1
                subtracted = self._class(level + 1)
                if not self._take("]"):
                    raise self._refusal()
                break
            member, whole = self._member(first=first)
            simple += [member] if member else []
            wholes += [whole] if whole else []
            first = False
        if first:
            raise self._refusal()
        return simple, wholes, subtracted

    def _member(self, *, first: bool) -> tuple[str, str]:
        """Read a character, range or escape inside a class."""
        start, whole = self._single(first=first)
        following = self.text[self.at + 1 : self.at + 2]
        if whole or self._next() != "-" or following in {"]", "["}:
            return start, whole
        self.at += 1
        end, whole = self._single(first=False)
        if whole or _code(start) > _code(end):
            raise self._refusal()
        return f"{start}-{end}", ""

    def _single(self, *, first: bool) -> tuple[str, str]:
        char = self._next()
        if char == "\\":
            return self._class_escape()
        alone = first or self.text[self.at + 1 : self.at + 2] == "]"
        if char in {"", "[", "]"} or (char == "-" and not alone):
            raise self._refusal()
        self.at += 1
        return (char if char.isalnum() else f"\\{char}" if char.isascii() and char.isprintable() else char), ""


def _code(member: str) -> int:
    """Return the code point of a member as written for a set."""
    return ord(_CONTROL.get(member[1], member[1]) if member.startswith("\\") and len(member) > 1 else member)


def _without_blanks(pattern: str) -> str:
    """Remove blanks outside classes, as the flag x asks."""
    result: list[str] = []
    level = 0
    escaped = False
    for char in pattern:
        if char in _BLANKS and not level:
            continue
        if not escaped:
            level += {"[": 1, "]": -1}.get(char, 0)
        escaped = char == "\\" and not escaped
        result.append(char)
    return "".join(result)
