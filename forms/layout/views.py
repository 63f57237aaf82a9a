"""What templates draw of each part of a form: nothing in it is left to decide."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class FileView:
    """One attachment of a field; `input_id` is the tick that keeps it."""

    value: str
    input_id: str
    name: str
    url: str


@dataclass(frozen=True)
class OptionView:
    """One choice of a field."""

    value: str
    label: str
    input_id: str
    is_chosen: bool


@dataclass(frozen=True)
class FieldView:
    """One field as it is drawn.

    `name` is the name of the input and the key of its errors; `input_id` is what its label and the error summary point
    to. `value` is what stands in the input, `shown` the lines that reading and printing show (none if it is blank).
    """

    kind: str
    id: str
    name: str
    input_id: str
    label: str
    hint: str
    limits: tuple[str, ...]
    errors: tuple[str, ...]
    value: str
    shown: tuple[str, ...]
    options: tuple[OptionView, ...] = ()
    files: tuple[FileView, ...] = ()
    input_type: str = "text"
    is_required: bool = False
    is_readonly: bool = False
    is_live: bool = False
    is_money: bool = False
    is_multiple: bool = False
    is_withheld: bool = False
    accept: str = ""
    max_bytes: int | None = None
    latest: str = ""
    prefix: str = ""
    suffix: str = ""
    columns: int | None = None

    @property
    def described_by(self) -> str:
        """The ids of the hint, limits and errors, for `aria-describedby`."""
        parts = (("hint", self.hint), ("limit", self.limits), ("error", self.errors))
        return " ".join(f"{name}-{self.name}" for name, present in parts if present)

    @property
    def is_edited(self) -> bool:
        """Whether an input is drawn, in a form that can be edited."""
        return not (self.is_readonly or self.is_withheld)


@dataclass(frozen=True)
class GroupView:
    """Fields under a heading."""

    id: str
    label: str
    hint: str
    items: "tuple[Item, ...]"
    kind: ClassVar[str] = "group"


@dataclass(frozen=True)
class RowView:
    """One row of a list; `name` is the value of the button that removes it."""

    id: str
    name: str
    label: str
    remove_label: str
    errors: tuple[str, ...]
    items: "tuple[Item, ...]"

    @property
    def cells(self) -> Mapping[str, FieldView]:
        """Its fields by the key of their column."""
        return {view.name.rpartition("-")[2]: view for view in field_views(self.items)}


@dataclass(frozen=True)
class Heading:
    """The head of one column of a table."""

    key: str
    label: str


@dataclass(frozen=True)
class RowsView:
    """A list with its rows; `name` is the value of the button that adds one."""

    id: str
    name: str
    label: str
    hint: str
    add_label: str
    errors: tuple[str, ...]
    rows: tuple[RowView, ...]
    is_required: bool
    can_add: bool
    can_remove: bool
    kind: ClassVar[str] = "rows"

    @property
    def described_by(self) -> str:
        """The ids of the hint and errors, for `aria-describedby`."""
        parts = (("hint", self.hint), ("error", self.errors))
        return " ".join(f"{name}-{self.name}" for name, present in parts if present)

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The columns that any row shows, in the order of the definition."""
        found: list[Heading] = []
        for row in self.rows:
            place = 0
            for key, view in row.cells.items():
                heading = Heading(key, view.label)
                if heading not in found:
                    found.insert(place, heading)
                place = found.index(heading) + 1
        return tuple(found)


@dataclass(frozen=True)
class NoteView:
    """Paragraphs of text."""

    id: str
    paragraphs: tuple[str, ...]
    kind: ClassVar[str] = "note"


@dataclass(frozen=True)
class GapView:
    """A line or an empty space."""

    id: str
    is_line: bool
    kind: ClassVar[str] = "gap"


Item = FieldView | GroupView | RowsView | NoteView | GapView


def field_views(items: "Iterable[Item]") -> Iterator[FieldView]:
    """Walk the fields of groups, but not of lists, in order."""
    for item in items:
        if isinstance(item, FieldView):
            yield item
        elif isinstance(item, GroupView):
            yield from field_views(item.items)
