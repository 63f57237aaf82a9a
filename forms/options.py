"""Choices that are known only when a form is shown or submitted: people and units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forms.definition import Field


@dataclass(frozen=True)
class Option:
    """One choice as the caller supplies it; the English label may be left out for names."""

    value: str
    label: str
    label_en: str = ""

    def text(self, language: str) -> str:
        """Return the label in a language."""
        return self.label if language.startswith("zh") or not self.label_en else self.label_en


Options = Mapping[str, Sequence[Option]]
"""Choices by the path of the field, or by the text of its source ("people:squad_officer")."""


def options_of(field: Field, options: Options) -> Sequence[Option] | None:
    """Return the choices of a field; None if it has a source and nobody supplied its choices."""
    if field.source is None:
        return [Option(choice.value, choice.label.zh, choice.label.en) for choice in field.choices]
    found = options.get(field.path)
    return options.get(field.source.text) if found is None else found
