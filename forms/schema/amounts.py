"""The schema field for numbers: exact decimals, plainly written and of bounded size."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from marshmallow import fields

from forms.definition import Field
from forms.problems import refusal

WHOLE_DIGITS = 15
DECIMAL_DIGITS = 9

_PLAIN = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?", re.ASCII)
_LONGEST = 60


class Amount(fields.Decimal):
    """A number; money always has two decimals.

    Full-width digits and grouping commas are understood, since people type and paste them. An exponent, NaN and
    infinity are not: nobody means them on a form, and each has crashed someone's arithmetic.
    """

    def __init__(self, definition: Field) -> None:
        super().__init__(allow_none=True)
        self.money = definition.money
        self.digits = DECIMAL_DIGITS if definition.rules.digits is None else definition.rules.digits

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        del attr, data, kwargs
        if value == "":
            return None
        number = read_number(value)
        if number is None:
            return None
        if abs(number) >= 10**WHOLE_DIGITS:
            raise refusal("large", limit=WHOLE_DIGITS)
        rounded = round(number, self.digits)
        if rounded != number:
            raise refusal("digits", limit=self.digits) if self.digits else refusal("integer")
        if self.money:
            return rounded
        return rounded if self.digits == 0 else number


def read_number(value: Any) -> Decimal | None:
    """Return a number from JSON, FEEL or typing; None for a blank text; raises the refusal of anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise refusal("number")
    if isinstance(value, int):
        if abs(value) >= 10**WHOLE_DIGITS:
            raise refusal("large", limit=WHOLE_DIGITS)
        return Decimal(value)
    if isinstance(value, Decimal | float):
        return _finite(Decimal(str(value)))
    if len(value) > _LONGEST:
        raise refusal("number")
    text = unicodedata.normalize("NFKC", value).strip()
    if not text:
        return None
    if not _PLAIN.fullmatch(text):
        raise refusal("number")
    return Decimal(text.replace(",", ""))


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise refusal("number")
    if number and number.adjusted() >= WHOLE_DIGITS:
        raise refusal("large", limit=WHOLE_DIGITS)
    if number and number.adjusted() < -_LONGEST:
        raise refusal("digits", limit=DECIMAL_DIGITS)
    return number
