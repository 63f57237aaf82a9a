"""Which scenarios a condition on tags selects: `@S24 and not @慢`. Pure."""

import re
from collections.abc import Callable, Collection

from engine.scenarios.errors import TagsUnreadable

Selection = Callable[[Collection[str]], bool]

_PARTS = re.compile(r"\s*(\(|\)|,|[^\s(),]+)")
_LONGEST = 1_000


def read_tags(text: str) -> Selection:
    """Return whether tags meet a condition; a comma is an `or`, a tag may go without its `@`.

    Raises `TagsUnreadable`.
    """
    if len(text) > _LONGEST:
        raise TagsUnreadable(text=text[:40])
    parts = _PARTS.findall(text.strip())
    reader = _Reader(text, parts)
    selection = reader.either()
    if reader.parts:
        raise TagsUnreadable(text=text)
    return selection


class _Reader:
    """Reads a condition part by part."""

    def __init__(self, text: str, parts: list[str]) -> None:
        self.text = text
        self.parts = parts

    def either(self) -> Selection:
        """Read what `or` or a comma joins."""
        left = self.both()
        while self.parts and self.parts[0].lower() in {"or", ","}:
            self.parts.pop(0)
            left = _or(left, self.both())
        return left

    def both(self) -> Selection:
        """Read what `and` joins."""
        left = self.single()
        while self.parts and self.parts[0].lower() == "and":
            self.parts.pop(0)
            left = _and(left, self.single())
        return left

    def single(self) -> Selection:
        """Read a tag, a denial or what stands in parentheses."""
        part = self.parts.pop(0) if self.parts else ")"
        if part.lower() == "not":
            return _not(self.single())
        if part == "(":
            inner = self.either()
            if not self.parts or self.parts.pop(0) != ")":
                raise TagsUnreadable(text=self.text)
            return inner
        if part in {")", ","} or part.lower() in {"and", "or"}:
            raise TagsUnreadable(text=self.text)
        tag = part if part.startswith("@") else f"@{part}"
        return lambda tags: tag in tags


def _or(left: Selection, right: Selection) -> Selection:
    return lambda tags: left(tags) or right(tags)


def _and(left: Selection, right: Selection) -> Selection:
    return lambda tags: left(tags) and right(tags)


def _not(inner: Selection) -> Selection:
    return lambda tags: not inner(tags)
