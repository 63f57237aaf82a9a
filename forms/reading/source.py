"""From bytes to a JSON object, strictly: no repeated names, no NaN, bounded size and depth."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from forms.reading.node import Faults

LARGEST_FILE = 1_000_000
"""Bytes; the largest real form is below 40,000."""


def read_json(content: bytes, *, faults: Faults) -> Mapping[str, Any] | None:
    """Return the top object, numbers as Decimal; None, with the reason noted, if there is none."""
    if len(content) > LARGEST_FILE:
        faults.add("form-size", where={}, limit=LARGEST_FILE)
        return None

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in found]
        for name in sorted({name for name in names if names.count(name) > 1}):
            faults.add("form-repeated-name", where={}, name=name)
        return dict(found)

    def constant(text: str) -> None:
        message = f"{text} is not a JSON number"
        raise ValueError(message)

    try:
        top = json.loads(
            content, parse_float=Decimal, parse_int=Decimal, parse_constant=constant, object_pairs_hook=pairs
        )
    except json.JSONDecodeError as error:
        faults.add("form-json", where={"line": error.lineno, "column": error.colno}, what=error.msg)
        return None
    except (ValueError, RecursionError) as error:
        faults.add("form-json", where={}, what=str(error))
        return None
    if not isinstance(top, Mapping):
        faults.add("form-json", where={}, what="{…} expected")
        return None
    return top
