"""Built-in functions on strings (DMN 1.5, 10.3.4.3)."""

from decimal import Decimal
from typing import Any

from engine.feel.functions.patterns import find_in, replace_in, split_at
from engine.feel.functions.registry import builtin
from engine.feel.limits import STRING_CHARACTERS
from engine.feel.scope import Exhausted, Run


@builtin("substring", "string: string, start position: number")
@builtin("substring", "string: string, start position: number, length: number")
def substring(run: Run, string: str, start: Decimal, length: Decimal | None = None) -> str | None:
    """Return characters from a position counted from 1, or from the end when negative."""
    first = int(start)
    if not first or abs(first) > len(string) or (length is not None and length < 1):
        return run.null("There is no position {start} in the string", "字符串没有第{start}位", start=start)
    index = first - 1 if first > 0 else len(string) + first
    return string[index:] if length is None else string[index : index + min(int(length), len(string))]


@builtin("string length", "string: string")
def string_length(_run: Run, string: str) -> Decimal:
    """Count characters."""
    return Decimal(len(string))


@builtin("upper case", "string: string")
def upper_case(_run: Run, string: str) -> str:
    """Return the string in capitals."""
    return string.upper()


@builtin("lower case", "string: string")
def lower_case(_run: Run, string: str) -> str:
    """Return the string in small letters."""
    return string.lower()


@builtin("trim", "string: string")
def trim(_run: Run, string: str) -> str:
    """Return the string without blanks at its ends (an extension of many engines)."""
    return string.strip()


@builtin("substring before", "string: string, match: string")
def substring_before(_run: Run, string: str, match: str) -> str:
    """Return what stands before the first match; nothing where there is none."""
    head, found, _ = string.partition(match) if match else ("", "", "")
    return head if found else ""


@builtin("substring after", "string: string, match: string")
def substring_after(_run: Run, string: str, match: str) -> str:
    """Return what stands after the first match; nothing where there is none."""
    return string.partition(match)[2] if match else string


@builtin("contains", "string: string, match: string")
def contains(_run: Run, string: str, match: str) -> bool:
    """Tell whether the string holds the match."""
    return match in string


@builtin("starts with", "string: string, match: string")
def starts_with(_run: Run, string: str, match: str) -> bool:
    """Tell whether the string starts with the match."""
    return string.startswith(match)


@builtin("ends with", "string: string, match: string")
def ends_with(_run: Run, string: str, match: str) -> bool:
    """Tell whether the string ends with the match."""
    return string.endswith(match)


@builtin("matches", "input: string, pattern: string, flags?: string")
def matches(run: Run, string: str, pattern: str, flags: str | None = None) -> bool | None:
    """Tell whether a regular expression occurs in the string."""
    return find_in(string, pattern, flags or "", run)


@builtin("replace", "input: string, pattern: string, replacement: string, flags?: string")
def replace(run: Run, string: str, pattern: str, replacement: str, flags: str | None = None) -> str | None:
    """Replace every occurrence of a regular expression; $1 and so on stand for groups."""
    return replace_in(string, pattern, replacement, flags or "", run)


@builtin("split", "string: string, delimiter: string")
def split(run: Run, string: str, delimiter: str) -> list[str] | None:
    """Split a string at every occurrence of a regular expression."""
    return split_at(string, delimiter, run)


@builtin("string join", "list: list, delimiter?: string")
def string_join(run: Run, parts: list[Any], delimiter: str | None = None) -> str | None:
    """Join strings, leaving out nulls."""
    run.step(len(parts))
    strings = [part for part in parts if part is not None]
    if not all(type(part) is str for part in strings):
        return run.null("string join: only strings can be joined", "string join：只能连接字符串")
    if sum(map(len, strings)) + len(strings) * len(delimiter or "") > STRING_CHARACTERS:
        raise Exhausted
    return (delimiter or "").join(strings)
