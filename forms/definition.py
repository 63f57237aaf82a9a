"""A form as it was defined: the immutable tree that validation, extraction and layout all walk."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from re import Pattern
from typing import Any

from engine.feel import Expression
from forms.bilingual import Bilingual
from forms.phrase import Phrase


class Kind(StrEnum):
    """The kinds of field; the values are the component types of the form-js schema."""

    TEXTFIELD = "textfield"  # one line of text
    TEXTAREA = "textarea"  # text with line breaks
    NUMBER = "number"  # a decimal number, never a binary float
    DATETIME = "datetime"  # a day, or an instant with `Moment.INSTANT`
    SELECT = "select"  # one of many, in a drop-down list
    RADIO = "radio"  # one of few, all in sight
    CHECKLIST = "checklist"  # any number of choices
    CHECKBOX = "checkbox"  # yes or no
    FILEPICKER = "filepicker"  # ids of attachments, which are stored by the caller


class Precision(StrEnum):
    """How exact a point in time is; the values are the `subtype` of form-js."""

    DAY = "date"  # a calendar day
    INSTANT = "datetime"  # a day and a minute, in China's time


@dataclass(frozen=True)
class Choice:
    """One choice that stands in the definition."""

    value: str
    label: Bilingual


@dataclass(frozen=True)
class Source:
    """Where the choices come from at run time: people with one of some roles, or units of a kind."""

    text: str
    kind: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Check:
    """A FEEL condition that must be true for a submission to be accepted."""

    expression: Expression
    message: Bilingual
    basis: Bilingual


@dataclass(frozen=True)
class Rules:
    """The limits of one field; None means no such limit. `required` may be FEEL, which then must be true to hold."""

    required: bool | Expression = False
    minimum: Decimal | Expression | None = None
    maximum: Decimal | Expression | None = None
    min_length: int = 0
    max_length: int = 0
    pattern: Pattern[str] | None = None
    pattern_message: Bilingual | None = None
    digits: int | None = None
    not_future: bool = False
    most: int = 1


@dataclass(frozen=True)
class Field:
    """One input.

    `path` is the key, or list key and column key joined by a dot ("evidence.title"): the name by which the rest of the
    product speaks of the field. An occurrence in a submission is named "evidence-0-title".
    """

    kind: Kind
    key: str
    path: str
    element: str
    names: Bilingual
    hint: Phrase
    rules: Rules
    hide: Expression | None = None
    checks: tuple[Check, ...] = ()
    choices: tuple[Choice, ...] = ()
    source: Source | None = None
    precision: Precision = Precision.DAY
    default: Any = None
    personal: bool = False
    protected: str = ""
    duty: str = ""
    money: bool = False
    readonly: bool = False
    accept: str = ""
    megabytes: int | None = None
    prefix: Bilingual | None = None
    suffix: Bilingual | None = None
    columns: int | None = None

    def label(self, language: str) -> str:
        """Return the label in a language."""
        return self.names.read(language)


@dataclass(frozen=True)
class Group:
    """Fields under one heading."""

    id: str
    names: Bilingual
    hint: Phrase
    components: "tuple[Component, ...]"
    hide: Expression | None = None


@dataclass(frozen=True)
class Rows:
    """A list whose rows all have the same columns."""

    key: str
    element: str
    names: Bilingual
    hint: Phrase
    components: "tuple[Component, ...]"
    hide: Expression | None = None
    checks: tuple[Check, ...] = ()
    fewest: int = 0
    most: int = 100
    initial: int = 1
    can_change: bool = True


@dataclass(frozen=True)
class Note:
    """Text among the fields."""

    id: str
    text: Phrase
    hide: Expression | None = None


@dataclass(frozen=True)
class Gap:
    """A line or an empty space between fields."""

    id: str
    line: bool
    hide: Expression | None = None


Component = Field | Group | Rows | Note | Gap


@dataclass(frozen=True)
class Definition:
    """The whole form; `title` names it to people, `id` to procedures."""

    id: str
    title: Bilingual
    file: str
    components: tuple[Component, ...]
    checks: tuple[Check, ...] = ()


def flat(components: Iterable[Component]) -> Iterator[Field | Rows]:
    """Walk fields and lists in reading order, entering groups but not lists."""
    for component in components:
        if isinstance(component, Group):
            yield from flat(component.components)
        elif isinstance(component, Field | Rows):
            yield component


def columns(rows: Rows) -> tuple[Field, ...]:
    """Return the columns of a list in reading order."""
    return tuple(part for part in flat(rows.components) if isinstance(part, Field))


def all_fields(components: Iterable[Component]) -> Iterator[Field]:
    """Walk all fields in reading order, columns of lists included."""
    for part in flat(components):
        if isinstance(part, Rows):
            yield from columns(part)
        else:
            yield part


def every(components: Iterable[Component]) -> Iterator[tuple[Component, Rows | None]]:
    """Walk the whole tree in reading order: each component with the list it is a part of, if any."""
    for component in components:
        yield component, None
        if isinstance(component, Group):
            yield from every(component.components)
        elif isinstance(component, Rows):
            for inner, _ in every(component.components):
                yield inner, component


Values = Mapping[str, Any]
