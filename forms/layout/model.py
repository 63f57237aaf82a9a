"""A whole form as it is drawn: for editing in blocks, for reading and printing in sections."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from forms.layout.views import FieldView, GroupView, Item, RowsView


@dataclass(frozen=True)
class FileRef:
    """What the caller tells about one attachment."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class Section:
    """What stands under one heading when a form is read or printed; the heading may be empty."""

    label: str
    items: tuple[FieldView | RowsView, ...]


def _sections(items: Iterable[Item], label: str) -> Iterator[Section]:
    """Cut a tree into sections in reading order; a group inside a group is a section of its own."""
    pending: list[FieldView | RowsView] = []
    for item in items:
        if isinstance(item, FieldView | RowsView):
            pending.append(item)
        elif isinstance(item, GroupView):
            if pending:
                yield Section(label, tuple(pending))
                pending = []
            yield from _sections(item.items, item.label)
    if pending:
        yield Section(label, tuple(pending))


@dataclass(frozen=True)
class Block:
    """One framed part of a form that is edited: a group, or fields without one between groups."""

    group: GroupView | None
    items: tuple[Item, ...]


def _blocks(items: Iterable[Item]) -> Iterator[Block]:
    pending: list[Item] = []
    for item in items:
        if not isinstance(item, GroupView):
            pending.append(item)
            continue
        if pending:
            yield Block(None, tuple(pending))
            pending = []
        yield Block(item, item.items)
    if pending:
        yield Block(None, tuple(pending))


@dataclass(frozen=True)
class SummaryLine:
    """One line of the error summary; `target` is the id to go to, empty if there is nowhere to go."""

    target: str
    text: str


@dataclass(frozen=True)
class Layout:
    """A form as it is drawn, with the words around the fields in the reader's language."""

    form_id: str
    title: str
    language: str
    items: tuple[Item, ...]
    summary: tuple[SummaryLine, ...]
    words: Mapping[str, str]
    has_files: bool
    has_live: bool

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The form as it is edited, cut at its outermost groups."""
        return tuple(_blocks(self.items))

    @property
    def sections(self) -> tuple[Section, ...]:
        """The form as it is read and printed: fields and lists under their headings, without notes."""
        return tuple(_sections(self.items, ""))
