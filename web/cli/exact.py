"""Large answers as JSON: numbers with all their digits, at the speed of the standard encoder."""

import json
import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import Any
from uuid import uuid4

from engine.feel.jsonform import to_json
from engine.feel.values import normal

_MARK = f"exact:{uuid4().hex}:"
_MARKED = re.compile(f'"{_MARK}([^"]*)"')


def write_exactly(value: Any) -> str:
    """Write a value of any size; numbers, dates, times and durations as `engine.feel.jsonform` does.

    What the standard encoder has no number for is written as a marked text first and unwrapped afterwards.
    """
    text = _MARKED.sub(r"\1", json.dumps(value, ensure_ascii=False, default=_stand_in))
    # Half a character, which JSON may bring as an escape, has no UTF-8 and goes out as the escape it was.
    return text.encode("utf-8", errors="backslashreplace").decode("utf-8")


def _stand_in(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): item for key, item in value.items()}
    if isinstance(value, AbstractSet):
        return list(value)
    text = to_json(normal(value))
    if not isinstance(value, Decimal):
        return json.loads(text)
    return int(text) if text.lstrip("-").isdigit() else _MARK + text
