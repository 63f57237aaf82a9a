"""Schema fields for choices: one, several, or yes and no."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from forms.definition import Field
from forms.problems import refusal
from forms.schema.texts import UNSTORABLE

MOST_CHOICES = 200
LONGEST_CHOICE = 200
_TICKS: Mapping[str, bool] = {"true": True, "on": True, "1": True, "false": False, "off": False, "0": False}


class Choice(fields.String):
    """One of the choices; those supplied at run time are compared later."""

    def __init__(self, definition: Field) -> None:
        super().__init__(allow_none=True)
        self.values = frozenset(choice.value for choice in definition.choices)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        del attr, data, kwargs
        return chosen(value, self.values) if value != "" else None


class Choices(fields.List[Any]):
    """Any number of choices, in the order chosen, each once."""

    def __init__(self, definition: Field) -> None:
        super().__init__(fields.String(), allow_none=True)
        self.values = frozenset(choice.value for choice in definition.choices)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        del attr, data, kwargs
        if not isinstance(value, list | tuple):
            raise refusal("list")
        if len(value) > MOST_CHOICES:
            raise refusal("many", limit=MOST_CHOICES)
        return list(dict.fromkeys(chosen(item, self.values) for item in value))


class Tick(fields.Boolean):
    """Yes or no."""

    def __init__(self) -> None:
        super().__init__(allow_none=True)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        del attr, data, kwargs
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and len(value) < len("false ") and value.lower() in _TICKS:
            return _TICKS[value.lower()]
        if value == "":
            return False
        raise refusal("tick")


def chosen(value: Any, values: frozenset[str]) -> str:
    """Return a value if it is one of some, or any short storable text where they are known at run time only."""
    known = not values or (isinstance(value, str) and value in values)
    if isinstance(value, str) and 0 < len(value) <= LONGEST_CHOICE and known and not UNSTORABLE.search(value):
        return value
    raise refusal("choice")
