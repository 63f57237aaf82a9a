"""Regular expressions of definitions: read the way browsers read them, and refused where they could hang the server."""

import re
from dataclasses import dataclass
from re import Pattern

from forms.reading.node import Node

PHONE = re.compile(r"^\+?[0-9][0-9() -]{4,19}$", re.ASCII)
"""Mobile numbers, land lines with area code and extension, short numbers such as 12345."""

EMAIL = re.compile(r"^[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+$")
"""Only what tells an address from a slip of the pen; whether it exists, a letter tells."""


def read_pattern(node: Node) -> Pattern[str] | None:
    """Compile `pattern` of a validate object; None, with the fault noted, if it cannot be used."""
    text = node.text("pattern")
    if not text:
        return None
    try:
        pattern = re.compile(text, re.ASCII)
    except (re.error, OverflowError, RecursionError) as error:
        node.fault("form-pattern", "pattern", what=str(error))
        return None
    if is_slow(text):
        node.fault("form-pattern-slow", "pattern")
        return None
    return pattern


@dataclass
class _Bracket:
    branches: bool = False


def is_slow(pattern: str) -> bool:
    """Tell whether a bracket that repeats or branches inside is itself repeated: the shape that backtracks for hours.

    It errs on the safe side: some harmless patterns have this shape, and can be written without it.
    """
    tokens = re.findall(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[:=!P<]?|\{\d*,?\d*\}|.", pattern, re.DOTALL)
    brackets = [_Bracket()]
    closed: _Bracket | None = None
    for part in tokens:
        repeats = part in {"*", "+"} or re.fullmatch(r"\{\d+,?\d*\}", part) is not None
        if repeats and closed and closed.branches:
            return True
        if part[0] == "(":
            brackets.append(_Bracket())
        elif repeats or part in {"|", "?"}:
            brackets[-1].branches = True
        closed = None
        if part == ")" and len(brackets) > 1:
            closed = brackets.pop()
            brackets[-1].branches |= closed.branches
    return False
