"""A form: one definition, read once, that validates, extracts, prefills and lays out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any

from marshmallow import Schema

from forms import extraction, prefill, validation
from forms.definition import Definition, Field, Kind, Rows, Source, all_fields
from forms.entry import Compiled, compile_definition
from forms.layout.building import build_layout
from forms.layout.drawing import Drawing
from forms.layout.model import FileRef, Layout
from forms.options import Option, Options
from forms.references import controlling, references

_NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Sensitive:
    """The paths of fields with personal data, and of protected fields with whom they protect."""

    personal: frozenset[str]
    protected: Mapping[str, str]


@dataclass(frozen=True)
class Form:
    """A form that was read without faults; immutable and shared by threads."""

    definition: Definition
    compiled: Compiled = field(repr=False, compare=False)

    @classmethod
    def of(cls, definition: Definition) -> "Form":
        """Compile a definition that has no faults."""
        return cls(definition, compile_definition(definition))

    @property
    def id(self) -> str:
        """The name by which procedures refer to the form."""
        return self.definition.id

    @property
    def schema(self) -> Schema:
        """The marshmallow schema of a submission, which describes the types but not what is required."""
        return self.compiled.schema

    def title(self, language: str) -> str:
        """Return the title in a language."""
        return self.definition.title.read(language)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """All fields in reading order, columns of lists included."""
        return tuple(all_fields(self.definition.components))

    @cached_property
    def lists(self) -> tuple[Rows, ...]:
        """All lists in reading order."""
        return tuple(part for part in self.compiled.parts if isinstance(part, Rows))

    @cached_property
    def keys(self) -> frozenset[str]:
        """The top-level keys that the form writes to the document."""
        return frozenset(part.key for part in self.compiled.parts if not (isinstance(part, Field) and part.readonly))

    @cached_property
    def sensitive(self) -> Sensitive:
        """Which fields hold personal data, and which are protected."""
        return Sensitive(
            frozenset(field.path for field in self.fields if field.personal),
            MappingProxyType({field.path: field.protected for field in self.fields if field.protected}),
        )

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The fields whose choices the caller supplies, by path."""
        return MappingProxyType({field.path: field.source for field in self.fields if field.source})

    @cached_property
    def controlling(self) -> frozenset[str]:
        """The paths of fields whose change can alter what is shown."""
        return controlling(self.definition)

    @cached_property
    def foreign_names(self) -> frozenset[str]:
        """The names its expressions refer to that are not fields of its own."""
        own = {part.key for part in self.compiled.parts}
        return frozenset(
            name for found in references(self.definition) for name in found.names - found.loose - own - found.columns
        )

    def validate(
        self,
        raw: Mapping[str, Any],
        *,
        context: Mapping[str, Any],
        language: str,
        now: datetime,
        options: Options = _NONE,
    ) -> validation.Checked:
        """Judge a submission; never raises.

        `raw` maps keys to values, from JSON or from `extract`; `context` is the case's document with `case`, `record`
        and `today`. Choices of people and units are compared where `options` has them. A key that is missing counts
        as empty, even if the document holds a value: see `defaults`.
        """
        return validation.validate(self.compiled, raw, context=context, language=language, now=now, options=options)

    def extract(self, items: Iterable[tuple[str, str]]) -> dict[str, Any]:
        """Return the raw submission of an HTML form, with the buttons that add or remove a row carried out."""
        return extraction.extract(self.compiled, items)

    def defaults(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the form starts with: the document's value of each field, else the definition's default."""
        return prefill.defaults(self.compiled, context, context)

    def duties(self, values: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        """Return the logins of the people whom the values give a duty, by duty."""
        found: dict[str, dict[str, None]] = {}
        for held in self.fields:
            if held.duty:
                found.setdefault(held.duty, {}).update(dict.fromkeys(_texts(held, values)))
        return {duty: tuple(logins) for duty, logins in found.items() if logins}

    def attachments(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the ids of the attachments that the values refer to, each once, in reading order."""
        files = (held for held in self.fields if held.kind is Kind.FILEPICKER)
        return tuple(dict.fromkeys(text for held in files for text in _texts(held, values)))

    def layout(
        self,
        raw: Mapping[str, Any],
        *,
        context: Mapping[str, Any],
        language: str,
        errors: Mapping[str, Sequence[str]] | None = None,
        options: Mapping[str, Sequence[Option]] = _NONE,
        files: Mapping[str, FileRef] = _NONE,
        withheld: Collection[str] = (),
    ) -> Layout:
        """Return the form as it is drawn: for editing, reading and printing alike.

        What `raw` does not have is prefilled. `files` names the attachments by id; `withheld` has the paths of fields
        whose values this reader may not see, neither in the fields nor told by texts: those of other forms count too.
        """
        drawing = Drawing(
            compiled=self.compiled,
            context=context,
            language=language,
            errors=errors or {},
            options=options,
            files=files,
            withheld=frozenset(withheld),
            controlling=self.controlling,
        )
        prefilled = prefill.defaults(self.compiled, context, drawing.told(context))
        return build_layout(drawing, {**prefilled, **raw})


def _texts(held: Field, values: Mapping[str, Any]) -> list[str]:
    """Return all texts a field has in some values, in every row."""
    list_key, _, key = held.path.rpartition(".")
    rows = values.get(list_key) if list_key else [values]
    found: list[str] = []
    for row in rows if isinstance(rows, list) else ():
        value = row.get(key) if isinstance(row, Mapping) else None
        found.extend(text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str) and text)
    return found
