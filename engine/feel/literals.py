"""Escapes of string literals, both ways."""

import re

_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def _meaning(match: re.Match[str]) -> str:
    escape = match[1]
    if len(escape) > 1:
        code = int(escape[1:], 16)
        return chr(code) if code <= 0x10FFFF else match[0]
    # An unknown escape stays as it is, so that regular expressions may be written with one backslash.
    return _PLAIN.get(escape, match[0])


def unescape(text: str) -> str:
    r"""Return the characters that the inside of a string literal stands for (\n, \", \u4E2D, \U01F40E …)."""
    if "\\" not in text:
        return text
    plain = _ESCAPE.sub(_meaning, text)
    return _SURROGATES.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), plain)


def quoted(text: str) -> str:
    """Return the string literal for some characters."""
    body = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return f'"{body}"'
