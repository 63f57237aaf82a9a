"""The schema field for text: bounded, storable, trimmed."""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from forms.definition import Field, Kind
from forms.problems import Problem, refusal

UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters, lone surrogates and non-characters: PostgreSQL refuses some, people see none of them."""

_EDGES = 1000
"""Characters beyond the limit within which white space at the edges may still be trimmed away."""


class Text(fields.String):
    """Text of one or more lines; the empty text means that nothing was entered."""

    def __init__(self, definition: Field) -> None:
        super().__init__(allow_none=True)
        self.rules = definition.rules
        self.one_line = definition.kind is Kind.TEXTFIELD

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        del attr, data, kwargs
        if not isinstance(value, str):
            raise refusal("text")
        text = self._trimmed(value)
        if not text:
            return None
        if len(text) < self.rules.min_length:
            raise refusal("short", limit=self.rules.min_length, count=len(text))
        if self.rules.pattern and not self.rules.pattern.search(text):
            raise refusal_of_pattern(self.rules.pattern_message)
        return text

    def _trimmed(self, value: str) -> str:
        """Trim and check a text, looking at its length before anything that costs time."""
        limit = self.rules.max_length
        if len(value) > 2 * limit + _EDGES:
            raise refusal("long", limit=limit, count=len(value))
        text = value.strip() if self.one_line else value.replace("\r\n", "\n").replace("\r", "\n").rstrip().lstrip("\n")
        if len(text) > limit:
            raise refusal("long", limit=limit, count=len(text))
        if UNSTORABLE.search(text):
            raise refusal("control")
        if self.one_line and "\n" in text:
            raise refusal("line")
        return text


def refusal_of_pattern(message: Any) -> Exception:
    """Return the refusal of a text that does not match, in the definition's own words if it has some."""
    refused = refusal("pattern")
    if message:
        refused.messages = [Problem("pattern", own=message)]
    return refused
