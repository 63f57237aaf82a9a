r"""Regular expressions of XPath, run within limits by the `regex` package, which can stop after a time.

Python's own `re` cannot be interrupted: a pattern like (a+)+b would hold a worker for hours.
"""

import re
from functools import lru_cache
from typing import Any

from engine.feel.functions.refusing import PatternRefused
from engine.feel.limits import PATTERN_SECONDS, STRING_CHARACTERS
from engine.feel.scope import Exhausted, Run

_GROUPS = re.compile(r"\\([\\$])|\$(\d+)|(.)", re.DOTALL)


@lru_cache(maxsize=512)
def _compiled(pattern: str, flags: str) -> Any:
    """Compile a pattern; raises PatternRefused."""
    # Both are imported when the first pattern comes, to keep the import of this package quick.
    import regex  # noqa: PLC0415

    from engine.feel.functions.xpath import Translator  # noqa: PLC0415

    translator = Translator(pattern, flags)
    body = regex.escape(pattern) if "q" in flags else translator.translated()
    try:
        return regex.compile(body, regex.V0 | regex.UNICODE | (regex.IGNORECASE if "i" in flags else 0))
    except (regex.error, RecursionError, OverflowError) as failure:
        raise PatternRefused(pattern) from failure


def _attempt(pattern: str, flags: str, run: Run, action: Any) -> Any:
    """Compile a pattern and use it; null with a reason when it is refused or takes too long."""
    run.step(10)
    run.look()
    try:
        return action(_compiled(pattern, flags))
    except PatternRefused:
        return run.null("{pattern} is no pattern we run", "不支持的正则表达式：{pattern}", pattern=pattern[:80])
    except TimeoutError:
        return run.null("The pattern {pattern} took too long", "正则表达式{pattern}耗时过长", pattern=pattern[:80])


def find_in(string: str, pattern: str, flags: str, run: Run) -> bool | None:
    """Tell whether a pattern occurs in a string."""
    return _attempt(pattern, flags, run, lambda compiled: compiled.search(string, timeout=PATTERN_SECONDS) is not None)  # type: ignore[no-any-return]


def replace_in(string: str, pattern: str, replacement: str, flags: str, run: Run) -> str | None:
    """Replace every occurrence of a pattern; a pattern that matches nothing at all is an error in XPath."""

    def action(compiled: Any) -> str | None:
        if compiled.fullmatch("", timeout=PATTERN_SECONDS):
            return run.null("The pattern {pattern} matches nothing", "正则表达式{pattern}可匹配空串", pattern=pattern)
        template = [("text", replacement)] if "q" in flags else _template(replacement, compiled.groups)
        if template is None:
            return run.null("{text} is no replacement", "替换文本有误：{text}", text=replacement)
        written = _Writing(template)
        result: str = compiled.sub(written.of, string, timeout=PATTERN_SECONDS)
        return result

    return _attempt(pattern, flags, run, action)  # type: ignore[no-any-return]


def _template(replacement: str, groups: int) -> list[tuple[str, Any]] | None:
    r"""Read a replacement into texts and group numbers; `None` when `$` or `\` stand alone."""
    parts: list[tuple[str, Any]] = []
    for match in _GROUPS.finditer(replacement):
        escaped, digits, plain = match.groups()
        if escaped:
            parts.append(("text", escaped))
        elif digits:
            parts.extend(_group(digits, groups))
        elif plain in "$\\":
            return None
        else:
            parts.append(("text", plain))
    return parts


def _group(digits: str, groups: int) -> list[tuple[str, Any]]:
    """Read $12 as group 12 where there are so many, else as group 1 followed by a 2."""
    taken = digits
    while len(taken) > 1 and int(taken) > groups:
        taken = taken[:-1]
    rest = digits[len(taken) :]
    return [("group", int(taken) if int(taken) <= groups else None), ("text", rest)]


class _Writing:
    """Fills a template for match after match; raises Exhausted when all of it together becomes too long."""

    def __init__(self, template: list[tuple[str, Any]]) -> None:
        self._template = template
        self._length = 0

    def of(self, match: Any) -> str:
        pieces = []
        for kind, part in self._template:
            pieces.append(part if kind == "text" else (match[part] or "") if part is not None else "")
        text = "".join(pieces)
        self._length += len(text)
        if self._length > STRING_CHARACTERS:
            raise Exhausted
        return text


def split_at(string: str, delimiter: str, run: Run) -> list[str] | None:
    """Split a string at every occurrence of a pattern."""

    def action(compiled: Any) -> list[str] | None:
        if compiled.fullmatch("", timeout=PATTERN_SECONDS):
            return run.null("The delimiter {text} is empty", "分隔符{text}可匹配空串", text=delimiter)
        pieces, last = [], 0
        for match in compiled.finditer(string, timeout=PATTERN_SECONDS):
            pieces.append(string[last : match.start()])
            last = match.end()
        return [*pieces, string[last:]]

    return _attempt(delimiter, "", run, action)  # type: ignore[no-any-return]
