"""One thing wrong with an entry, before it is put into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from marshmallow import ValidationError

from forms.bilingual import Bilingual
from forms.display import number
from forms.words import PROBLEMS


@dataclass(frozen=True)
class Problem:
    """A code of the catalogue with its data, or a sentence of the definition's own."""

    code: str
    data: Mapping[str, object] = field(default_factory=dict)
    own: Bilingual | None = None

    def sentence(self, language: str) -> str:
        """Return the sentence in a language."""
        if self.own:
            return self.own.read(language)
        words = {key: self._word(value, language) for key, value in self.data.items()}
        return PROBLEMS[self.code].read(language).format(**words)

    @staticmethod
    def _word(value: object, language: str) -> str:
        if isinstance(value, Bilingual):
            return value.read(language)
        return number(value) if isinstance(value, Decimal) else str(value)


def refusal(code: str, **data: object) -> ValidationError:
    """Return what a schema field raises; marshmallow carries the problem through untouched."""
    return ValidationError([Problem(code, data)])
