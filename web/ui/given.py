"""Values that an operator gives in words: one name and one FEEL expression in each line."""

import re
from typing import Any

from engine.feel import FeelSyntaxError, compile_expression
from engine.kernel.errors import Fault, Invalid

_LINE = re.compile(r"\s*([A-Za-z_]\w*)\s*=\s*(.+?)\s*")


class ValuesUnread(Invalid):
    """Expected lines like `share = 100` or `name = "text"`: see each fault."""

    code = "values-unread"
    zh = '所给的值应每行一项，例如 share = 100 或 name = "文字"，详见各项说明。'


def read_values(text: str) -> dict[str, Any] | None:
    """Return the values by name, None for nothing; raises `ValuesUnread` with a fault for each wrong line."""
    values: dict[str, Any] = {}
    faults = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        found = _LINE.fullmatch(line)
        try:
            value = compile_expression(found[2]).evaluate({}) if found else None
        except FeelSyntaxError:
            value = None
        if found is None or (value is None and found[2] != "null"):
            faults.append(Fault("value", f"第 {number} 行无法理解：{line}", f"Line {number}: {line}", {"line": number}))
        else:
            values[found[1]] = value
    if faults:
        raise ValuesUnread(faults=faults)
    return values or None
