"""A text with FEEL in double braces, which shows live values to the person who fills the form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.feel import Expression
from forms.display import plain

Piece = str | Expression


@dataclass(frozen=True)
class Phrase:
    """A text in both languages, cut into fixed pieces and expressions."""

    zh: tuple[Piece, ...] = ()
    en: tuple[Piece, ...] = ()

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """Its expressions, in both languages."""
        return tuple(piece for piece in (*self.zh, *self.en) if isinstance(piece, Expression))

    def read(self, language: str, scope: Mapping[str, Any]) -> str:
        """Return the text with each expression replaced by its value in the scope; null shows as an ellipsis."""
        pieces = self.zh if language.startswith("zh") else self.en
        return "".join(_read(piece, language, scope) for piece in pieces)


def _read(piece: Piece, language: str, scope: Mapping[str, Any]) -> str:
    if isinstance(piece, str):
        return piece
    value = piece.evaluate(scope)
    return "…" if value is None else plain(value, language=language)


SILENCE = Phrase()
